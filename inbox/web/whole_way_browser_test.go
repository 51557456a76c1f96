//go:build browser

package web_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"okienko/fixtures"
	"okienko/forms"
	"okienko/inbox"
)

// TestTheWholeWay: a new person registers, is confirmed at a confirmation point,
// fills in each shipped form, signs it here, gets the receipt, and opens the reply
// that the clerk of the form's department wrote. Both work in browsers of their own:
// with scripts, without them, and with keys alone.
func TestTheWholeWay(t *testing.T) {
	for _, c := range []struct {
		name              string
		scripts, keyboard bool
		forms             []*forms.Form
	}{
		{"scripts", true, false, shipped(t)},
		{"no scripts", false, false, shipped(t)},
		{"keyboard", true, true, []*forms.Form{formNamed(t, "informacja-publiczna", "1")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWay(t, c.scripts, c.keyboard)
			w.register()
			w.confirmed()
			for _, f := range c.forms {
				w.letter(t, f)
			}
			if log := w.office.log.String(); strings.Contains(log, annaPESEL) || strings.Contains(log, "example.pl") {
				t.Errorf("personal data in the log:\n%s", log)
			}
		})
	}
}

// way is the resident's window and the clerks' at an office.
type way struct {
	*chrome
	clerk      *chrome
	department string // whose clerk is signed in
	folder     string
}

