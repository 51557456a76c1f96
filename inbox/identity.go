package inbox

// ExternalIdentity is what an OpenID Connect provider says of somebody who
// signed in there (OpenID Connect Core 1.0, 2 and 5.1). Issuer and Subject
// together name the person for good; the rest may change.
type ExternalIdentity struct {
	Issuer        string
	Subject       string
	Name          string
	Email         string // as the provider writes it; "" = not told
	EmailVerified bool   // the provider says that it checked the address
}
