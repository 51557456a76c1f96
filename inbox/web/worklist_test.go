package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"okienko/inbox"
)

func TestTheWorklistOfSubmissions(t *testing.T) {
	o := openOffice(t)
	check(t, o.profile.Create(context.Background(), inbox.Account{Login: "kancelaria", Role: inbox.RoleRegistrar}, password, ""))
	registrar, clerk := o.signedIn(t, "kancelaria"), o.signedIn(t, "urzednik-or")
	registrar.get("/clerk/submissions").want(t, http.StatusOK, "Nie ma takich przedłożeń.")
	o.browser(t).send(letter(t, "good/wstrzymane-nieznany-wystawca.xml"))
	refused := letter(t, "bad/podpis-zmiana-tytulu.xml")
	o.browser(t).send(refused)
	held, err := o.store.Undecided(context.Background(), inbox.Held, 0, 9)
	check(t, err)
	rejected, err := o.store.Undecided(context.Background(), inbox.Refused, 0, 9)
	check(t, err)
	page := registrar.get("/clerk/submissions")
	page.want(t, http.StatusOK, itoa(int64(held[0].Document)))
	registrar.get("/clerk/submissions?state=refused").want(t, http.StatusOK, itoa(int64(rejected[0].Document)))
	one := "/clerk/submissions/" + itoa(int64(rejected[0].Document))
	registrar.get(one).want(t, http.StatusOK, "Przedłożenie odrzucone", "Dlaczego", "Pobierz plik")
	if got := registrar.get(one + "/document"); got.body != string(refused.Data) || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Error("not the bytes as they came, as a download")
	}
	registrar.get(one).want(t, http.StatusOK, "Kto pobierał", "kancelaria")
	clerk.get("/clerk/submissions").want(t, http.StatusForbidden)
	clerk.get(one).want(t, http.StatusNotFound)
	clerk.get(one+"/document").want(t, http.StatusNotFound)
	if strings.Contains(clerk.get("/clerk/letters").body, "/clerk/submissions") || !strings.Contains(registrar.get("/clerk/letters").body, "/clerk/submissions") {
		t.Error("the menu does not follow the rule")
	}
	_, _, err = o.store.Purge(context.Background(), o.now.AddDate(0, 0, 1))
	check(t, err)
	registrar = o.signedIn(t, "kancelaria") // the purge has ended the session too
	registrar.get(one).want(t, http.StatusOK, "Pliku już nie ma")
	registrar.get(one+"/document").want(t, http.StatusNotFound)
}

func TestTheQueueByDay(t *testing.T) {
	o := openOffice(t)
	_, stored := o.received(t, "good/pismo-4566.xml")
	b := o.signedIn(t, "urzednik-or")
	find := func(query string, want bool) {
		t.Helper()
		page := b.get("/clerk/letters?" + query)
		page.want(t, http.StatusOK)
		if got := strings.Contains(page.body, stored.Number.String()+"</a>"); got != want {
			t.Errorf("%s: found %v", query, got)
		}
	}
	find("due=late", false)
	find("who=nobody", true)
	find("who=mine", false)
	find("form=pismo-ogolne/4566&order=due", true)
	find("form=inny/1", false)
	find("age=7", false)
	o.now = o.now.AddDate(0, 2, 0)
	b = o.signedIn(t, "urzednik-or") // the session has ended
	find("due=late", true)
	find("due=week", false)
	find("age=30", true)
	if page := text(b.get("/clerk/letters").body); !strings.Contains(page, "po terminie o ") {
		t.Errorf("overdue is not said in words: %s", page)
	}
	b.follow(b.post("/clerk/letters/"+id(stored)+"/claim", url.Values{"token": {b.token()}}))
	find("who=mine&due=late", true)
	find("order=due", true)
	b.follow(b.post("/clerk/letters/"+id(stored)+"/close", url.Values{"token": {b.token()}, "reason": {"załatwione"}}))
	find("order=due", false) // what is settled is not in the way
	find("order=due&state=closed", true)
	find("who=nobody", false)
}
