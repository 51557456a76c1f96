package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"strings"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/forms/render"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

func TestAReplyIsSealedAndReadsAsWritten(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	r, err := o.desk.Send(ctx, clerk, l.ID, Draft{Kind: inbox.Answer, Title: "  Odpowiedź <testowa> & \"cytat\" ", Text: "Pierwszy\nakapit.\r\n\r\n\r\n\r\nDrugi.",
		Attachments: []Attachment{{Name: "mapa.txt", MIME: "text/plain", Data: []byte("mapa testowa")}}})
	check(t, err)
	if r.Subject != "Odpowiedź <testowa> & \"cytat\"" || r.State() != inbox.Waiting || r.Signer != testEntity.Name {
		t.Errorf("%+v", r)
	}
	raw, err := o.desk.ReplyDocument(ctx, clerk, l.ID, r.ID)
	check(t, err)
	doc, err := xmltree.Parse(raw, xmltree.Options{})
	check(t, err)
	report, err := xades.Verify(doc, xades.VerifyOptions{At: today, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: o.pki.ReceiptCA.Certificate}}}})
	check(t, err)
	if report.Verdict != xades.TotalPassed || report.Signatures[0].Coverage != xades.CoverageFull {
		t.Errorf("%s %+v", report.Verdict, report.Signatures)
	}
	form, _ := o.desk.opt.Catalogue.Match(doc.Root())
	if problems := form.Validate(doc.Root()); len(problems) > 0 {
		t.Errorf("%+v", problems)
	}
	for _, want := range []string{l.Number.String(), "Anna Testowa", "Pierwszy\nakapit.", "<wnio:Informacja>Drugi.</wnio:Informacja>", `nazwaPliku="mapa.txt"`,
		"<adr:Adres><adr:KodPocztowy>00-001</adr:KodPocztowy><adr:Miejscowosc>Przykładowo</adr:Miejscowosc><adr:Budynek>1</adr:Budynek></adr:Adres>"} {
		if !bytes.Contains(raw, []byte(want)) {
			t.Errorf("the reply lacks %q", want)
		}
	}
	if bytes.Contains(raw, []byte("44051401458")) {
		t.Error("the reply holds a PESEL")
	}
	file, err := render.AttachmentFile(raw, 0)
	if err != nil || string(file.Data) != "mapa testowa" {
		t.Errorf("%s, %v", file.Data, err)
	}
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventAnswered)
	if after, err := o.store.Letter(ctx, l.ID); err != nil || after.State != inbox.Answered || after.Clerk != clerk.Login {
		t.Errorf("%s by %q, %v", after.State, after.Clerk, err)
	}
}

// TestTheLargestReply: what the form allows can be signed, stored and opened.
func TestTheLargestReply(t *testing.T) {
	o := openOffice(t)
	l := o.claimed(t, "<a/>")
	draft := Draft{Kind: inbox.Answer, Title: "T", Text: strings.Repeat("a", MaxReplyText), Attachments: []Attachment{
		{Name: "a.txt", MIME: "text/plain", Data: bytes.Repeat([]byte("a"), MaxReplyAttachments)}}}
	r, err := o.desk.Send(context.Background(), clerk, l.ID, draft)
	if err != nil || r.Size > MaxReplyBytes {
		t.Fatalf("%d octets, %v", r.Size, err)
	}
	if _, err := o.desk.Open(context.Background(), anna, l.ID, r.ID); err != nil {
		t.Error(err)
	}
	draft.Attachments = append(draft.Attachments, Attachment{Name: "b.txt", MIME: "text/plain", Data: []byte("b")})
	_, err = o.desk.Send(context.Background(), clerk, l.ID, draft)
	wantCode(t, "an octet more", err, inbox.CodeRequest)
}

func TestACallLeavesTheLetterInHand(t *testing.T) {
	o := openOffice(t)
	l := o.claimed(t, "<a/>")
	o.sent(t, l.ID, inbox.Call)
	if after, err := o.store.Letter(context.Background(), l.ID); err != nil || after.State != inbox.Claimed || after.Clerk != clerk.Login {
		t.Errorf("%s by %q, %v", after.State, after.Clerk, err)
	}
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventCalled)
	o.sent(t, l.ID, inbox.Answer)
	_, err := o.desk.Send(context.Background(), clerk, l.ID, Draft{Kind: inbox.Call, Title: "a", Text: "b"})
	wantCode(t, "a call after the answer", err, inbox.CodeLetterState)
}

