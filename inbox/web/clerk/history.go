package clerk

import (
	"slices"
	"strconv"
	"strings"

	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// historyLine is an event of a letter in words.
type historyLine struct {
	inbox.Event
	Words string // what the event's kind does not say; "" = nothing
	Reply int32  // which letter of the office it is about; 0 = none
}

// historyLines parts what was done from who looked, which every visit makes longer.
func (d *door) historyLines(v web.View, events []inbox.Event, replies []inbox.Reply) (work, views []historyLine) {
	for _, e := range events {
		if line := d.historyLine(v, e, replies); e.Kind == inbox.EventViewed {
			views = append(views, line)
		} else {
			work = append(work, line)
		}
	}
	return work, views
}

func (d *door) historyLine(v web.View, e inbox.Event, replies []inbox.Reply) historyLine {
	line := historyLine{Event: e, Words: e.Detail}
	switch e.Kind {
	case inbox.EventViewed:
		line.Words = viewedWords(v.Lang, e.Detail)
	case inbox.EventForwarded, inbox.EventWentAlong:
		line.Words = d.forwardedWords(e.Detail)
	case inbox.EventAnswered, inbox.EventCalled, inbox.EventReminded, inbox.EventOpened, inbox.EventDeemed:
		if reply, err := strconv.ParseInt(e.Detail, 10, 32); err == nil {
			line.Words, line.Reply = "", int32(reply)
		}
		if e.Kind == inbox.EventAnswered || e.Kind == inbox.EventCalled {
			line.Words = signedWords(v, replies, line.Reply)
		}
	}
	return line
}

// signedWords says who signed a reply, and with what; nothing where it was not kept.
func signedWords(v web.View, replies []inbox.Reply, id int32) string {
	i := slices.IndexFunc(replies, func(r inbox.Reply) bool { return r.ID == id })
	if i < 0 || replies[i].SignerKind == "" {
		return ""
	}
	r := replies[i]
	return v.T("event.signed", "name", r.Signer, "kind", v.T("kind."+r.SignerKind), "issuer", v.IssuerOf(r))
}

// viewedWords says what was viewed; nothing where the detail is none of the list.
func viewedWords(l locale.Lang, detail string) string {
	viewed, ok := inbox.ParseViewed(detail)
	switch {
	case !ok:
		return ""
	case viewed.N == 0:
		return locale.Text(l, "viewed."+viewed.What)
	}
	return locale.Text(l, "viewed."+viewed.What, "n", strconv.Itoa(int(viewed.N)))
}

// forwardedWords is the department by its name, and the reason given.
func (d *door) forwardedWords(detail string) string {
	department, rest, ok := strings.Cut(detail, ": ")
	if !ok || !slices.ContainsFunc(d.Site.Departments, func(x inbox.Department) bool { return x.ID == department }) {
		return detail
	}
	return d.Site.DepartmentName(department) + ": " + rest
}