func newWay(t *testing.T, scripts, keyboard bool) *way {
	t.Helper()
	o := openOffice(t)
	c := openChrome(t, o)
	w := &way{chrome: c, clerk: &chrome{Window: c.Another(), office: o}, folder: t.TempDir()}
	for _, window := range []*chrome{w.chrome, w.clerk} {
		window.keyboard = keyboard
		_, err := chromedp.Call(window.Ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		check(t, err)
		if !scripts {
			window.withoutScripts()
		}
		window.goTo("/")
		window.onward(`a[hreflang="pl"]`, "/", "Polski")
	}
	return w
}

// goTo opens a page by its address.
func (c *chrome) goTo(path string) {
	c.T.Helper()
	run(c, chromedp.Navigate(c.office.url+path))
}

// write types into a field.
func (c *chrome) write(field, words string) {
	c.T.Helper()
	if c.keyboard {
		c.tabTo(field)
		c.keys(words)
		return
	}
	run(c, chromedp.SendKeys(chromedp.CSS(field), words))
}

// tick chooses what a box or a radio button says.
func (c *chrome) tick(box string) {
	c.T.Helper()
	if c.keyboard {
		c.tabTo(box)
		c.keys(" ")
		return
	}
	run(c, chromedp.Click(chromedp.CSS(box)))
}

// onward presses a button or a link, which has to lead to a page below an address
// that shows all these words.
func (c *chrome) onward(selector, to string, words ...string) {
	c.T.Helper()
	if resp := c.press(selector); resp.Status != http.StatusOK || !strings.HasPrefix(c.path(), to) {
		c.T.Fatalf("%s leads to %d %s: %s", selector, resp.Status, resp.URL, text(c.body()))
	}
	page := text(c.body())
	for _, w := range words {
		if !strings.Contains(page, w) {
			c.T.Errorf("%s lacks %q: %s", c.path(), w, page)
		}
	}
}

// register makes the account, with the code that came by mail.
func (w *way) register() {
	w.T.Helper()
	w.onward(`a[href="/login"]`, "/login")
	w.onward(`a[href="/account/register"]`, "/account/register")
	w.write("#email", annaMail)
	w.write("#password", newPassword)
	w.onward(`form[action="/account/register"] .button`, "/account/confirm", "Sprawdź pocztę")
	w.write("#code", w.office.lastMail(w.T, annaMail).Code)
	w.onward(`form[action="/account/confirm"] .button`, "/account", "Konto jest gotowe")
}

// confirmed is the way through the confirmation point, on both sides of its desk.
func (w *way) confirmed() {
	w.T.Helper()
	w.onward(`a[href="/account/identity"]`, "/account/identity")
	w.write("#given", "Anna")
	w.write("#family", "Testowa")
	w.write("#pesel", annaPESEL)
	w.onward(`form[action="/account/identity"] .button`, "/account", "Kod do punktu")
	code := codePattern.FindStringSubmatch(w.body())[1]

	w.clerk.signIn("punkt", "/clerk/confirm")
	w.clerk.write("#code", code)
	w.clerk.onward(`form[action="/clerk/confirm"] .button`, "/clerk/confirm/application", "Testowa", annaPESEL)
	w.clerk.tick("#point-0")
	w.clerk.tick("#kind-0")
	w.clerk.write("#number", "ABC 123456")
	w.clerk.write("#until", "2090-01-31")
	w.clerk.tick("#face")
	w.clerk.tick("#data")
	w.clerk.onward(`form[action="/clerk/confirm/application"] .button`, "/clerk/confirm", "Tożsamość potwierdzono")
	w.onward(`a[href="/account"]`, "/account", "Punkt w urzędzie", "Nie jest to państwowy profil zaufany")
}

// signIn signs somebody of the office in.
func (c *chrome) signIn(login, to string) {
	c.T.Helper()
	c.goTo("/clerk/login")
	c.write("#login", login)
	c.write("#password", password)
	c.onward(`form[action="/clerk/login"] .button`, to)
}

// letter is one letter from its form to the confirmation that its reply was received.
func (w *way) letter(t *testing.T, f *forms.Form) {
	t.Run(f.Name+"/"+f.Version, func(t *testing.T) {
		defer func(outer *testing.T) { w.T, w.clerk.T = outer, outer }(w.T)
		w.T, w.clerk.T = t, t
		w.office.now = w.office.now.Add(16 * time.Minute) // nobody is mailed codes for ten letters in a row
		w.fillIn(f)
		id := w.sign()
		w.atDesk(f.Policy.Department)
		document := w.answered(id)
		checkSignedByAnna(t, w.office, document)
		w.sealed(id, document, []byte(w.download("/receipts/"+id)))
		w.opened(id)
	})
}

// fillIn takes a form from its page to the check of the answers.
func (w *way) fillIn(f *forms.Form) {
	w.T.Helper()
	w.goTo("/forms/" + f.Name + "/" + f.Version)
	w.tick(fmt.Sprintf(`input[name="box"][value=%q]`, fixtures.BoxLetters))
	w.onward(`form[action^="/forms/"] .button`, "/drafts/")
	answers, files := answersOf(w.T, f)
	for !strings.HasSuffix(w.path(), "/check") {
		if w.keyboard {
			w.typePage(answers)
		} else {
			w.fillPage(answers, files, w.folder)
		}
	}
	w.onward(`main form .button`, strings.TrimSuffix(w.path(), "/check")+"/send", "Podpisz i wyślij")
}

// sign signs with the trusted profile and returns the letter's id.
func (w *way) sign() (id string) {
	w.T.Helper()
	w.onward(`form[action$="/sign"] .button`, "/signing/", "Przeczytaj i podpisz", annaPESEL)
	session := w.path()
	w.onward(`form[action$="/code"] .button`, session, "Kod wysłaliśmy")
	w.write("#code", w.office.lastMail(w.T, annaMail).Code)
	w.onward(fmt.Sprintf(`form[action=%q] .button`, session), "/letters/", "Pismo przyjęte", "RPW/", "podpis zaufany", "Anna Testowa")
	return path.Base(w.path())
}

// atDesk puts a clerk of a department before the clerks' window.
func (w *way) atDesk(department string) {
	w.T.Helper()
	if w.department == department {
		w.clerk.onward(`a[href="/clerk/letters"]`, "/clerk/letters")
		return
	}
	clerk := inbox.Account{Login: "referent-" + department, Name: "Robert Testowy", Role: inbox.RoleClerk, Department: department}
	check(w.T, w.office.profile.Create(context.Background(), clerk, password, ""))
	w.clerk.onward(`form[action="/clerk/logout"] button`, "/clerk/login")
	w.clerk.signIn(clerk.Login, "/clerk/letters")
	w.department = department
}

// answered finds the letter in the queue, claims it and replies; it returns the
// letter as the clerk downloads it.
func (w *way) answered(id string) (document []byte) {
	w.T.Helper()
	theirs := "/clerk/letters/" + id
	w.clerk.onward(fmt.Sprintf(`a[href=%q]`, theirs), theirs, "Anna Testowa", annaPESEL, "podpis zaufany")
	w.clerk.onward(fmt.Sprintf(`form[action=%q] .button`, theirs+"/claim"), theirs)
	w.clerk.onward(fmt.Sprintf(`a[href=%q]`, theirs+"/reply?kind=answer"), theirs+"/reply")
	w.clerk.write("#reply-title", " - Sprawa testowa "+id)
	w.clerk.write("#reply-text", "Sprawę załatwiono po myśli wnioskodawcy.")
	w.clerk.onward(fmt.Sprintf(`form[action=%q] .button`, theirs+"/reply"), theirs, "Odpowiedź jest w skrzynce nadawcy.")
	return []byte(w.clerk.download(theirs + "/document"))
}

// opened is how the resident receives the reply; what she confirmed is sealed.
func (w *way) opened(id string) {
	w.T.Helper()
	mine := "/my/letters/" + id
	w.onward(`a[href="/my/letters"]`, "/my/letters", "1 pismo czeka na odbiór")
	w.onward(fmt.Sprintf(`a[href=%q]`, mine), mine, "Czeka na Ciebie odpowiedź")
	w.onward(fmt.Sprintf(`a[href^=%q]`, mine+"/replies/"), mine+"/replies/")
	if strings.Contains(w.body(), "Sprawa testowa "+id) {
		w.T.Error("the reply is shown before its receipt is confirmed")
	}
	w.onward(`form[action$="/confirm"] .button`, mine+"/replies/", "Sprawa testowa "+id, "po myśli wnioskodawcy", "Pobierz UPD")
	reply := w.path()
	upd := []byte(w.download(reply + "/receipt"))
	if !bytes.Contains(upd, []byte("<pos:UPD>")) || bytes.Contains(upd, []byte(annaPESEL)) {
		w.T.Errorf("no UPD, or one with a PESEL: %.300s", upd)
	}
	document := []byte(w.download(reply + "/document"))
	w.sealed(path.Base(reply), document, upd)
	w.held(document, upd)
}

// held holds a letter of the office and its UPD against each other, on the page
// where anybody can.
func (w *way) held(document, upd []byte) {
	w.T.Helper()
	w.onward(`a[href="/check"]`, "/check")
	for field, data := range map[string][]byte{"receipt": upd, "document": document} {
		file := filepath.Join(w.folder, field+".xml")
		check(w.T, os.WriteFile(file, data, 0o600))
		run(w.chrome, chromedp.SetUploadFiles(chromedp.CSS("#"+field), []string{file}))
	}
	w.onward(`form[action="/check/receipt"] .button`, "/check", "Poświadczenie doręczenia jest prawdziwe i dotyczy tego pisma urzędu")
}

// sealed checks a receipt with xmlsec1 as the public contract says, and that it is
// no receipt of any other document.
func (w *way) sealed(id string, document, receipt []byte) {
	w.T.Helper()
	if err := w.xmlsec(id, document, receipt); err != nil {
		w.T.Errorf("xmlsec1 on the receipt of %s: %v", id, err)
	}
	if w.xmlsec(id, append(bytes.Clone(document), '\n'), receipt) == nil {
		w.T.Errorf("xmlsec1 takes the receipt of %s for another document", id)
	}
}

func (w *way) xmlsec(id string, document, receipt []byte) error {
	w.T.Helper()
	for name, data := range map[string][]byte{"receipt-ca.pem": w.office.pki.ReceiptCA.CertificatePEM(), "letter.xml": document, "upp.xml": receipt} {
		check(w.T, os.WriteFile(filepath.Join(w.folder, name), data, 0o600))
	}
	cmd := exec.Command("xmlsec1", "--verify", "--trusted-pem", "receipt-ca.pem", "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
		"--url-map:urn:okienko:document:"+id, "letter.xml", "upp.xml")
	cmd.Dir = w.folder
	return cmd.Run()
}
