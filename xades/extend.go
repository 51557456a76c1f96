package xades

import (
	"context"
	"crypto"
	_ "crypto/sha256" // the imprints of the time-stamps asked for
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"time"

	"okienko/xades/trust"
	"okienko/xades/tsp"
	"okienko/xades/xmltree"
)

// ExtendOptions say how to raise a signature.
type ExtendOptions struct {
	// TSA sends an RFC 3161 request and returns the answer; required for B-T
	// and B-LTA.
	TSA  func(ctx context.Context, request []byte) (answer []byte, err error)
	Rand io.Reader // nonces and Ids; required
	Time time.Time // now, for the check of what was made; required
	// Trust is whom the paths of the signer and of the time-stamp authorities
	// lead to. Without paths there is nobody to ask Evidence about, and what was
	// made is checked by its cryptography alone.
	Trust trust.Config
	// Evidence returns a CRL or an OCSP answer in DER about a certificate; it is
	// asked once for each certificate of those paths but the anchors. nil with
	// a nil error means that there is none. May be nil.
	Evidence func(ctx context.Context, cert, issuer *x509.Certificate) ([]byte, error)
	// Certificates and Revocation are written at B-LT beside those paths and
	// what Evidence returns.
	Certificates []*x509.Certificate
	Revocation   [][]byte
	// Content is detached content by Reference URI, needed for archive
	// time-stamps over signatures that have it.
	Content func(uri string) (data []byte, ok bool)
	// ID names the ds:Signature; "" is the only one that stands in no other.
	ID string
}

// Extend raises a XAdES signature to a level, B-T, B-LT or B-LTA, by inserting
// bytes; everything that stands in the document stays as it is. Levels below
// that are missing are made on the way. A signature that has the level already
// is returned unchanged, but at B-LTA it gets one more archive time-stamp, with
// the evidence given before it.
//
// What was made is verified before it is returned: the signature has the level,
// and no signature of the document says anything else than before.
func Extend(ctx context.Context, document []byte, level string, opt ExtendOptions) ([]byte, error) {
	rank := levelRank(level)
	switch {
	case rank <= levelRank(LevelBB):
		return nil, fmt.Errorf("xades: no signature is extended to level %q", level)
	case opt.Rand == nil || opt.Time.IsZero():
		return nil, errors.New("xades: Rand and Time are required")
	}
	e := &extension{ctx: ctx, opt: opt, document: document}
	before, err := e.read()
	if err != nil {
		return nil, err
	}
	had := levelRank(e.j.out.Level)
	for _, step := range []struct {
		level string
		take  func() error
	}{{LevelBT, e.addTimeStamp}, {LevelBLT, e.addMaterial}, {LevelBLTA, e.addArchive}} {
		at := levelRank(step.level)
		renewal := level == LevelBLTA && had == rank && at >= levelRank(LevelBLT)
		if at > rank || at <= had && !renewal {
			continue
		}
		if err := step.take(); err != nil {
			return nil, fmt.Errorf("xades: %s: %w", step.level, err)
		}
	}
	return e.checked(before, rank)
}

// SignAt signs as Sign does and raises the signature to a level.
func SignAt(ctx context.Context, document []byte, level string, opt SignOptions, more ExtendOptions) ([]byte, error) {
	if level != LevelBB && levelRank(level) <= levelRank(LevelBB) {
		return nil, fmt.Errorf("xades: no level %q", level)
	}
	signed, id, err := signWithID(document, opt)
	if err != nil || level == LevelBB {
		return signed, err
	}
	more.ID = id
	return Extend(ctx, signed, level, more)
}

func levelRank(level string) int {
	return slices.Index([]string{LevelXMLDSIG, LevelBB, LevelBT, LevelBLT, LevelBLTA}, level)
}

// extension is the work on one signature. The document is read anew after each
// step, for imprints are over the very bytes that were inserted.
type extension struct {
	ctx      context.Context
	opt      ExtendOptions
	document []byte

	doc *xmltree.Document
	j   *judgement // of the signature, as the document is now
}

// read parses and verifies the document, finds the signature, and reports on
// all signatures.
func (e *extension) read() (*Report, error) {
	doc, err := xmltree.Parse(e.document, xmltree.Options{})
	if err != nil {
		return nil, err
	}
	if doc.Encoding() != "UTF-8" {
		return nil, fmt.Errorf("xades: a signature in %s cannot be extended in place", doc.Encoding())
	}
	nodes := signatureNodes(doc)
	if len(nodes) > MaxSignatures {
		return nil, errors.New("xades: too many signatures")
	}
	v := newVerification(doc, VerifyOptions{At: e.opt.Time, Trust: e.opt.Trust, Content: e.opt.Content})
	judged := v.judgeAll(nodes)
	e.doc = doc
	if err := e.choose(judged); err != nil {
		return nil, err
	}
	return reportOn(judged), e.extensible()
}

