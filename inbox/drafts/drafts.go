// Package drafts keeps forms that people are filling in: their answers, their
// files, and the document made of them once it is to be signed.
//
// A draft belongs to an account, or to a browser nobody has signed in with. To
// anybody else it does not exist (draft.not-found).
package drafts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// How long a draft is kept after it was last saved. An account's outlives a
// holiday; what a browser holds may be found by whoever uses it next.
const (
	keptForAccount = 30 * 24 * time.Hour
	keptForBrowser = 7 * 24 * time.Hour
)

// How much is kept. A draft with the attachments of a 5 MB letter takes some
// 9 MB with its document; twenty of them are more than anybody has open. Browsers
// cost nothing to make, so all of them together have a limit, too.
const (
	maxDrafts       = 20
	maxAccountBytes = 200 << 20
	maxBrowserBytes = 50 << 20
	maxAnonymous    = 4 << 30
)

// Options are what the room works with; all but FreeDisk are required.
type Options struct {
	Store    *store.Store
	Now      func() time.Time
	Random   io.Reader
	FreeDisk func() error // nil or an error of inbox.CodeStorageFull below the free-disk floor
}

// Drafts is the capability; New makes it. It is safe for concurrent use.
type Drafts struct{ Options }

// New returns the capability.
func New(opt Options) *Drafts {
	if opt.FreeDisk == nil {
		opt.FreeDisk = func() error { return nil }
	}
	return &Drafts{opt}
}

// Owner is whose a draft is.
type Owner struct {
	Login   string // of the account; "" = nobody signed in
	Browser string // the browser's key, which counts only for nobody
}

// IsZero reports an owner who can have no drafts.
func (o Owner) IsZero() bool { return o.Login == "" && o.Browser == "" }

func (o Owner) stored() store.DraftOwner {
	return store.DraftOwner{Login: o.Login, Browser: digest(o.Browser)}
}

func (o Owner) kept() time.Duration {
	if o.Login != "" {
		return keptForAccount
	}
	return keptForBrowser
}

// digest is how a browser's key is stored: who reads the database can use none.
func digest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// id draws 128 bits as hexadecimal text.
func (d *Drafts) id() (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(d.Random, raw); err != nil {
		return "", inbox.Errorf(inbox.CodeInternal, "drafts: no randomness: %w", err)
	}
	return hex.EncodeToString(raw), nil
}

// mayKeep refuses what would take an owner, or all browsers together, beyond
// their limits; more is what comes to it in octets. Two requests at once may pass
// a limit by one draft, which costs nothing.
func (d *Drafts) mayKeep(ctx context.Context, o Owner, newDrafts, more int64) error {
	if err := d.FreeDisk(); err != nil {
		return err
	}
	use, err := d.Store.DraftUse(ctx, o.stored())
	if err != nil {
		return err
	}
	limit := int64(maxAccountBytes)
	if o.Login == "" {
		limit = maxBrowserBytes
	}
	if use.Count+newDrafts > maxDrafts || use.Bytes+more > limit {
		return &inbox.Error{Code: inbox.CodeDraftQuota}
	}
	if o.Login != "" {
		return nil
	}
	all, err := d.Store.AnonymousDraftUse(ctx)
	if err == nil && all.Bytes+more > maxAnonymous {
		err = inbox.Errorf(inbox.CodeStorageFull, "drafts of nobody take %d octets", all.Bytes)
	}
	return err
}
