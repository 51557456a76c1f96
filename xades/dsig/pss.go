package dsig

import (
	"crypto"
	"fmt"
	"strconv"
	"strings"

	"okienko/xades/xmltree"
)

const (
	nsMore = "http://www.w3.org/2007/05/xmldsig-more#"
	algPSS = nsMore + "rsa-pss"
	algMGF = nsMore + "MGF1"

	// maxSalt is as much as fits beside SHA-256 into a key of 4096 bits;
	// signers write the length of a hash.
	maxSalt = 478
)

// parsePSS reads the parameters of rsa-pss (RFC 9231 2.3.9). Without any,
// they are SHA-256, MGF1 with the same hash and a salt as long as the hash.
// Another hash in MGF1 and another trailer are refused.
func parsePSS(n xmltree.Node) (Method, *Error) {
	p := pssParameters{hash: crypto.SHA256}
	refusal := parameterRefusal(CodeAlgorithm, n, algPSS)
	for child := range n.Elements() {
		if !child.Is(nsMore, "RSAPSSParams") || !p.read(child) {
			return Method{}, refusal // and there may be no hash to ask for its size
		}
	}
	if p.salt == "" {
		p.salt = strconv.Itoa(p.hash.Size())
	}
	salt, err := strconv.Atoi(p.salt)
	switch {
	case err != nil:
	case p.mask != 0 && p.mask != p.hash:
		refusal.Detail = "RSA-PSS whose MGF1 has another hash than the signature"
	case salt < 1 || salt > maxSalt:
		refusal.Detail = fmt.Sprintf("RSA-PSS with a salt of %d octets", salt)
	default:
		return Method{algPSS, p.hash, schemePSS, salt}, nil
	}
	return Method{}, refusal
}

type pssParameters struct {
	hash, mask crypto.Hash
	salt       string
}

func (p *pssParameters) read(n xmltree.Node) bool {
	for child := range n.Elements() {
		ok := false
		switch {
		case child.Is(Namespace, "DigestMethod"):
			p.hash, ok = digestOf(child)
		case child.Is(nsMore, "MaskGenerationFunction"):
			uri, _ := child.Attr("", "Algorithm")
			p.mask, ok = digestOf(child.Child(Namespace, "DigestMethod"))
			ok = ok && uri == algMGF
		case child.Is(nsMore, "SaltLength"):
			p.salt, ok = trimmedText(child)
		case child.Is(nsMore, "TrailerField"):
			var text string
			text, ok = trimmedText(child)
			ok = ok && text == "1"
		}
		if !ok {
			return false
		}
	}
	return true
}

func digestOf(method xmltree.Node) (crypto.Hash, bool) {
	uri, _ := method.Attr("", "Algorithm")
	return DigestByURI(uri)
}

func trimmedText(n xmltree.Node) (string, bool) {
	text, ok := n.SimpleText()
	return strings.TrimSpace(string(text)), ok
}
