package main

import (
	"crypto"
	"encoding/pem"
	"os"

	"okienko/inbox/keys"
	"okienko/xades/dsig"
	"okienko/xades/trust"
)

// loadKey reads the key that --key names; nil for none.
func loadKey(name string) (crypto.PublicKey, error) {
	if name == "" {
		return nil, nil
	}
	key, err := keys.LoadPublic(name)
	if err == nil {
		return key, nil
	}
	if slow := brainpoolKey(name); slow != nil {
		return slow, nil
	}
	return nil, err
}

// brainpoolKey reads a key on a curve that crypto/x509 does not know, of a PEM
// file with the key or a certificate; nil for all others.
func brainpoolKey(name string) crypto.PublicKey {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil
	}
	if raw, ok := trust.ParseRaw(block.Bytes); ok {
		return dsig.ParseBrainpoolKey(raw.SPKI)
	}
	return dsig.ParseBrainpoolKey(block.Bytes)
}
