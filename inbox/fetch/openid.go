package fetch

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"okienko/inbox"
)

// OpenIDOptions name a provider of sign-ins and this installation there.
type OpenIDOptions struct {
	Issuer       string // exactly as its discovery document has it
	ClientID     string
	ClientSecret string
	RedirectURL  string // of this installation, as registered with the provider
}

// OpenID signs people in with an OpenID Connect provider: authorization code
// flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636). Its discovery
// document is read at the first sign-in, so that a provider that is down does
// not keep the office from starting. It is safe for concurrent use.
type OpenID struct {
	client *Client
	opt    OpenIDOptions
	known  atomic.Pointer[discovered]
}

type discovered struct {
	verifier *oidc.IDTokenVerifier
	oauth    oauth2.Config
}

// ErrOpenID means that the provider, or whoever came back from it, did not prove
// who signed in. Its text may hold what the provider sent: it is for the log.
var ErrOpenID = errors.New("sign-in not proved")

// OpenID returns the provider.
func (c *Client) OpenID(opt OpenIDOptions) *OpenID { return &OpenID{client: c, opt: opt} }

// Address returns where to send the browser. state comes back with it, nonce
// comes back in the token, and verifier is the PKCE secret that Redeem needs.
func (p *OpenID) Address(ctx context.Context, state, nonce, verifier string) (string, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return d.oauth.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Redeem exchanges the code that came back for the identity that the provider
// vouches for: its signature, issuer, audience, time and nonce are checked.
func (p *OpenID) Redeem(ctx context.Context, code, nonce, verifier string) (inbox.ExternalIdentity, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return inbox.ExternalIdentity{}, err
	}
	token, err := d.oauth.Exchange(p.dialling(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return inbox.ExternalIdentity{}, fmt.Errorf("%w: %w", ErrOpenID, err)
	}
	raw, _ := token.Extra("id_token").(string)
	checked, err := d.verifier.Verify(p.dialling(ctx), raw)
	if err != nil {
		return inbox.ExternalIdentity{}, fmt.Errorf("%w: %w", ErrOpenID, err)
	}
	if nonce == "" || subtle.ConstantTimeCompare([]byte(checked.Nonce), []byte(nonce)) != 1 {
		return inbox.ExternalIdentity{}, fmt.Errorf("%w: nonce of another sign-in", ErrOpenID)
	}
	return identityOf(checked)
}

func identityOf(token *oidc.IDToken) (inbox.ExternalIdentity, error) {
	var claims struct {
		Name          string `json:"name"`
		Email         string `json:"email"`
		EmailVerified bool   `json:"email_verified"`
	}
	if err := token.Claims(&claims); err != nil {
		return inbox.ExternalIdentity{}, fmt.Errorf("%w: %w", ErrOpenID, err)
	}
	if token.Subject == "" {
		return inbox.ExternalIdentity{}, fmt.Errorf("%w: no subject", ErrOpenID)
	}
	return inbox.ExternalIdentity{Issuer: token.Issuer, Subject: token.Subject, Name: claims.Name,
		Email: claims.Email, EmailVerified: claims.EmailVerified}, nil
}

// discover reads the discovery document once; a failure is tried again at the
// next sign-in. Two at once may both read it: neither waits for the other.
func (p *OpenID) discover(ctx context.Context) (*discovered, error) {
	if d := p.known.Load(); d != nil {
		return d, nil
	}
	// The provider keeps the context to fetch keys later: it must outlive this request.
	provider, err := oidc.NewProvider(p.dialling(context.WithoutCancel(ctx)), p.opt.Issuer)
	if err != nil {
		return nil, err
	}
	d := &discovered{
		verifier: provider.Verifier(&oidc.Config{ClientID: p.opt.ClientID}),
		oauth: oauth2.Config{
			ClientID: p.opt.ClientID, ClientSecret: p.opt.ClientSecret, RedirectURL: p.opt.RedirectURL,
			Endpoint: provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		},
	}
	p.known.Store(d)
	return d, nil
}

// dialling makes the library use this client, with its limits of time, address
// and size.
func (p *OpenID) dialling(ctx context.Context) context.Context {
	bounded := *p.client.http
	bounded.Transport = boundedAnswers{p.client.http.Transport}
	return oidc.ClientContext(ctx, &bounded)
}

// boundedAnswers cuts answers off at maxSmall: libraries read them to the end.
type boundedAnswers struct{ http.RoundTripper }

func (b boundedAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxSmall), answer.Body}
	}
	return answer, err
}
