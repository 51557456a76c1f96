package profile

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"okienko/inbox"
	"okienko/inbox/store"
)

// How long a confirmation holds: three years in person, three months when made
// in a video call.
const (
	confirmedYears  = 3
	temporaryMonths = 3
)

// maxDocumentNumber is longer than the number of any identity document.
const maxDocumentNumber = 40

// Examination is what a clerk of a confirmation point has seen and checked.
type Examination struct {
	Point    string // id of the confirmation point
	Document inbox.IdentityDocument
	Face     bool // the person is the one on the document's picture
	Data     bool // names and PESEL are those of the document
}

// Application finds the profile whose owner shows this code at a confirmation
// point; the owner's history says that it was looked at. inbox.CodeApplication
// when there is none.
func (p *Profile) Application(ctx context.Context, a inbox.Actor, code string) (inbox.TrustedProfile, error) {
	t, err := p.application(ctx, a, code)
	if err != nil {
		return t, err
	}
	return t, p.store.AddPersonEvent(ctx, p.event(t.Login, "application-seen", ""))
}

func (p *Profile) application(ctx context.Context, a inbox.Actor, code string) (inbox.TrustedProfile, error) {
	if err := p.mayConfirm(a); err != nil {
		return inbox.TrustedProfile{}, err
	}
	if wait := p.codes.begin(a.Login, p.now()); wait > 0 {
		return inbox.TrustedProfile{}, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	t, ok, err := p.store.ProfileByCode(ctx, plainCode(code), p.now())
	if err == nil && !ok {
		err = inbox.Errorf(inbox.CodeApplication, "profile: no application with this code")
	}
	if err == nil {
		p.codes.succeeded(a.Login)
	}
	return t, err
}

func (p *Profile) mayConfirm(a inbox.Actor) error {
	if a.Role != inbox.RoleConfirmer {
		return inbox.Errorf(inbox.CodeForbidden, "profile: %q confirms nobody", a.Role)
	}
	return p.providing()
}

// Confirm records that a clerk has confirmed the identity that the code led to: in
// person for three years, in a video call for three months. The code stands for
// the data the clerk saw: other data have another code.
//
// inbox.CodeRequest names the field (point, kind, number, until, checked) that
// is missing or cannot be; inbox.CodeApplication when the code is not good any
// more; inbox.CodeIdentityTaken when another account has a live profile of the
// PESEL.
func (p *Profile) Confirm(ctx context.Context, a inbox.Actor, code string, e Examination) (inbox.TrustedProfile, error) {
	t, err := p.application(ctx, a, code)
	if err != nil {
		return t, err
	}
	point, ok := p.point(e.Point)
	if !ok {
		return t, wrongInput("point")
	}
	e.Document.Number = strings.Join(strings.Fields(e.Document.Number), " ")
	if field := p.wrongExamination(e); field != "" {
		return t, wrongInput(field)
	}
	now := p.now()
	t.State, t.Since, t.Expires, t.Point = inbox.ProfileConfirmed, now, now.AddDate(confirmedYears, 0, 0), point.Name
	if point.Video {
		t.State, t.Expires = inbox.ProfileTemporary, now.AddDate(0, temporaryMonths, 0)
	}
	done, err := p.store.Confirm(ctx, store.Confirmation{Profile: t, Confirmer: a.Login, PointID: point.ID, Document: e.Document},
		p.event(t.Login, string(t.State), point.Name))
	if err == nil && !done {
		err = inbox.Errorf(inbox.CodeApplication, "profile: the application was used or replaced meanwhile")
	}
	if err == nil {
		p.tell(ctx, t.Login, NoticeConfirmed)
	}
	return t, err
}

func (p *Profile) point(id string) (inbox.ConfirmationPoint, bool) {
	for _, point := range p.provider.Points {
		if point.ID == id {
			return point, true
		}
	}
	return inbox.ConfirmationPoint{}, false
}

func (p *Profile) wrongExamination(e Examination) string {
	switch {
	case !slices.Contains(inbox.DocumentKinds(), e.Document.Kind):
		return "kind"
	case !isDocumentNumber(e.Document.Number):
		return "number"
	case e.Document.Until != "" && !p.stillValid(e.Document.Until):
		return "until"
	case !e.Face || !e.Data:
		return "checked"
	}
	return ""
}

func isDocumentNumber(number string) bool {
	return number != "" && utf8.ValidString(number) && utf8.RuneCountInString(number) <= maxDocumentNumber &&
		!strings.ContainsFunc(number, func(r rune) bool { return !unicode.IsPrint(r) })
}

// stillValid reports whether a document's last day is a day and not over.
func (p *Profile) stillValid(until inbox.Day) bool {
	_, err := time.Parse(time.DateOnly, string(until))
	return err == nil && until >= inbox.DayOf(p.now())
}

// ByPESEL finds the profile of a PESEL for a clerk of a confirmation point who is
// asked to revoke it. inbox.CodeApplication when there is none.
func (p *Profile) ByPESEL(ctx context.Context, a inbox.Actor, pesel string) (inbox.TrustedProfile, error) {
	if err := p.mayConfirm(a); err != nil {
		return inbox.TrustedProfile{}, err
	}
	if wait := p.codes.begin(a.Login, p.now()); wait > 0 {
		return inbox.TrustedProfile{}, &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	t, ok, err := p.store.ProfileByPESEL(ctx, plainCode(pesel), p.now())
	if err == nil && !ok {
		err = inbox.Errorf(inbox.CodeApplication, "profile: no live profile of this PESEL")
	}
	if err == nil {
		p.codes.succeeded(a.Login)
	}
	return t, err
}

// RevokeByPESEL ends somebody's profile for good, by a clerk of a confirmation
// point.
func (p *Profile) RevokeByPESEL(ctx context.Context, a inbox.Actor, pesel string) error {
	t, err := p.ByPESEL(ctx, a, pesel)
	if err != nil {
		return err
	}
	return p.revoke(ctx, t, "revoked-at-point")
}

// Revoke ends the actor's own profile for good. What was signed with it stays
// signed; to sign again he applies anew.
func (p *Profile) Revoke(ctx context.Context, a inbox.Actor) error {
	t, ok, err := p.store.ProfileOf(ctx, a.Login)
	if err != nil {
		return err
	}
	if !ok {
		return p.stateConflict(ctx, a.Login)
	}
	return p.revoke(ctx, t, "revoked")
}

func (p *Profile) revoke(ctx context.Context, t inbox.TrustedProfile, kind string) error {
	done, err := p.store.RevokeProfile(ctx, t.ID, p.event(t.Login, kind, ""))
	if err != nil {
		return err
	}
	if !done {
		return p.stateConflict(ctx, t.Login)
	}
	p.tell(ctx, t.Login, NoticeRevoked)
	return nil
}
