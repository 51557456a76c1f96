package config

import (
	"errors"

	"okienko/inbox"
)

// TrustedProfile makes the installation a provider of trusted profiles: residents
// register, are confirmed at its points and sign under this seal, which must be
// one of trust.seals and never the receipt seal. Without a key it is none.
type TrustedProfile struct {
	Key          string  `json:"key"`           // as of receipt_seal. Default "", no provider
	Certificate  string  `json:"certificate"`   // as of receipt_seal
	Chain        string  `json:"chain"`         // as of receipt_seal
	PasswordFile string  `json:"password_file"` // as of receipt_seal
	Points       []Point `json:"points" validate:"unique=ID,dive"`
}

// Point is where clerks confirm identities.
type Point struct {
	ID      string `json:"id" validate:"required,max=64,segment"`
	Name    string `json:"name" validate:"required,max=200"`
	Address string `json:"address" validate:"max=300"` // where to go, or how the call is arranged
	Video   bool   `json:"video"`                      // by video call: what it confirms holds three months. Default false
}

// Mail is how the installation writes to people: through a relay, or for tests
// into a folder. Default neither, which a provider of trusted profiles cannot do
// with.
type Mail struct {
	From         string `json:"from" validate:"omitempty,email"`             // address of the sender
	Relay        string `json:"relay" validate:"omitempty,address"`          // host:port
	TLS          string `json:"tls" validate:"oneof=starttls implicit none"` // default "starttls", without which nothing is sent
	Username     string `json:"username"`                                    // default "", no login
	PasswordFile string `json:"password_file"`                               // first line is the password
	Outbox       string `json:"outbox"`                                      // folder for the mails in place of a relay
}

// Provides reports whether the installation is a provider of trusted profiles.
func (t TrustedProfile) Provides() bool { return t.Key != "" }

// Seal returns the seal's files.
func (t TrustedProfile) Seal() Seal {
	return Seal{Key: t.Key, Certificate: t.Certificate, Chain: t.Chain, PasswordFile: t.PasswordFile}
}

// ConfirmationPoints returns the points in the order of the file.
func (t TrustedProfile) ConfirmationPoints() []inbox.ConfirmationPoint {
	list := make([]inbox.ConfirmationPoint, 0, len(t.Points))
	for _, p := range t.Points {
		list = append(list, inbox.ConfirmationPoint(p))
	}
	return list
}

// checkPeople refuses a provider that could confirm nobody or write to nobody.
func (c *Config) checkPeople() error {
	var faults []error
	if c.Mail.Relay != "" && c.Mail.Outbox != "" {
		faults = append(faults, errors.New("mail: give a relay or an outbox, not both"))
	}
	mails := c.Mail.Relay != "" || c.Mail.Outbox != ""
	if mails && c.Mail.From == "" {
		faults = append(faults, errors.New("mail.from: is missing"))
	}
	if t := c.TrustedProfile; t.Provides() {
		if len(t.Points) == 0 {
			faults = append(faults, errors.New("trusted_profile.points: is missing"))
		}
		if !mails {
			faults = append(faults, errors.New("mail: a provider of trusted profiles needs a relay or an outbox"))
		}
	}
	return errors.Join(faults...)
}

// SignIn is an OpenID Connect provider. The address to register with it is
// public_url/login/with/ID/back.
type SignIn struct {
	ID         string `json:"id" validate:"required,max=64,segment"`
	Title      string `json:"title" validate:"required,max=100"`      // for people
	Issuer     string `json:"issuer" validate:"required,http_url"`    // as its discovery document has it
	ClientID   string `json:"client_id" validate:"required,max=300"`  // of this installation, with the provider
	SecretFile string `json:"client_secret_file" validate:"required"` // first line is the client secret
	Private    bool   `json:"private"`                                // the provider is inside the house: private addresses may be dialled. Default false
}
