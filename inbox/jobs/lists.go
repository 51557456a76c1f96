package jobs

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"okienko/inbox/fetch"
	"okienko/xades/trust"
	"okienko/xades/trust/tsl"
)

const (
	// checkLists is how often a list is looked at; issuers write them anew every
	// few weeks, and at once when a service is withdrawn.
	checkLists = 24 * time.Hour

	// checkDue is how often from a day before its next update on, and after a
	// failure.
	checkDue = time.Hour

	// firstWait bounds how long a start waits for lists that were never fetched:
	// a list of the lists and the one an office needs take seconds.
	firstWait = time.Minute
)

// List is a trusted list that the operator believes, or the list of the lists,
// which leads to the lists of territories.
type List struct {
	URL         string
	Signers     []*x509.Certificate // one of these signs it
	Territories []string            // whose lists to follow from a list of the lists; none: all
}

// ListOptions are what Lists work with; all are required but Observe.
type ListOptions struct {
	Lists   []List
	Client  *fetch.Client
	Folder  *fetch.Folder                   // keeps the last good copies
	Believe func([]trust.Anchor)            // told the anchors of all lists whenever one is new
	Observe func(fetch.Kind, fetch.Outcome) // told every fetch; nil: nobody
	Now     func() time.Time
	Log     *slog.Logger
}

// Lists keeps trusted lists fresh (ETSI TS 119 612, TS 119 615 4.1, 4.2). Of each
// it holds the last good copy, also when that is past its next update: it still
// tells what was. It is safe for concurrent use.
type Lists struct {
	opt ListOptions

	mu   sync.Mutex
	held map[string]*heldList // by URL
}

// heldList is the last good copy of a list; list is nil when there is none.
type heldList struct {
	list   *tsl.List
	signer *x509.Certificate
	next   time.Time // when to look again
}

// signedFor reports whether its signer may still sign it, as the list of the
// lists says by now.
func (h heldList) signedFor(s source) bool { return slices.ContainsFunc(s.signers, h.signer.Equal) }

// NewLists returns the lists as the folder has them and tells their anchors. It
// does not dial.
func NewLists(opt ListOptions) *Lists {
	if opt.Observe == nil {
		opt.Observe = func(fetch.Kind, fetch.Outcome) {}
	}
	l := &Lists{opt: opt, held: map[string]*heldList{}}
	for _, s := range opt.Lists {
		l.load(s.source())
	}
	for _, s := range l.pointed() {
		l.load(s)
	}
	opt.Believe(l.anchors())
	return l
}

// load takes the copy of an earlier run.
func (l *Lists) load(s source) {
	data, at, err := l.opt.Folder.Get(s.file())
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if at.After(l.opt.Now()) { // nobody knows how old it is
		at = time.Time{}
	}
	if err == nil {
		err = l.take(s, data, at)
	}
	if err != nil {
		l.opt.Log.Error("kept trusted list not taken", "list", s.name(), "err", err)
	}
}

// First fetches what there is no copy of, so that a first start does not refuse
// what the lists would let it accept. It waits a minute at most, and not where
// there is a copy of each configured list.
func (l *Lists) First(ctx context.Context) {
	for _, s := range l.opt.Lists {
		if l.copyOf(s.URL).list == nil {
			ctx, cancel := context.WithTimeout(ctx, firstWait)
			defer cancel()
			l.Refresh(ctx)
			return
		}
	}
}

// Refresh fetches the lists that are due, those that others point to last.
func (l *Lists) Refresh(ctx context.Context) {
	for _, s := range l.opt.Lists {
		l.refresh(ctx, s.source())
	}
	for _, s := range l.pointed() {
		l.refresh(ctx, s)
	}
}

// refresh fetches one list if it is due. One that cannot be had, or that does not
// count, leaves the one held.
func (l *Lists) refresh(ctx context.Context, s source) {
	now := l.opt.Now()
	before := l.copyOf(s.url)
	if now.Before(before.next) || ctx.Err() != nil {
		return
	}
	outcome := fetch.Failed
	data, err := l.opt.Client.TrustedList(ctx, s.url)
	if err == nil {
		outcome = fetch.Useless
		err = l.take(s, data, now)
	}
	if err != nil && ctx.Err() != nil { // nobody's fault
		return
	}
	if err != nil {
		l.lookAgain(s, now.Add(checkDue))
		l.opt.Log.WarnContext(ctx, "trusted list not refreshed", "list", s.name(), "err", err)
		l.opt.Observe(fetch.KindList, outcome)
		return
	}
	if err := l.opt.Folder.Put(s.file(), data, now); err != nil {
		l.opt.Log.ErrorContext(ctx, "trusted list not kept", "list", s.name(), "err", err)
	}
	l.tell(ctx, s, before.list)
}

// tell reports a list that was fetched, and believes it if it is new.
func (l *Lists) tell(ctx context.Context, s source, before *tsl.List) {
	list := l.copyOf(s.url).list
	if list == before {
		l.opt.Observe(fetch.KindList, fetch.Unchanged)
		return
	}
	l.opt.Observe(fetch.KindList, fetch.Fetched)
	l.opt.Log.InfoContext(ctx, "trusted list taken", "list", s.name(), "number", list.Sequence, "issued", list.Issued)
	l.opt.Believe(l.anchors())
	for _, s := range l.pointed() {
		if held := l.copyOf(s.url); held.list != nil && !held.signedFor(s) {
			l.lookAgain(s, time.Time{}) // by now another may have signed it
		}
	}
}

// Check tells which lists are past their next update, or were never fetched.
func (l *Lists) Check(context.Context) error {
	var late []string
	now := l.opt.Now()
	for _, s := range l.sources() {
		switch held := l.copyOf(s.url); {
		case held.list == nil:
			late = append(late, s.name()+" never fetched")
		case held.list.Freshness(now) == tsl.Stale:
			late = append(late, s.name()+" expired on "+held.list.NextUpdate.UTC().Format(time.RFC3339))
		}
	}
	if len(late) > 0 {
		return fmt.Errorf("trusted lists: %s", strings.Join(late, ", "))
	}
	return nil
}

// copyOf returns what is held of an address.
func (l *Lists) copyOf(url string) heldList {
	l.mu.Lock()
	defer l.mu.Unlock()
	if held := l.held[url]; held != nil {
		return *held
	}
	return heldList{}
}

// lookAgain says when.
func (l *Lists) lookAgain(s source, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	held := heldList{}
	if l.held[s.url] != nil {
		held = *l.held[s.url]
	}
	held.next = at
	l.held[s.url] = &held
}
