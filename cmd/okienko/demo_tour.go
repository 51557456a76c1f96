package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"okienko/fixtures"
	"okienko/forms"
	"okienko/inbox/keys"
	"okienko/inbox/receipt"
	"okienko/xades"
)

// tourTimeout bounds the one request the tour makes to its own server.
const tourTimeout = 30 * time.Second

// podpisZP is what a trusted-profile provider states of a person (ppZP).
const podpisZP = `<ppZP:PodpisZP xmlns:ppZP="http://crd.gov.pl/xml/schematy/ppzp/"><ppZP:DaneZP><ppZP:DaneZPOsobyFizycznej>` +
	`<os:Nazwisko xmlns:os="http://crd.gov.pl/xml/schematy/osoba/2009/03/06/" rodzajCzlonu="pierwszy">Testowa</os:Nazwisko>` +
	`<os:Imie xmlns:os="http://crd.gov.pl/xml/schematy/osoba/2009/03/06/">Anna</os:Imie>` +
	`<os:PESEL xmlns:os="http://crd.gov.pl/xml/schematy/osoba/2009/03/06/">44051401458</os:PESEL>` +
	`<ppZP:IdKontaUzytkownikaEpuap>anna-testowa</ppZP:IdKontaUzytkownikaEpuap></ppZP:DaneZPOsobyFizycznej></ppZP:DaneZP></ppZP:PodpisZP>`

// showTour signs a letter as a trusted-profile provider would, posts it, and
// shows the receipt and what okienko verify says of both.
func showTour(ctx context.Context, e env, dir, base string) error {
	letter, err := signTourLetter(e, dir)
	if err != nil {
		return err
	}
	sent := filepath.Join(dir, "tour-letter.xml")
	if err := os.WriteFile(sent, letter, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "1. A letter (%d octets, %s), signed with the demo's trusted profile, is posted to %s\n\n", len(letter), sent, fixtures.BoxLetters)
	upp, document, err := postTourLetter(ctx, base, letter)
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "tour-upp.xml")
	if err := os.WriteFile(file, upp, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "2. 201 Created. The receipt (%s):\n\n%s\n\n", file, receiptWords(upp))
	return verifyTour(e, dir, sent, file, document)
}

func signTourLetter(e env, dir string) ([]byte, error) {
	catalogue, err := forms.Embedded()
	if err != nil {
		return nil, err
	}
	sample, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		return nil, errors.New("the catalogue has no sample of pismo-ogolne/4566")
	}
	seal, err := keys.LoadSeal(keys.Source{
		Key: filepath.Join(dir, "pki/trusted-profile-seal.key"), Certificate: filepath.Join(dir, "pki/trusted-profile-seal.pem"),
	})
	if err != nil {
		return nil, err
	}
	return xades.Sign(sample, xades.SignOptions{
		Signer: seal.Signer, Certificate: seal.Certificate, Time: e.now(), Rand: rand.Reader, XPath: true, ClaimedRole: []byte(podpisZP),
	})
}

// postTourLetter posts to this program's own server and returns the UPP and the document id.
func postTourLetter(ctx context.Context, base string, letter []byte) (upp []byte, document string, err error) {
	ctx, cancel := context.WithTimeout(ctx, tourTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/api/v1/boxes"+fixtures.BoxLetters+"/letters", bytes.NewReader(letter))
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Content-Type", "application/xml")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, "", err
	}
	if resp.StatusCode != http.StatusCreated {
		return nil, "", fmt.Errorf("the tour's letter got %s: %s", resp.Status, body)
	}
	return body, filepath.Base(resp.Header.Get("Location")), nil
}

// receiptWords is the receipt up to its signature, for the eye.
func receiptWords(upp []byte) string {
	head, _, _ := strings.Cut(string(upp), "<ds:Signature")
	return "   " + strings.NewReplacer("><pos:", ">\n   <pos:", "></pos:", ">\n   </pos:").Replace(head) + "\n   … and its signature"
}

func verifyTour(e env, dir, letter, upp, document string) error {
	id, err := strconv.ParseInt(document, 10, 32)
	if err != nil {
		return fmt.Errorf("Location does not end in a letter id: %w", err)
	}
	uri := receipt.DocumentURI(int32(id))
	seal := filepath.Join(dir, "pki/trusted-profile-seal.pem")
	root := filepath.Join(dir, filepath.FromSlash(demoRoot))
	fmt.Fprintf(e.stdout, "3. %s verify --seal %s %s\n\n", os.Args[0], seal, letter)
	if err := runVerify(context.Background(), e, []string{"--seal", seal, letter}); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "\n4. %s verify --trust %s --content %s=%s %s\n\n", os.Args[0], root, uri, letter, upp)
	if err := runVerify(context.Background(), e, []string{"--trust", root, "--content", uri + "=" + letter, upp}); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "\n   The same with a public tool:\n   xmlsec1 --verify --trusted-pem %s --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties "+
		"--url-map:%s %s %s\n\n", root, uri, letter, upp)
	return nil
}

// greet says where everything is and what to try.
func greet(e env, dir, base string) error {
	data, err := os.ReadFile(filepath.Join(dir, demoAccounts))
	if err != nil {
		return err
	}
	var accounts []demoAccount
	if err := json.Unmarshal(data, &accounts); err != nil {
		return fmt.Errorf("%s: %w", demoAccounts, err)
	}
	fmt.Fprintf(e.stdout, "The demo office is open:\n  residents  %s/\n  clerks     %s/clerk\n  REST       %s/openapi.yaml\n  mails      %s, where codes for signing come\n\nAccounts (%s holds their tokens too):\n",
		base, base, base, filepath.Join(dir, demoOutbox), filepath.Join(dir, demoAccounts))
	for _, a := range accounts {
		fmt.Fprintf(e.stdout, "  %-24s %-18s %-14s %s\n", a.Login, a.Password, a.Role, a.Department)
	}
	fmt.Fprintf(e.stdout, "\nTry next:\n  curl --data-binary @%s/letters/%s -H 'Content-Type: application/xml' %s/api/v1/boxes%s/letters\n"+
		"  %s sign --key %s/pki/resident.key --cert %s/pki/resident.pem -o signed.xml LETTER.xml\n"+
		"  what each sample letter must get: %s\n\n",
		dir, firstGoodLetter(dir), base, fixtures.BoxLetters, os.Args[0], dir, dir, filepath.Join(dir, filepath.FromSlash(demoIndex)))
	return nil
}

func firstGoodLetter(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(demoIndex)))
	var letters []demoLetter
	if err != nil || json.Unmarshal(data, &letters) != nil {
		return "good.xml"
	}
	for _, l := range letters {
		if l.Status == http.StatusCreated && l.Box == fixtures.BoxLetters {
			return l.File
		}
	}
	return "good.xml"
}
