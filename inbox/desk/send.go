package desk

import (
	"context"
	"crypto/sha256"
	"strconv"
	"strings"
	"unicode/utf8"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/xades/xmltree"
)

// Limits of a reply. A title is a line, a text some forty pages; attachments are
// held in memory a few times while the reply is composed and signed.
const (
	MaxReplyTitle       = 300
	MaxReplyText        = 100 << 10
	MaxReplyAttachments = 20 << 20
	// MaxReplyBytes is the largest document a reply may be: the attachments in
	// base64, and the rest.
	MaxReplyBytes = MaxReplyAttachments/3*4 + 1<<20
)

// Attachment is a file that goes with a reply.
type Attachment struct {
	Name, MIME string
	Data       []byte
}

// Draft is a reply as a clerk writes it.
type Draft struct {
	Kind        inbox.ReplyKind
	Title, Text string
	Attachments []Attachment
}

// Send writes a reply in the office's name, seals it and puts it into the sender's
// box; an answer ends the work but for closing. inbox.CodeRequest names the field
// that cannot be (kind, title, text, attachments).
func (d *Desk) Send(ctx context.Context, a inbox.Actor, letter int32, draft Draft) (inbox.Reply, error) {
	l, err := d.answerable(ctx, a, letter, draft.Kind)
	if err != nil {
		return inbox.Reply{}, err
	}
	draft.Title, draft.Text = strings.TrimSpace(draft.Title), strings.TrimSpace(draft.Text)
	if err := draft.check(); err != nil {
		return inbox.Reply{}, err
	}
	r := inbox.Reply{Letter: l.ID, Kind: draft.Kind, Form: replyForm + "/" + replyVersion, Clerk: a.Login,
		Signer: d.opt.Entity.Name, SignerKind: inbox.BySeal, Sent: d.now()}
	if r.ID, err = d.store.DrawID(ctx); err != nil {
		return inbox.Reply{}, err
	}
	plain, err := composed{id: r.ID, entity: d.opt.Entity, to: l, day: inbox.DayOf(r.Sent), title: draft.Title, text: draft.Text,
		attachments: draft.Attachments}.document()
	if err != nil {
		return inbox.Reply{}, inbox.Errorf(inbox.CodeInternal, "compose reply: %w", err)
	}
	if r.Subject, err = d.checkComposed(plain); err != nil {
		return inbox.Reply{}, err
	}
	signed, err := d.opt.Issuer.SealLetter(plain)
	if err != nil {
		return inbox.Reply{}, inbox.Errorf(inbox.CodeUnavailable, "%w", err)
	}
	return d.deliver(ctx, a, l, r, signed)
}

func (draft Draft) check() error {
	size, named := 0, true
	for _, file := range draft.Attachments {
		size += len(file.Data)
		named = named && isXMLText(file.Name) && isXMLText(file.MIME)
	}
	switch {
	case draft.Title == "" || utf8.RuneCountInString(draft.Title) > MaxReplyTitle || !isXMLText(draft.Title):
		return invalid("title")
	case draft.Text == "" || len(draft.Text) > MaxReplyText || !isXMLText(draft.Text):
		return invalid("text")
	case size > MaxReplyAttachments || !named:
		return invalid("attachments")
	}
	return nil
}

// isXMLText reports what an XML document can hold (XML 1.0 2.2): the writer would
// put something else in the place of other characters without a word.
func isXMLText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	})
}

// checkComposed wants a document of its form without a problem, read back as
// whoever receives it will read it. What the form says of attachments is theirs
// to mend.
func (d *Desk) checkComposed(plain []byte) (subject string, err error) {
	doc, err := xmltree.Parse(plain, xmltree.Options{MaxBytes: MaxReplyBytes})
	if err != nil {
		return "", inbox.Errorf(inbox.CodeInternal, "composed reply: %w", err)
	}
	form, known := d.opt.Catalogue.Match(doc.Root())
	if !known {
		return "", inbox.Errorf(inbox.CodeInternal, "the catalogue lacks the form of replies")
	}
	for _, p := range form.Validate(doc.Root()) {
		if strings.Contains(p.Path, "Zalacznik") {
			return "", invalid("attachments")
		}
		return "", inbox.Errorf(inbox.CodeInternal, "composed reply: %s %s", p.Code, p.Path)
	}
	return form.Subject(doc.Root()), nil
}

// answerable returns a letter that is in the actor's hand, for a reply of this kind.
func (d *Desk) answerable(ctx context.Context, a inbox.Actor, letter int32, kind inbox.ReplyKind) (inbox.Letter, error) {
	l, err := d.workable(ctx, a, letter)
	switch {
	case err != nil:
		return inbox.Letter{}, err
	case kind != inbox.Answer && kind != inbox.Call:
		return inbox.Letter{}, invalid("kind")
	case l.State != inbox.Claimed && l.State != inbox.Answered:
		return inbox.Letter{}, &inbox.Error{Code: inbox.CodeLetterState, Args: map[string]string{"state": string(l.State)}}
	case !inbox.HasInHand(a, l):
		return inbox.Letter{}, &inbox.Error{Code: inbox.CodeLetterInHand, Args: map[string]string{"clerk": l.Clerk}}
	}
	return l, nil
}

// deliver commits a signed reply with the state of its letter, then tells its
// addressee. A notice that fails is the jobs' to repeat.
func (d *Desk) deliver(ctx context.Context, a inbox.Actor, l inbox.Letter, r inbox.Reply, signed []byte) (inbox.Reply, error) {
	r.SHA256, r.Size = sha256.Sum256(signed), int64(len(signed))
	t := store.Transition{
		Letter: l.ID, From: []inbox.LetterState{inbox.Claimed, inbox.Answered}, To: inbox.Answered,
		In: l.Department, ByClerk: l.Clerk, Clerk: l.Clerk,
		Event: d.event(a, l.ID, inbox.EventAnswered, strconv.Itoa(int(r.ID))),
	}
	if r.Kind == inbox.Call { // the matter goes on
		t.From, t.To, t.Event.Kind = []inbox.LetterState{inbox.Claimed}, inbox.Claimed, inbox.EventCalled
	}
	if _, err := d.store.SendReply(ctx, r, signed, t); err != nil {
		return inbox.Reply{}, err
	}
	d.tell(ctx, l, r)
	return r, nil
}