// choose finds the signature that is meant.
func (e *extension) choose(judged []*judgement) error {
	e.j = nil
	for _, j := range judged {
		if e.opt.ID == "" && j.out.Nested || e.opt.ID != "" && j.out.ID != e.opt.ID {
			continue
		}
		if e.j != nil {
			return errors.New("xades: more than one signature could be meant")
		}
		e.j = j
	}
	if e.j == nil {
		return errors.New("xades: the signature is not there")
	}
	e.opt.ID = e.j.out.ID
	return nil
}

// extensible wants a sound XAdES signature in the namespace of EN 319 132-1.
func (e *extension) extensible() error {
	out := e.j.out
	switch {
	case out.Cryptographic != CryptoPassed || out.Indication == TotalFailed:
		return fmt.Errorf("xades: the signature does not verify: %v", out.Reasons)
	case out.Level == LevelXMLDSIG:
		return errors.New("xades: a plain XML signature has no levels")
	case e.j.props.space != ns132:
		return fmt.Errorf("xades: properties in %s are not extended", e.j.props.space)
	}
	return nil
}

// put inserts properties at the end of the unsigned ones and reads the result.
func (e *extension) put(properties []byte) error {
	qualifying := e.j.props.qualifying
	outer := qualifying.Child(ns132, "UnsignedProperties")
	inner := outer.Child(ns132, "UnsignedSignatureProperties")
	switch {
	case !inner.IsZero():
		e.document = insertLast(e.doc, inner, properties)
	case !outer.IsZero():
		e.document = insertFirst(e.doc, outer, wrapped("xades:UnsignedSignatureProperties", properties))
	default:
		both := wrapped("xades:UnsignedProperties", wrapped("xades:UnsignedSignatureProperties", properties))
		e.document = insertLast(e.doc, qualifying, both)
	}
	_, err := e.read()
	return err
}

// addTimeStamp stamps SignatureValue (EN 319 132-1 5.3).
func (e *extension) addTimeStamp() error { return e.stamp(stampSignature, ns132) }

// addArchive stamps everything the signature has by now (EN 319 132-1 5.5.2).
func (e *extension) addArchive() error { return e.stamp(stampArchive, ns141) }

// stamp asks for a token over what a property of this kind would cover at the
// end of the unsigned ones, and puts it there.
func (e *extension) stamp(kind, space string) error {
	id, err := randomID(e.opt.Rand)
	if err != nil {
		return err
	}
	future, err := xmltree.Parse(stampMarkup(kind, space, id, nil), xmltree.Options{})
	if err != nil {
		return err
	}
	digest, err := e.j.imprint(newStamp(future.Root(), len(e.j.unsigned.list)), crypto.SHA256)
	if err != nil {
		return err
	}
	token, err := e.request(digest)
	if err != nil {
		return err
	}
	return e.put(stampMarkup(kind, space, id, token))
}

// request asks the authority, and holds its answer against what was asked.
func (e *extension) request(digest []byte) ([]byte, error) {
	if e.opt.TSA == nil {
		return nil, errors.New("a time-stamp authority is required")
	}
	nonce := make([]byte, 8)
	if _, err := io.ReadFull(e.opt.Rand, nonce); err != nil {
		return nil, err
	}
	q := tsp.Request{Imprint: tsp.Imprint{Hash: crypto.SHA256, Digest: digest}, Nonce: new(big.Int).SetBytes(nonce), Certificates: true}
	request, err := q.Marshal()
	if err != nil {
		return nil, err
	}
	answer, err := e.opt.TSA(e.ctx, request)
	if err != nil {
		return nil, err
	}
	_, raw, err := q.Accept(answer)
	return raw, err
}

// checked verifies what was made: the level is reached, and about every
// signature the same is said as before.
func (e *extension) checked(before *Report, rank int) ([]byte, error) {
	after, err := e.read()
	if err != nil {
		return nil, err
	}
	if levelRank(e.j.out.Level) < rank {
		return nil, fmt.Errorf("xades: what was made is at level %s: %v", e.j.out.Level, e.j.out.TimeStamps)
	}
	for i, s := range before.Signatures {
		now := after.Signatures[i]
		if now.Cryptographic != s.Cryptographic || worse(now.Indication, s.Indication) != s.Indication {
			return nil, fmt.Errorf("xades: extending would leave signature %q %s: %v", now.ID, now.Indication, now.Reasons)
		}
	}
	return e.document, nil
}