func TestWhoRepliesAndWhat(t *testing.T) {
	o := openOffice(t)
	queued, l := put(t, o.store, "<b/>", "so"), o.claimed(t, "<a/>")
	good := Draft{Kind: inbox.Answer, Title: "Tytuł", Text: "Treść"}
	with := func(change func(*Draft)) Draft {
		draft := good
		change(&draft)
		return draft
	}
	for _, c := range []struct {
		name   string
		actor  inbox.Actor
		letter int32
		draft  Draft
		code   string
	}{
		{"a queued letter", clerk, queued.ID, good, inbox.CodeLetterState},
		{"a colleague", colleague, l.ID, good, inbox.CodeLetterInHand},
		{"an auditor", auditor, l.ID, good, inbox.CodeForbidden},
		{"another department", stranger, l.ID, good, inbox.CodeLetterNotFound},
		{"the sender", anna, l.ID, good, inbox.CodeForbidden},
		{"another resident", jan, l.ID, good, inbox.CodeLetterNotFound},
		{"no kind", clerk, l.ID, with(func(d *Draft) { d.Kind = "" }), inbox.CodeRequest},
		{"no title", clerk, l.ID, with(func(d *Draft) { d.Title = " " }), inbox.CodeRequest},
		{"a title too long", clerk, l.ID, with(func(d *Draft) { d.Title = strings.Repeat("ż", 301) }), inbox.CodeRequest},
		{"no text", clerk, l.ID, with(func(d *Draft) { d.Text = "\n" }), inbox.CodeRequest},
		{"a text too long", clerk, l.ID, with(func(d *Draft) { d.Text = strings.Repeat("a", MaxReplyText+1) }), inbox.CodeRequest},
		{"text no XML holds", clerk, l.ID, with(func(d *Draft) { d.Text = "a\x01b" }), inbox.CodeRequest},
		{"an attachment that is not what it says", clerk, l.ID, with(func(d *Draft) {
			d.Attachments = []Attachment{{Name: "a.pdf", MIME: "application/pdf", Data: []byte("no PDF")}}
		}), inbox.CodeRequest},
		{"an attachment without a name", clerk, l.ID, with(func(d *Draft) { d.Attachments = []Attachment{{MIME: "text/plain", Data: []byte("x")}} }), inbox.CodeRequest},
		{"the head, for the clerk", head, l.ID, good, ""},
	} {
		_, err := o.desk.Send(context.Background(), c.actor, c.letter, c.draft)
		wantCode(t, c.name, err, c.code)
	}
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed, inbox.EventAnswered)
}

