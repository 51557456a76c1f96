package dsig

import (
	"crypto"
	_ "crypto/sha1"   // verified, and for its date to be judged
	_ "crypto/sha256" // SHA-224 and SHA-256
	_ "crypto/sha3"   // RFC 9231 2.1.5
	_ "crypto/sha512" // SHA-384 and SHA-512
)

// DigestByURI returns the hash a digest method names; ok is false outside the
// closed list.
func DigestByURI(uri string) (h crypto.Hash, ok bool) {
	switch uri {
	case "http://www.w3.org/2000/09/xmldsig#sha1":
		return crypto.SHA1, true
	case "http://www.w3.org/2001/04/xmldsig-more#sha224":
		return crypto.SHA224, true
	case "http://www.w3.org/2001/04/xmlenc#sha256":
		return crypto.SHA256, true
	case "http://www.w3.org/2001/04/xmldsig-more#sha384":
		return crypto.SHA384, true
	case "http://www.w3.org/2001/04/xmlenc#sha512":
		return crypto.SHA512, true
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-224":
		return crypto.SHA3_224, true
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-256":
		return crypto.SHA3_256, true
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-384":
		return crypto.SHA3_384, true
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-512":
		return crypto.SHA3_512, true
	}
	return 0, false
}

// scheme is how a SignatureValue is computed from a hash and a key.
type scheme uint8

const (
	schemeRSA     scheme = iota + 1 // RFC 8017 8.2, PKCS#1 v1.5
	schemePSS                       // RFC 8017 8.1, MGF1 with the same hash
	schemeECDSA                     // r and s, each as long as the curve's order
	schemeEd25519                   // RFC 8032, over SignedInfo itself
	schemeDSA                       // r and s, each as long as the subgroup's order
)

// Method is a signature algorithm of the closed list.
type Method struct {
	URI    string
	Hash   crypto.Hash
	scheme scheme
	salt   int // schemePSS: length of the salt
}

// methodByURI returns the method an identifier without parameters names; ok is
// false outside the closed list: no HMAC (anyone who verifies could have
// signed), no MD5.
func methodByURI(uri string) (m Method, ok bool) {
	switch uri {
	case "http://www.w3.org/2000/09/xmldsig#rsa-sha1":
		return Method{uri, crypto.SHA1, schemeRSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224":
		return Method{uri, crypto.SHA224, schemeRSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256":
		return Method{uri, crypto.SHA256, schemeRSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384":
		return Method{uri, crypto.SHA384, schemeRSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512":
		return Method{uri, crypto.SHA512, schemeRSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1":
		return Method{uri, crypto.SHA1, schemeECDSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224":
		return Method{uri, crypto.SHA224, schemeECDSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256":
		return Method{uri, crypto.SHA256, schemeECDSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384":
		return Method{uri, crypto.SHA384, schemeECDSA, 0}, true
	case "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512":
		return Method{uri, crypto.SHA512, schemeECDSA, 0}, true
	case "http://www.w3.org/2000/09/xmldsig#dsa-sha1":
		return Method{uri, crypto.SHA1, schemeDSA, 0}, true
	case "http://www.w3.org/2009/xmldsig11#dsa-sha256":
		return Method{uri, crypto.SHA256, schemeDSA, 0}, true
	case "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519":
		return Method{uri, crypto.SHA512, schemeEd25519, 0}, true
	}
	return sha3OrPSS(uri)
}

// sha3OrPSS are the methods of RFC 9231 2.3.10 and 2.3.6: the salt is as long as the hash.
func sha3OrPSS(uri string) (m Method, ok bool) {
	pss := func(h crypto.Hash) (Method, bool) { return Method{uri, h, schemePSS, h.Size()}, true }
	switch uri {
	case "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1":
		return pss(crypto.SHA1)
	case "http://www.w3.org/2007/05/xmldsig-more#sha224-rsa-MGF1":
		return pss(crypto.SHA224)
	case "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1":
		return pss(crypto.SHA256)
	case "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1":
		return pss(crypto.SHA384)
	case "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1":
		return pss(crypto.SHA512)
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-224-rsa-MGF1":
		return pss(crypto.SHA3_224)
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-256-rsa-MGF1":
		return pss(crypto.SHA3_256)
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-384-rsa-MGF1":
		return pss(crypto.SHA3_384)
	case "http://www.w3.org/2007/05/xmldsig-more#sha3-512-rsa-MGF1":
		return pss(crypto.SHA3_512)
	case "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-224":
		return Method{uri, crypto.SHA3_224, schemeECDSA, 0}, true
	case "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-256":
		return Method{uri, crypto.SHA3_256, schemeECDSA, 0}, true
	case "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-384":
		return Method{uri, crypto.SHA3_384, schemeECDSA, 0}, true
	case "http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-512":
		return Method{uri, crypto.SHA3_512, schemeECDSA, 0}, true
	}
	return Method{}, false
}
