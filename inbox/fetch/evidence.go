package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"net/url"

	"okienko/xades/revocation"
)

// maxAddresses of one certificate are tried; issuers write one or two.
const maxAddresses = 4

// TimeStamp sends a request to a time-stamp authority (RFC 3161 3.4).
func (c *Client) TimeStamp(ctx context.Context, address string, request []byte) ([]byte, error) {
	return c.exchange(ctx, address, "application/timestamp-query", request, maxSmall)
}

// Evidence returns an OCSP answer or a CRL about a certificate, in DER, from
// the first of the addresses in it that gives one: responders first, for their
// answers are small (RFC 5280 4.2.2.1, 4.2.1.13). The evidence is read, not
// verified. A certificate without addresses has none: nil and no error.
func (c *Client) Evidence(ctx context.Context, cert, issuer *x509.Certificate) ([]byte, error) {
	request, err := revocation.OCSPRequest(cert, issuer, nil)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, address := range reachable(cert.OCSPServer) {
		answer, err := c.exchange(ctx, address, "application/ocsp-request", request, maxSmall)
		if err == nil {
			_, err = revocation.ParseOCSP(answer)
		}
		if err == nil {
			return answer, nil
		}
		failed = errors.Join(failed, err)
	}
	for _, address := range reachable(cert.CRLDistributionPoints) {
		answer, err := c.exchange(ctx, address, "", nil, c.maxBytes)
		if err == nil {
			_, err = revocation.ParseCRL(answer)
		}
		if err == nil {
			return answer, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, failed
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
