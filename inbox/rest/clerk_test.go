package rest

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"okienko/inbox"
)

func TestClerkReadsWhatWasSent(t *testing.T) {
	o := openOffice(t)
	sent := "<?xml version=\"1.0\"?>\r\n<a>\u017c\u00f3\u0142\u0107</a>\n"
	first := o.post(sent, "system")
	location := first.Header.Get("Location")
	document := o.get(location+"/document", "urzednik-so")
	document.want(t, "document", 200, "")
	if !bytes.Equal(document.body, []byte(sent)) {
		t.Errorf("document %q, sent %q", document.body, sent)
	}
	for name, value := range map[string]string{"Content-Type": "application/xml", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
		if got := document.Header.Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
	if !strings.HasPrefix(document.Header.Get("Content-Disposition"), "attachment; ") {
		t.Errorf("disposition %q", document.Header.Get("Content-Disposition"))
	}
	if receipt := o.get(location+"/receipt", "urzednik-so"); !bytes.Equal(receipt.body, first.body) {
		t.Errorf("receipt %s, answered %s", receipt.body, first.body)
	}
	head := o.call(http.MethodHead, location+"/document", "urzednik-so", "")
	if head.StatusCode != 200 || len(head.body) != 0 || head.ContentLength != int64(len(sent)) {
		t.Errorf("HEAD: %d, %d octets, length %d", head.StatusCode, len(head.body), head.ContentLength)
	}
}

func TestLetterByRole(t *testing.T) {
	o := openOffice(t)
	location := o.post("<a/>", "system").Header.Get("Location")
	for who, want := range map[string]int{"": 401, "unknown": 401, "urzednik-so": 200, "urzednik-km": 404, "kancelaria": 200, "audytor": 200, "system": 200, "system-obcy": 404, "admin": 404} {
		for _, part := range []string{"", "/document", "/receipt"} {
			r := o.get(location+part, who)
			if r.StatusCode != want {
				t.Errorf("%s%s for %q: %d, want %d", location, part, who, r.StatusCode, want)
			}
			if want == 401 && !strings.HasPrefix(r.Header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%q: WWW-Authenticate %q", who, r.Header.Get("WWW-Authenticate"))
			}
		}
	}
	if own := o.get(location, "system"); bytes.Contains(own.body, []byte("44051401458")) || bytes.Contains(own.body, []byte(`"clerk"`)) {
		t.Errorf("the sender is shown the office's view: %s", own.body)
	}
	if desk := o.get(location, "urzednik-so"); !bytes.Contains(desk.body, []byte("44051401458")) || !bytes.Contains(desk.body, []byte(`"report"`)) {
		t.Errorf("the clerk lacks sender or report: %s", desk.body)
	}
	for _, id := range []string{"0", "-1", "01", "2147483648", "999", "x"} {
		if r := o.get("/api/v1/letters/"+id, "kancelaria"); r.StatusCode != 404 {
			t.Errorf("letter %s: %d", id, r.StatusCode)
		}
	}
	if list := o.get("/api/v1/letters", "urzednik-so"); bytes.Contains(list.body, []byte("44051401458")) || !bytes.Contains(list.body, []byte("Anna Testowa")) {
		t.Errorf("the list, which is not logged as a view, shows %s", list.body)
	}
	if log := o.log.String(); strings.Contains(log, "44051401458") || strings.Contains(log, "Testowa") {
		t.Errorf("personal data in the log:\n%s", log)
	}
}

func TestQueue(t *testing.T) {
	o := openOffice(t)
	for _, body := range []string{"<a/>", "<b/>", "<c-km/>", "<d/>"} {
		o.post(body, "system")
	}
	numbers := func(path, who string) string {
		t.Helper()
		r := o.get(path, who)
		r.want(t, path, 200, "")
		var page letterPage
		r.json(t, &page)
		var list []string
		for _, l := range page.Letters {
			list = append(list, strings.TrimPrefix(l.Number, "RPW/2026/"))
		}
		return strings.Join(list, " ") + "|" + page.Next
	}
	q := url.QueryEscape
	for _, c := range []struct{ query, who, want string }{
		{"", "urzednik-so", "1 2 4|"},
		{"", "urzednik-km", "3|"},
		{"?department=km", "urzednik-so", "|"},
		{"?department=km", "kancelaria", "3|"},
		{"?department=&state=&number=&sha256=&cursor=", "kancelaria", "1 2 3 4|"},
		{"?state=queued", "audytor", "1 2 3 4|"},
		{"?state=closed", "audytor", "|"},
		{"?number=" + q("RPW/2026/2"), "urzednik-so", "2|"},
		{"?number=" + q("RPW/2026/3"), "urzednik-so", "|"},
		{"?sha256=" + hexDigest("<c-km/>"), "kancelaria", "3|"},
		{"?sha256=" + strings.ToUpper(hexDigest("<c-km/>")), "kancelaria", "3|"},
		{"?sha256=" + hexDigest("<c-km/>"), "urzednik-so", "|"},
		{"", "system", "1 2 3 4|"},
		{"", "system-obcy", "|"},
	} {
		if got := numbers("/api/v1/letters"+c.query, c.who); got != c.want {
			t.Errorf("%s as %s: %q, want %q", c.query, c.who, got, c.want)
		}
	}
	for _, bad := range []string{"?state=open", "?number=17", "?number=" + q("RPW/2026/0"), "?sha256=ab", "?limit=0", "?limit=201", "?limit=x", "?cursor=-1", "?cursor=x", "?departmnet=so", "?state=queued&state=closed", "?a=%zz"} {
		o.get("/api/v1/letters"+bad, "kancelaria").want(t, bad, 400, inbox.CodeRequest)
	}
	o.get("/api/v1/letters", "").want(t, "nobody", 401, inbox.CodeAuthRequired)
	o.get("/api/v1/letters", "admin").want(t, "administrator", 403, inbox.CodeForbidden)
}

func TestPagesFollowTheirLinks(t *testing.T) {
	o := openOffice(t)
	for _, body := range []string{"<a/>", "<b/>", "<c/>"} {
		o.post(body, "")
	}
	path, seen := "/api/v1/letters?limit=2&state=queued", 0
	for path != "" {
		r := o.get(path, "urzednik-so")
		var page letterPage
		r.json(t, &page)
		seen += len(page.Letters)
		link := r.Header.Get("Link")
		if (link == "") != (page.Next == "") {
			t.Fatalf("Link %q beside next %q", link, page.Next)
		}
		path, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
	}
	if seen != 3 {
		t.Errorf("%d letters on the pages", seen)
	}
}

func TestWorkOverREST(t *testing.T) {
	o := openOffice(t)
	location := o.post("<a/>", "").Header.Get("Location")
	step := func(verb, who, body string, status int, code string) {
		t.Helper()
		o.call(http.MethodPost, location+"/"+verb, who, body).want(t, verb+" as "+who+" "+body, status, code)
	}
	step("claim", "", "", 401, inbox.CodeAuthRequired)
	step("claim", "audytor", "", 403, inbox.CodeForbidden)
	step("claim", "urzednik-km", "", 404, inbox.CodeLetterNotFound)
	step("close", "urzednik-so", `{"reason":"x"}`, 409, inbox.CodeLetterState)
	step("claim", "urzednik-so", "", 200, "")
	step("claim", "urzednik-so", "", 409, inbox.CodeLetterState)
	step("unclaim", "urzednik-so", "{}", 200, "")
	step("forward", "urzednik-so", `{"department":"km"}`, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", `{"department":"km","reason":"pojazd","x":1}`, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", `{"department":"km","reason":"pojazd"}{}`, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", `{"department":7,"reason":"pojazd"}`, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", `{"department":"zz","reason":"pojazd"}`, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", `not JSON`, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", ``, 400, inbox.CodeRequest)
	step("forward", "urzednik-so", `{"department":"km","reason":"`+strings.Repeat("x", maxCommand)+`"}`, 413, inbox.CodeOversize)
	step("forward", "urzednik-so", `{"department":"km","reason":"pojazd"}`, 200, "")
	step("claim", "urzednik-so", "", 404, inbox.CodeLetterNotFound)
	step("claim", "urzednik-km", "", 200, "")
	step("close", "urzednik-km", `{"reason":"załatwione"}`, 200, "")
	o.call(http.MethodPost, location+"/close", "urzednik-km", `reason=x`, "Content-Type", "application/x-www-form-urlencoded").
		want(t, "close by a form", 415, inbox.CodeContentType)

	var history struct{ Events []eventJSON }
	r := o.get(location+"/history", "audytor")
	r.json(t, &history)
	var kinds []string
	for _, e := range history.Events {
		kinds = append(kinds, e.Kind)
	}
	if got := strings.Join(kinds, " "); got != "received claimed unclaimed forwarded claimed closed" {
		t.Errorf("history %q", got)
	}
	conflict := o.call(http.MethodPost, location+"/claim", "kancelaria", "")
	var p problem
	conflict.json(t, &p)
	if strings.ContainsAny(p.Detail, "{}[]") {
		t.Errorf("detail %q", p.Detail)
	}
}
