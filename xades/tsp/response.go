package tsp

import (
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Status is PKIStatus (RFC 3161 2.4.2).
type Status int

// The statuses.
const (
	Granted Status = iota
	GrantedWithMods
	Rejection
	Waiting
	RevocationWarning
	RevocationNotification
)

// Response is an authority's answer (TimeStampResp).
type Response struct {
	Status  Status
	Text    string   // what the authority says, cut to a sane length; not to be trusted
	Failure []string // names of PKIFailureInfo, such as badAlg
	Token   []byte   // the encoded token; nil unless granted
}

// Granted reports whether the answer holds a token.
func (r *Response) Granted() bool { return r.Status == Granted || r.Status == GrantedWithMods }

func (r *Response) reason() string {
	return strings.TrimSpace("the authority refused: " + strings.Join(r.Failure, ", ") + " " + r.Text)
}

// failures are the bits of PKIFailureInfo that RFC 3161 2.4.2 uses.
var failures = map[int]string{0: "badAlg", 2: "badRequest", 5: "badDataFormat", 14: "timeNotAvailable", 15: "unacceptedPolicy",
	16: "unacceptedExtension", 17: "addInfoNotAvailable", 25: "systemFailure"}

// ParseResponse reads a TimeStampResp. The error is a *Problem; a refusal is
// none.
func ParseResponse(ber []byte) (*Response, error) {
	if len(ber) > MaxToken {
		return nil, problem(CodeTooLarge, "an answer of %d octets", len(ber))
	}
	// A token that came in BER is handed on in DER; what is signed in it stays.
	der, p := toDER(ber)
	if p != nil {
		return nil, p
	}
	input := cryptobyte.String(der)
	var inner, status cryptobyte.String
	r := &Response{}
	if !input.ReadASN1(&inner, asn1.SEQUENCE) || !input.Empty() || !inner.ReadASN1(&status, asn1.SEQUENCE) || !r.readStatus(status) {
		return nil, problem(CodeStructure, "no TimeStampResp")
	}
	r.Token = inner
	if r.Granted() != (len(r.Token) > 0) {
		return nil, problem(CodeStructure, "a token without being granted, or the other way round")
	}
	return r, nil
}

// readStatus reads PKIStatusInfo.
func (r *Response) readStatus(info cryptobyte.String) bool {
	var texts, text cryptobyte.String
	var hasTexts bool
	status := 0
	if !info.ReadASN1Integer(&status) || status < 0 || status > int(RevocationNotification) ||
		!info.ReadOptionalASN1(&texts, &hasTexts, asn1.SEQUENCE) {
		return false
	}
	r.Status = Status(status)
	if texts.ReadASN1(&text, asn1.UTF8String) {
		r.Text = strings.ToValidUTF8(string(text[:min(len(text), maxText)]), "")
	}
	return info.Empty() || r.readFailure(info)
}

func (r *Response) readFailure(info cryptobyte.String) bool {
	var bits cryptobyte.String
	if !info.ReadASN1(&bits, asn1.BIT_STRING) || !info.Empty() || len(bits) < 1 || len(bits) > 1+maxFailureOctets {
		return false
	}
	for n := range 8 * (len(bits) - 1) {
		if bits[1+n/8]&(0x80>>(n%8)) != 0 && failures[n] != "" {
			r.Failure = append(r.Failure, failures[n])
		}
	}
	return true
}

const (
	// maxText bounds what an authority may say to a log.
	maxText = 500
	// maxFailureOctets bounds PKIFailureInfo, which has 27 bits.
	maxFailureOctets = 8
)