func TestAReplySignedByTheClerk(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>") // of who has o.pki.Signer's PESEL
	plain, err := composed{id: 1, entity: testEntity, to: l, day: "2026-03-03", title: "Decyzja testowa", text: "Treść"}.document()
	check(t, err)
	olga, err := o.pki.Issue(o.pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Olga Testowa", GivenName: "Olga", Surname: "Testowa", Country: "PL"}})
	check(t, err)
	sign := func(document []byte, who *pkitest.Credential) []byte {
		signed, err := xades.Sign(document, xades.SignOptions{Signer: who.Key, Certificate: who.Certificate, Chain: who.Chain(), Time: today, Rand: rand.Reader})
		check(t, err)
		return signed
	}
	signed := sign(plain, olga)
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"no XML":                    {[]byte("%PDF"), xmltree.CodeSyntax},
		"unsigned":                  {plain, xades.CodeMissing},
		"changed after signing":     {bytes.Replace(signed, []byte("Treść"), []byte("Inna"), 1), xades.CodeDigest},
		"an issuer nobody believes": {sign(plain, o.pki.ReceiptSeal), xades.CodeUntrusted},
		"signed by the addressee":   {sign(plain, o.pki.Signer), inbox.CodeReplySigner},
		"a form nobody knows":       {[]byte("<a/>"), inbox.CodeFormUnknown},
		"not as its form wants":     {bytes.Replace(plain, []byte("str:Adresaci"), []byte("str:Inni"), -1), "schema.element-unexpected"},
		"too large":                 {make([]byte, MaxReplyBytes+1), inbox.CodeOversize},
	} {
		err := o.desk.Upload(ctx, clerk, l.ID, inbox.Answer, c.raw)
		if c.code == "schema.element-unexpected" {
			if inbox.ClassOf(inbox.ErrorCode(err)) != inbox.ClassRefusal {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		wantCode(t, name, err, c.code)
	}
	wantCode(t, "a colleague", o.desk.Upload(ctx, colleague, l.ID, inbox.Answer, signed), inbox.CodeLetterInHand)
	_, _, err = o.desk.Uploaded(ctx, clerk, l.ID)
	wantCode(t, "nothing was kept of what was refused", err, inbox.CodeNotFound)
	check(t, o.desk.Upload(ctx, clerk, l.ID, inbox.Call, sign(bytes.Replace(plain, []byte("Treść"), []byte("Stara"), 1), olga)))
	check(t, o.desk.Upload(ctx, clerk, l.ID, inbox.Answer, signed)) // the last one counts
	_, _, err = o.desk.Uploaded(ctx, head, l.ID)
	wantCode(t, "what another has uploaded", err, inbox.CodeNotFound)
	_, u, err := o.desk.Uploaded(ctx, clerk, l.ID)
	if err != nil || u.Kind != inbox.Answer || u.Subject != "Decyzja testowa" || u.Signer != "Olga Testowa" || u.SignerKind != "qualified" || u.SignerIssuer == "" ||
		!bytes.Equal(u.Raw, signed) || !bytes.Contains(u.Report, []byte("TOTAL_PASSED")) {
		t.Errorf("%+v, %v", u.Reply, err)
	}
	o.wantHistory(t, l.ID, inbox.EventReceived, inbox.EventClaimed) // nothing is sent yet
	_, err = o.desk.SendUploaded(ctx, clerk, l.ID, [32]byte{1})
	wantCode(t, "not what was shown", err, inbox.CodeDraftChanged)
	r, err := o.desk.SendUploaded(ctx, clerk, l.ID, u.SHA256)
	check(t, err)
	kept, err := o.desk.OneReply(ctx, head, l.ID, r.ID)
	if err != nil || kept.Form != "pismo-ogolne/4566" || kept.Signer != "Olga Testowa" || kept.SignerKind != "qualified" || kept.SignerIssuer != u.SignerIssuer {
		t.Errorf("%+v, %v", kept, err)
	}
	if raw, err := o.desk.ReplyDocument(ctx, head, l.ID, r.ID); err != nil || !bytes.Equal(raw, signed) {
		t.Errorf("not the bytes uploaded: %v", err)
	}
	_, err = o.desk.SendUploaded(ctx, clerk, l.ID, u.SHA256)
	wantCode(t, "sent already", err, inbox.CodeNotFound)
}

// TestAnUploadEndsWithTheLetter: what its clerk has not sent is not sent by anybody
// after the letter left his hand.
func TestAnUploadEndsWithTheLetter(t *testing.T) {
	o := openOffice(t)
	ctx := context.Background()
	l := o.claimed(t, "<a/>")
	check(t, o.store.KeepUpload(ctx, inbox.ReplyUpload{Letter: l.ID, Clerk: clerk.Login, Kind: inbox.Answer, At: today, Raw: []byte("<a/>")}))
	_, err := o.desk.Unclaim(ctx, clerk, l.ID)
	check(t, err)
	wantCode(t, "a queued letter", o.store.KeepUpload(ctx, inbox.ReplyUpload{Letter: l.ID, Clerk: clerk.Login, Kind: inbox.Answer, At: today}), inbox.CodeLetterState)
	_, err = o.desk.Claim(ctx, clerk, l.ID)
	check(t, err)
	_, _, err = o.desk.Uploaded(ctx, clerk, l.ID)
	wantCode(t, "claimed again", err, inbox.CodeNotFound)
}

func TestNameOfASigner(t *testing.T) {
	for want, s := range map[string]xades.Signer{
		"Anna Testowa": {CommonName: "Pieczęć", Person: &xades.Person{GivenName: "Anna", FamilyName: "Testowa"}}, "Pieczęć": {CommonName: "Pieczęć", Person: &xades.Person{}},
	} {
		if got := nameOf(s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAnUnsignedSenderIsAddressedByHisLetter(t *testing.T) {
	l := inbox.Letter{Number: inbox.RegisterNumber{Year: 2026, N: 5}}
	raw, err := composed{id: 1, entity: testEntity, to: l, day: "2026-03-03", title: "T", text: "x"}.document()
	check(t, err)
	if !bytes.Contains(raw, []byte("nadawca pisma RPW/2026/5")) {
		t.Errorf("%s", raw)
	}
	named := []byte(`{"signatures": [{"signer": {"person": {"given_name": "Anna Maria", "family_name": "Testowa", "pesel": "44051401458"}}}]}`)
	given, family := namesOf(inbox.Letter{Report: named, Sender: inbox.Sender{Name: "Anna Maria Testowa", PESEL: "44051401458"}})
	if given != "Anna Maria" || family != "Testowa" {
		t.Errorf("%q %q", given, family)
	}
}
