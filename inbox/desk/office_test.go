package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// office is a desk with everything it works with, and a clock to set.
type office struct {
	desk    *Desk
	store   *store.Store
	pki     *pkitest.PKI
	now     time.Time
	notices *notebook
}

// notebook is a notifier that remembers, or fails.
type notebook struct {
	told   []Notice
	fail   bool
	nobody bool
}

func (n *notebook) NotifyReply(_ context.Context, notice Notice) error {
	if n.fail {
		return errors.New("the relay is away")
	}
	if n.nobody {
		return ErrNobody
	}
	n.told = append(n.told, notice)
	return nil
}

var testEntity = inbox.Entity{ID: "umprzykladowo", Name: "Urząd Miejski w Przykładowie", NIP: "1234563218", REGON: "123456785",
	Address: inbox.Address{House: "1", Postcode: "00-001", Town: "Przykładowo"}}

func openOffice(t *testing.T) *office {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: today})
	check(t, err)
	catalogue, err := forms.Embedded()
	check(t, err)
	o := &office{store: storetest.Open(t), pki: pki, now: today, notices: &notebook{}}
	now := func() time.Time { return o.now }
	issuer, err := receipt.NewIssuer(receipt.Seal{Signer: pki.ReceiptSeal.Key, Certificate: pki.ReceiptSeal.Certificate,
		Chain: append(pki.ReceiptSeal.Chain(), pki.ReceiptCA.Certificate)}, rand.Reader, now)
	check(t, err)
	o.desk = New(Options{
		Store: o.store, Entity: testEntity, Issuer: issuer, Catalogue: catalogue, Notifier: o.notices, Now: now,
		Departments: []inbox.Department{{ID: "so", Name: "Sprawy obywatelskie"}, {ID: "km", Name: "Komunikacja"}, {ID: "usc", Name: "Urząd stanu cywilnego"}},
		Verify: func(doc *xmltree.Document, at time.Time) (*xades.Report, error) {
			return xades.Verify(doc, xades.VerifyOptions{At: at, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: pki.QualifiedCA.Certificate, Kind: "qualified"}}}})
		},
	})
	return o
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var (
	anna = inbox.Actor{Login: "anna", Role: inbox.RoleResident, PESEL: "44051401458"} // who signed storetest's letters
	jan  = inbox.Actor{Login: "jan", Role: inbox.RoleResident, PESEL: "02070803628"}
)

// claimed is a letter of Anna's in the clerk's hand.
func (o *office) claimed(t *testing.T, text string) inbox.Letter {
	t.Helper()
	l, err := o.desk.Claim(context.Background(), clerk, put(t, o.store, text, "so").ID)
	check(t, err)
	return l
}

// sent is a reply of the clerk's to a letter.
func (o *office) sent(t *testing.T, letter int32, kind inbox.ReplyKind) inbox.Reply {
	t.Helper()
	r, err := o.desk.Send(context.Background(), clerk, letter, Draft{Kind: kind, Title: "Odpowiedź testowa", Text: "Pierwszy akapit.\r\n\r\nDrugi."})
	check(t, err)
	return r
}

// history is what happened to a letter, without who looked.
func (o *office) history(t *testing.T, letter int32) (kinds []string) {
	t.Helper()
	events, err := o.store.Events(context.Background(), letter)
	check(t, err)
	for _, e := range events {
		if e.Kind != inbox.EventViewed {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

func (o *office) wantHistory(t *testing.T, letter int32, want ...string) {
	t.Helper()
	if got := o.history(t, letter); !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
}
