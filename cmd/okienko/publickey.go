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
	if other := otherKey(name); other != nil {
		return other, nil
	}
	return nil, err
}

// otherKey reads a key that crypto/x509 does not know, of a PEM file with the key
// or its certificate: one on a brainpool curve, or of a kind that the report is to
// refuse by name. nil for all other files.
func otherKey(name string) crypto.PublicKey {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil
	}
	spki := block.Bytes
	if raw, ok := trust.ParseRaw(spki); ok {
		spki = raw.SPKI
	}
	if key := dsig.ParseBrainpoolKey(spki); key != nil {
		return key
	}
	if kind := dsig.KindOfKey(spki); kind != "" {
		return dsig.UnknownKey{Kind: kind}
	}
	return nil
}
