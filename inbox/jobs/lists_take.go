package jobs

import (
	"crypto/x509"
	"fmt"
	"net/url"
	"slices"
	"time"

	"okienko/inbox/fetch"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/trust/tsl"
	"okienko/xades/xmltree"
)

// source is where a list is fetched, and what it must be.
type source struct {
	url       string
	signers   []*x509.Certificate
	territory string // of a list that another points to
}

func (s List) source() source { return source{url: s.URL, signers: s.Signers} }

func (s source) file() string { return fetch.FileName(fetch.KindList, s.url, nil) }

// name is what people call the list: its territory, else its host.
func (s source) name() string {
	if s.territory != "" {
		return s.territory
	}
	u, err := url.Parse(s.url)
	if err != nil {
		return ""
	}
	return u.Host
}

// maxSkew is how far the clock of a list's issuer may be ahead.
const maxSkew = 5 * time.Minute

// take holds a list that was fetched at a time, if its signature holds and it is
// not older than any held of the same territory.
func (l *Lists) take(s source, data []byte, at time.Time) error {
	doc, err := xmltree.Parse(data, xmltree.Options{MaxBytes: tsl.MaxBytes})
	if err != nil {
		return err
	}
	list, err := tsl.Read(doc)
	if err != nil {
		return err
	}
	signer, err := xades.ConfirmTrustedList(doc, s.signers, list.Issued)
	if err != nil {
		return err
	}
	switch {
	case s.territory != "" && (list.Territory != s.territory || list.Type != tsl.TypeEU):
		return fmt.Errorf("the list is of %s, %s", list.Territory, list.Type)
	case list.Freshness(l.opt.Now().Add(maxSkew)) == tsl.Early:
		return fmt.Errorf("the list says it is issued on %s", list.Issued.UTC().Format(time.RFC3339))
	}
	return l.succeed(s, list, signer, at)
}

// succeed puts a list in the place of the one held. Nobody may put an earlier one
// there, in which a service withdrawn since is still granted.
func (l *Lists) succeed(s source, list *tsl.List, signer *x509.Certificate, at time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, held := range l.held {
		if held.list == nil {
			continue
		}
		switch list.Succeeds(held.list) {
		case tsl.Older, tsl.Conflict:
			return fmt.Errorf("list %d of %s, issued on %s, is not newer than list %d, issued on %s", list.Sequence, list.Territory,
				list.Issued.UTC().Format(time.RFC3339), held.list.Sequence, held.list.Issued.UTC().Format(time.RFC3339))
		}
	}
	next := nextCheck(list, at)
	if held := l.held[s.url]; held != nil && held.list != nil && list.Succeeds(held.list) == tsl.Same {
		list = held.list
	}
	l.held[s.url] = &heldList{list: list, signer: signer, next: next}
	return nil
}

// nextCheck is when a list that was fetched at a time is to be looked at again.
func nextCheck(list *tsl.List, at time.Time) time.Time {
	next := at.Add(checkLists)
	if nears := list.NextUpdate.Add(-checkLists); !list.NextUpdate.IsZero() && nears.Before(next) {
		next = nears
	}
	if soonest := at.Add(checkDue); next.Before(soonest) {
		next = soonest
	}
	return next
}

// sources are all lists to be held: the configured ones, and those they point to.
func (l *Lists) sources() []source {
	var list []source
	for _, s := range l.opt.Lists {
		list = append(list, s.source())
	}
	return append(list, l.pointed()...)
}

// pointed are the lists that the configured lists of the lists point to
// (TS 119 612 5.3.13). What these point to is not followed.
func (l *Lists) pointed() []source {
	var list []source
	for _, s := range l.opt.Lists {
		held := l.copyOf(s.URL).list
		if held == nil || held.Type != tsl.TypeListOfLists {
			continue
		}
		for _, p := range held.Pointers {
			wanted := len(s.Territories) == 0 || slices.Contains(s.Territories, p.Territory)
			if p.MimeType == tsl.MimeTypeXML && p.Type == tsl.TypeEU && wanted {
				list = append(list, source{url: p.Location, signers: held.Signers(p.Territory), territory: p.Territory})
			}
		}
	}
	return list
}

// anchors are those of all lists held whose signers may still sign them.
func (l *Lists) anchors() []trust.Anchor {
	var anchors []trust.Anchor
	for _, s := range l.sources() {
		held := l.copyOf(s.url)
		if held.list != nil && held.signedFor(s) {
			anchors = append(anchors, held.list.Anchors()...)
		}
	}
	return anchors
}
