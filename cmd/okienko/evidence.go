package main

import (
	"encoding/pem"
	"fmt"
	"os"

	"okienko/xades/revocation"
)

// loadEvidence reads CRLs and OCSP answers, in DER or PEM. A file that is none
// is an error: whoever names evidence wants it to count.
func loadEvidence(names ...string) ([][]byte, error) {
	var evidence [][]byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		pieces := pemBlocks(data)
		if pieces == nil {
			pieces = [][]byte{data}
		}
		for _, der := range pieces {
			if _, err := revocation.Parse(der); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			evidence = append(evidence, der)
		}
	}
	return evidence, nil
}

func pemBlocks(data []byte) (blocks [][]byte) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		blocks = append(blocks, block.Bytes)
	}
	return blocks
}
