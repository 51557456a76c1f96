package resident

import (
	"net/http"

	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// sendData is the page to send a signed file with: the boxes to choose from and
// what may be sent.
type sendData struct {
	Boxes   []boxChoice
	Forms   []string
	Largest int64
}

type boxChoice struct {
	Address, Title string
	Limit          int64
	Anonymous      bool
	Chosen         bool
}

// letterForm shows the form to send a signed file with.
func (d *door) letterForm(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "send", d.sendView(r, ""))
}

func (d *door) sendView(r *http.Request, chosen string) web.View {
	v := web.NewView(r, "send.title", nil)
	v.Self = "/send"
	v.Data = sendData{Boxes: d.boxChoices(chosen), Forms: d.formTitles(v.Lang), Largest: d.largest()}
	return v
}

// boxChoices lists the boxes. Of several none is chosen beforehand: a letter in
// the wrong box costs its sender more than a click.
func (d *door) boxChoices(chosen string) []boxChoice {
	var choices []boxChoice
	all := d.Boxes.All()
	for _, b := range all {
		choices = append(choices, boxChoice{
			Address: b.Address(), Title: b.Title, Limit: b.Policy.MaxBytes, Anonymous: b.Policy.Anonymous,
			Chosen: b.Address() == chosen || len(all) == 1,
		})
	}
	return choices
}

// largest is the limit of the box that takes the most.
func (d *door) largest() int64 {
	var most int64
	for _, b := range d.Boxes.All() {
		most = max(most, b.Policy.MaxBytes)
	}
	return most
}

func (d *door) formTitles(l locale.Lang) []string {
	var titles []string
	seen := make(map[string]bool)
	for _, f := range d.Catalogue.Forms() {
		if title := web.FormTitle(f, l); !seen[title] { // versions of a form share it
			seen[title] = true
			titles = append(titles, title)
		}
	}
	return titles
}
