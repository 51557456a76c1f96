package fetch

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// mailTimeout of one delivery: relays greet and answer within seconds, and
// somebody is waiting.
const mailTimeout = 20 * time.Second

// Letterhead is what every mail has; all fields are required.
type Letterhead struct {
	From string // address, with or without a name
	Now  func() time.Time
	Rand io.Reader // for the message's identifier
}

// write makes a message.
func (h Letterhead) write(to, subject, text string, encoding mail.Encoding) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithEncoding(encoding), mail.WithNoDefaultUserAgent())
	if err := errors.Join(m.From(h.From), m.To(to)); err != nil {
		return nil, errors.New("mail: an address cannot be written to") // which one is nobody's business
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(h.Rand, id); err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(m.GetFrom()[0].Address, "@")
	m.SetMessageIDWithValue(hex.EncodeToString(id) + "@" + domain)
	m.SetDateWithValue(h.Now())
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834 5: nobody's holiday notice answers
	m.Subject(subject)
	m.SetBodyString(mail.TypeTextPlain, text)
	return m, nil
}

// RelayOptions say how to reach a relay.
type RelayOptions struct {
	Address  string // host:port
	TLS      string // "starttls", "implicit" or "none"
	Username string // "" = no login
	Password string
}

// Relay sends mails through an SMTP relay.
type Relay struct {
	head   Letterhead
	client *mail.Client
}

// NewRelay returns a relay; it dials when there is something to send. With
// "starttls" nothing is sent to a relay that cannot.
func NewRelay(head Letterhead, opt RelayOptions) (*Relay, error) {
	host, port, err := net.SplitHostPort(opt.Address)
	if err != nil {
		return nil, fmt.Errorf("mail: relay: %w", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("mail: relay: %w", err)
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTimeout(mailTimeout)}
	switch opt.TLS {
	case "starttls":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case "implicit":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("mail: no way to reach a relay is called %q", opt.TLS)
	}
	if opt.Username != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(opt.Username), mail.WithPassword(opt.Password))
	}
	client, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: relay: %w", err)
	}
	return &Relay{head, client}, nil
}

// Send sends a plain text. It returns once the relay has taken it; the error
// names no address.
func (r *Relay) Send(ctx context.Context, to, subject, text string) error {
	m, err := r.head.write(to, subject, text, mail.EncodingQP)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	if err := r.client.DialAndSendWithContext(ctx, m); err != nil {
		return withoutAddress(err)
	}
	return nil
}

// withoutAddress keeps of what a relay answers what names nobody.
func withoutAddress(err error) error {
	if refused, ok := errors.AsType[*mail.SendError](err); ok {
		return fmt.Errorf("mail: %s: %d %s", refused.Reason, refused.ErrorCode(), refused.EnhancedStatusCode())
	}
	if network, ok := errors.AsType[net.Error](err); ok {
		return network
	}
	return errors.New("mail: the relay cannot be reached as configured")
}

// Outbox keeps mails in a folder, one file each, instead of sending them.
type Outbox struct {
	head Letterhead
	dir  string
}

// NewOutbox returns an outbox; the folder is made when there is something in it.
func NewOutbox(head Letterhead, dir string) *Outbox { return &Outbox{head, dir} }

// Send writes a mail as a file; the names sort by time. A file whose name ends
// in .eml is whole.
func (o *Outbox) Send(_ context.Context, to, subject, text string) error {
	m, err := o.head.write(to, subject, text, mail.NoEncoding)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(o.dir, o.head.Now().UTC().Format("20060102-150405.000000-*.part"))
	if err != nil {
		return err
	}
	_, err = m.WriteTo(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), filepath.Join(o.dir, strings.TrimSuffix(filepath.Base(file.Name()), ".part")+".eml"))
}
