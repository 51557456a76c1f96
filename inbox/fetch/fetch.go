// Package fetch makes the requests that go out: to time-stamp authorities, OCSP
// responders and publishers of CRLs and trusted lists, and keeps their answers
// while they are fresh. Every answer is bounded in size and time,
// redirects are not followed, and addresses inside the house are not dialled
// unless that is configured: most of the URLs come out of certificates that
// strangers sent.
package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	// defaultTimeout of one exchange: authorities answer within a second, and
	// somebody is waiting.
	defaultTimeout = 15 * time.Second
	// defaultMaxBytes of an answer: large CRLs have some ten megabytes.
	defaultMaxBytes = 32 << 20
	// maxSmall is for answers that are small by nature: tokens and OCSP.
	maxSmall = 1 << 20
)

// Options are the limits; the zero value means the defaults.
type Options struct {
	Private  bool          // loopback, private and other special addresses may be dialled
	Timeout  time.Duration // of one exchange, from dialling to the last octet
	MaxBytes int64         // of a CRL
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	http     *http.Client
	maxBytes int64
}

// New returns a client. It takes no proxy from the environment, which would
// dial for it, and beside its rules.
func New(opt Options) *Client {
	if opt.Timeout == 0 {
		opt.Timeout = defaultTimeout
	}
	if opt.MaxBytes == 0 {
		opt.MaxBytes = defaultMaxBytes
	}
	dialer := &net.Dialer{}
	if !opt.Private {
		dialer.Control = refuseSpecial
	}
	return &Client{maxBytes: opt.MaxBytes, http: &http.Client{
		Timeout:       opt.Timeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// ErrAddress means that an address is not one of the public network.
var ErrAddress = errors.New("the address is inside the house or reserved")

var errNoAddress = errors.New("no http or https address")

// refuseSpecial judges the address that is about to be dialled, after names
// are resolved, so that no name can lead elsewhere than it was checked for.
func refuseSpecial(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !public(at.Addr()) {
		return fmt.Errorf("%w: %s", ErrAddress, at.Addr())
	}
	return nil
}

// special are ranges that IsGlobalUnicast lets through and that lead nowhere
// public, or to an IPv4 address written inside an IPv6 one (RFC 6890, 6052,
// 3056, 4380).
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, reserved := range special {
		if reserved.Contains(a) {
			return false
		}
	}
	return true
}

// exchange is one request and its answer of at most limit octets.
func (c *Client) exchange(ctx context.Context, address, contentType string, body []byte, limit int64) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, errNoAddress
	}
	method := http.MethodGet
	if body != nil {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, hostError(u, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", u.Host, response.Status)
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err == nil && int64(len(answer)) > limit {
		err = fmt.Errorf("more than %d octets", limit)
	}
	if err != nil {
		return nil, hostError(u, err)
	}
	return answer, nil
}

// hostError names the host alone: addresses stand in people's certificates, and
// what is beyond the host may be about one of them.
func hostError(u *url.URL, err error) error {
	if request, ok := errors.AsType[*url.Error](err); ok {
		err = request.Err
	}
	return fmt.Errorf("%s: %w", u.Host, err)
}
