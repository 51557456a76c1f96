package intake

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"

	"okienko/forms"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// judgement is everything that was found out about a submission, and what
// follows from it. It was reached without touching the database.
type judgement struct {
	box       inbox.Box
	sub       inbox.Submission
	raw       []byte
	doc       *xmltree.Document // nil: unreadable
	form      *forms.Form       // nil: unknown
	report    *xades.Report
	signature *xades.Signature // the one the letter stands on; nil = none
	decision  decision
}

// judge runs the steps of a letter's route from parsing to the decision.
func (in *Intake) judge(box inbox.Box, sub inbox.Submission, raw []byte) judgement {
	j := judgement{box: box, sub: sub, raw: raw}
	var err error
	if j.doc, err = xmltree.Parse(raw, xmltree.Options{MaxBytes: box.Policy.MaxBytes, MaxElements: maxElements(len(raw))}); err != nil {
		j.decision = refuse(parseReason(err))
		return j
	}
	root := j.doc.Root()
	form, known := in.Catalogue.Match(root)
	if !known {
		j.decision = refuse(unknownForm(root))
		return j
	}
	j.form = form
	if !boxTakes(box.Policy, form.Name) {
		j.decision = refuse(reasonAt(root, inbox.CodeBoxForm, map[string]string{"form": form.Name}))
		return j
	}
	j.report, err = in.Verify(j.doc, sub.Arrived)
	if err != nil {
		j.decision = refuse(inbox.Reason{Code: xades.CodeStructure})
		in.Log.Error("signature not evaluated", "document", sub.Document, "err", err)
		return j
	}
	// The schema judges the root itself: either a signature covers all of it, or
	// decide refuses the letter, or the box takes unsigned letters.
	f := findings{
		box: box, form: form, arrived: sub.Arrived, report: j.report,
		problems:   form.Validate(root),
		addressees: form.Addressees(root),
	}
	j.decision, j.signature = decide(f)
	return j
}

// Elements cost the reader 64 octets with the text beside them. A form's element
// has a name, a value and two tags; letters that pack more of them into their
// octets than this exist only to cost memory, and small ones are let through.
const (
	octetsPerElement = 12
	elementsOfAnyone = 50_000 // 3 MB of memory
)

func maxElements(octets int) int {
	return min(max(octets/octetsPerElement, elementsOfAnyone), xmltree.DefaultMaxElements)
}

func boxTakes(policy inbox.BoxPolicy, form string) bool {
	for _, name := range policy.Forms {
		if name == form {
			return true
		}
	}
	return len(policy.Forms) == 0
}

func parseReason(err error) inbox.Reason {
	if e, ok := errors.AsType[*xmltree.Error](err); ok {
		return inbox.Reason{Code: e.Code, Line: e.Line, Column: e.Column}
	}
	return inbox.Reason{Code: xmltree.CodeSyntax}
}

func unknownForm(root xmltree.Node) inbox.Reason {
	return reasonAt(root, inbox.CodeFormUnknown, map[string]string{"root": cut(root.Local()), "namespace": cut(root.Space())})
}

// cut keeps a sender's text short enough to be quoted in an answer.
func cut(s string) string {
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// contentDigest is SHA-256 over the canonical document without its signatures:
// what anyone can compute with public tools from what the sender signed.
func contentDigest(doc *xmltree.Document) ([32]byte, error) {
	h := sha256.New()
	err := c14n.Write(h, doc.Node(), c14n.Options{Method: c14n.C14N10, Omit: func(n xmltree.Node) bool { return n.Is(dsig.Namespace, "Signature") }})
	return [32]byte(h.Sum(nil)), err
}

// sender says who signed, as far as it was proved: of a certificate nobody
// vouches for, only which one it is.
func (j judgement) sender() inbox.Sender {
	if j.signature == nil {
		return inbox.Sender{}
	}
	signer := j.signature.Signer
	s := inbox.Sender{Kind: string(j.signature.Kind), CertificateSHA256: signer.CertificateSHA256}
	if j.signature.Kind == xades.KindUnknown {
		return s
	}
	s.Name = signer.CommonName
	if p := signer.Person; p != nil {
		s.PESEL, s.Scheme = p.PESEL, p.Scheme
		if name := strings.TrimSpace(p.GivenName + " " + p.FamilyName); name != "" {
			s.Name = name
		}
	}
	return s
}

// letter is the letter this judgement makes; number and copy flag are the commit's.
func (j judgement) letter(departments []inbox.Department) (inbox.Letter, error) {
	report, err := json.Marshal(j.report)
	if err != nil {
		return inbox.Letter{}, err
	}
	policy := j.form.Policy
	l := inbox.Letter{
		ID: j.sub.Document, Box: j.sub.Box, Channel: j.sub.Channel, PostedBy: j.sub.PostedBy,
		Form: j.form.Name + "/" + j.form.Version, Subject: j.form.Subject(j.doc.Root()), Sender: j.sender(),
		Arrived: j.sub.Arrived, SHA256: j.sub.SHA256, Size: j.sub.Size,
		Department: inbox.Route(policy.Department, j.box, departments), State: inbox.Queued,
		Due:     inbox.DueDay(j.sub.Arrived, inbox.Term{Days: policy.DueDays, Months: policy.DueMonths}),
		Defects: j.decision.Defects, Report: report,
	}
	if j.signature != nil {
		l.SignedDigest = j.signature.SignedDigest
	}
	return l, nil
}
