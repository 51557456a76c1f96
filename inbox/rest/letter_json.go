package rest

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
)

// letterJSON is a letter.
type letterJSON struct {
	Letter     int32             `json:"letter"`
	Number     string            `json:"number"`
	Receipt    int32             `json:"receipt"`
	Box        string            `json:"box"`
	Form       string            `json:"form"`
	Subject    string            `json:"subject"`
	Department string            `json:"department"`
	State      inbox.LetterState `json:"state"`
	Due        inbox.Day         `json:"due,omitempty"`
	Received   time.Time         `json:"received"`
	SHA256     string            `json:"sha256"`
	Size       int64             `json:"size"`
	Defects    []reason          `json:"defects"`
	Links      map[string]string `json:"links"`

	// For those who work here; view fills them.
	Channel  inbox.Channel   `json:"channel,omitempty"`
	PostedBy string          `json:"posted_by,omitempty"`
	Sender   *inbox.Sender   `json:"sender,omitempty"`
	Clerk    string          `json:"clerk,omitempty"`
	CopyOf   int32           `json:"copy_of,omitempty"`
	Report   json.RawMessage `json:"report,omitempty"`
}

// view is a letter as the actor may see it.
func view(lang locale.Lang, a inbox.Actor, l inbox.Letter) letterJSON {
	j := senderView(lang, l)
	if inbox.WorksHere(a) {
		j.Channel, j.PostedBy, j.Sender = l.Channel, l.PostedBy, &l.Sender
		j.Clerk, j.CopyOf, j.Report = l.Clerk, l.CopyOf, l.Report
		j.Links["history"] = letterPath(l.ID) + "/history"
	}
	return j
}

// line is a letter in a list. Reading a list is not logged letter by letter, so
// it identifies no sender beyond the name.
func line(lang locale.Lang, a inbox.Actor, l inbox.Letter) letterJSON {
	l.Sender.PESEL = ""
	return view(lang, a, l)
}

func senderView(lang locale.Lang, l inbox.Letter) letterJSON {
	path := letterPath(l.ID)
	return letterJSON{
		Letter:     l.ID,
		Number:     l.Number.String(),
		Receipt:    l.ReceiptID,
		Box:        l.Box,
		Form:       l.Form,
		Subject:    l.Subject,
		Department: l.Department,
		State:      l.State,
		Due:        l.Due,
		Received:   l.Arrived.UTC(),
		SHA256:     hex.EncodeToString(l.SHA256[:]),
		Size:       l.Size,
		Defects:    translate(lang, l.Defects),
		Links:      map[string]string{"self": path, "document": path + "/document", "receipt": path + "/receipt", "replies": path + "/replies"},
	}
}

func letterPath(id int32) string { return fmt.Sprintf("/api/v1/letters/%d", id) }

func submissionPath(document int32) string { return fmt.Sprintf("/api/v1/submissions/%d", document) }

func attachment(what string, id int32) string {
	return fmt.Sprintf(`attachment; filename="%s-%d.xml"`, what, id)
}
