package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"

	"okienko/xades/revocation"
	"okienko/xades/trust/tsl"
)

// maxAddresses of one certificate are tried; issuers write one or two.
const maxAddresses = 4

// TimeStamp sends a request to a time-stamp authority (RFC 3161 3.4).
func (c *Client) TimeStamp(ctx context.Context, address string, request []byte) ([]byte, error) {
	return c.exchange(ctx, address, "application/timestamp-query", request, maxSmall)
}

// TrustedList returns what stands at the address of a trusted list. Nothing of
// it is looked at.
func (c *Client) TrustedList(ctx context.Context, address string) ([]byte, error) {
	return c.exchange(ctx, address, "", nil, tsl.MaxBytes)
}

// Evidence returns an OCSP answer or a CRL about a certificate, in DER, from
// the first of the addresses in it that gives one: responders first, for their
// answers are small (RFC 5280 4.2.2.1, 4.2.1.13). The evidence is read, not
// verified. A certificate without addresses has none: nil and no error.
func (c *Client) Evidence(ctx context.Context, cert, issuer *x509.Certificate) ([]byte, error) {
	var failed error
	for _, q := range inquiries(cert, issuer) {
		der, _, err := c.ask(ctx, q)
		if err == nil {
			return der, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, failed
}

// inquiry is one question about a certificate to one address.
type inquiry struct {
	kind    Kind
	address string
	request []byte // of OCSP
}

// inquiries are the questions that a certificate names addresses for, in the
// order they are to be tried in.
func inquiries(cert, issuer *x509.Certificate) []inquiry {
	var list []inquiry
	if request, err := revocation.OCSPRequest(cert, issuer, nil); err == nil {
		for _, address := range reachable(cert.OCSPServer) {
			list = append(list, inquiry{KindOCSP, address, request})
		}
	}
	for _, address := range reachable(cert.CRLDistributionPoints) {
		list = append(list, inquiry{KindCRL, address, nil})
	}
	return list
}

// ask returns the answer as it came and as it was read.
func (c *Client) ask(ctx context.Context, q inquiry) (der []byte, piece revocation.Evidence, err error) {
	if q.kind == KindOCSP {
		der, err = c.exchange(ctx, q.address, "application/ocsp-request", q.request, maxSmall)
	} else {
		der, err = c.exchange(ctx, q.address, "", nil, c.maxBytes)
	}
	if err != nil {
		return nil, nil, err
	}
	if piece, err = parse(q.kind, der); err != nil {
		return nil, nil, q.useless(err)
	}
	return der, piece, nil
}

// name is where the answer is kept.
func (q inquiry) name() string { return FileName(q.kind, q.address, q.request) }

// host is all of an address that may be told.
func (q inquiry) host() string {
	u, err := url.Parse(q.address)
	if err != nil {
		return ""
	}
	return u.Host
}

// useless is the error for an answer that settles nothing; the cause may be nil.
func (q inquiry) useless(cause error) error {
	if cause == nil {
		return fmt.Errorf("%s: %w", q.host(), errUseless)
	}
	return fmt.Errorf("%s: %w: %w", q.host(), errUseless, cause)
}

func parse(kind Kind, der []byte) (revocation.Evidence, error) {
	switch kind {
	case KindOCSP:
		return revocation.ParseOCSP(der)
	case KindCRL:
		return revocation.ParseCRL(der)
	}
	return nil, errUseless
}

// reachable drops what is not fetched over HTTP, such as LDAP.
func reachable(addresses []string) []string {
	var list []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err == nil && (u.Scheme == "http" || u.Scheme == "https") && len(list) < maxAddresses {
			list = append(list, address)
		}
	}
	return list
}
