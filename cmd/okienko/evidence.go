package main

import (
	"encoding/pem"
	"fmt"
	"os"

	"okienko/xades/revocation"
)

// piece is a CRL or an OCSP answer as it came and as it was read.
type piece struct {
	der  []byte
	read revocation.Evidence
}

// loadEvidence reads CRLs and OCSP answers, in DER or PEM. A file that is none
// is an error: whoever names evidence wants it to count.
func loadEvidence(names ...string) ([][]byte, error) {
	var evidence [][]byte
	for _, name := range names {
		pieces, err := readEvidence(name)
		if err != nil {
			return nil, err
		}
		for _, p := range pieces {
			evidence = append(evidence, p.der)
		}
	}
	return evidence, nil
}

func readEvidence(name string) ([]piece, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	blocks := pemBlocks(data)
	if blocks == nil {
		blocks = [][]byte{data}
	}
	var pieces []piece
	for _, der := range blocks {
		read, err := revocation.Parse(der)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		pieces = append(pieces, piece{der, read})
	}
	return pieces, nil
}

func pemBlocks(data []byte) (blocks [][]byte) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		blocks = append(blocks, block.Bytes)
	}
	return blocks
}
