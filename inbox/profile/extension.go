package profile

import (
	"context"
	"fmt"
	"strconv"

	"github.com/beevik/etree"

	"okienko/inbox"
)

// purposeExtend is the purpose of signings that extend a profile, before the
// colon and the profile's number.
const purposeExtend = "extend"

// namespaceExtension is that of the request to extend a profile.
const namespaceExtension = "urn:okienko:profile:extension:1"

// BeginExtension opens a signing session for the request to extend the actor's
// confirmed profile, which is signed with that very profile. A temporary profile
// cannot be extended, only confirmed in person.
func (p *Profile) BeginExtension(ctx context.Context, a inbox.Actor, title string) (Signing, error) {
	t, err := p.signer(ctx, a)
	if err != nil {
		return Signing{}, err
	}
	if t.State != inbox.ProfileConfirmed {
		return Signing{}, p.stateConflict(ctx, a.Login)
	}
	request, err := extensionRequest(t, inbox.DayOf(p.now().AddDate(confirmedYears, 0, 0)))
	if err != nil {
		return Signing{}, err
	}
	return p.BeginSigning(ctx, a, request, title, fmt.Sprintf("%s:%d", purposeExtend, t.ID))
}

func extensionRequest(t inbox.TrustedProfile, until inbox.Day) ([]byte, error) {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := doc.CreateElement("PrzedluzenieProfilu")
	root.CreateAttr("xmlns", namespaceExtension)
	for _, field := range [][2]string{
		{"Imiona", t.GivenNames}, {"Nazwisko", t.FamilyName}, {"PESEL", t.PESEL}, {"NumerProfilu", strconv.FormatInt(int64(t.ID), 10)},
		{"WaznyDo", string(inbox.DayOf(t.Expires))}, {"PrzedluzycDo", string(until)},
	} {
		root.CreateElement(field[0]).SetText(field[1])
	}
	doc.WriteSettings = etree.WriteSettings{CanonicalText: true}
	data, err := doc.WriteToBytes()
	if err != nil {
		return nil, inbox.Errorf(inbox.CodeInternal, "profile: request not written: %w", err)
	}
	return data, nil
}

// Extend carries out a signed request of BeginExtension: three years from when it
// was shown. Carried out twice it changes nothing.
func (p *Profile) Extend(ctx context.Context, a inbox.Actor, id string) (inbox.TrustedProfile, error) {
	s, err := p.SigningByID(ctx, a, id)
	if err != nil {
		return inbox.TrustedProfile{}, err
	}
	t, err := p.signer(ctx, a)
	if err != nil {
		return t, err
	}
	if s.State != inbox.SigningSigned || s.Purpose != fmt.Sprintf("%s:%d", purposeExtend, t.ID) {
		return t, signingOver(s.StateAt(p.now()))
	}
	until := s.Begun.AddDate(confirmedYears, 0, 0)
	if !t.Expires.Before(until) {
		return t, nil
	}
	done, err := p.store.ExtendProfile(ctx, t.ID, until, p.event(a.Login, "extended", ""))
	if err != nil {
		return t, err
	}
	if !done {
		return t, p.stateConflict(ctx, a.Login)
	}
	p.tell(ctx, a.Login, NoticeExtended)
	t.Expires = until
	return t, nil
}
