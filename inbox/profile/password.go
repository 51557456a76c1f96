package profile

import (
	"context"
	"sync"

	"github.com/alexedwards/argon2id"

	"okienko/inbox"
)

// hashing is OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
var hashing = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashesAtOnce bounds memory: four hashes hold 76 MiB and keep four processors
// busy; a flood of logins waits in line instead.
const hashesAtOnce = 4

// hasher hashes and compares passwords, a few at a time. Salts come from
// crypto/rand, inside argon2id.
type hasher struct {
	slots  chan struct{}
	nobody func() (string, error)
}

func newHasher() *hasher {
	return &hasher{
		slots:  make(chan struct{}, hashesAtOnce),
		nobody: sync.OnceValues(func() (string, error) { return argon2id.CreateHash("nobody's password", &hashing) }),
	}
}

// take waits for a slot; the caller gives it back.
func (h *hasher) take(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &inbox.Error{Code: inbox.CodeUnavailable, Cause: ctx.Err()}
	}
}

func (h *hasher) give() { <-h.slots }

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.take(ctx); err != nil {
		return "", err
	}
	defer h.give()
	hash, err := argon2id.CreateHash(password, &hashing)
	if err != nil {
		return "", inbox.Errorf(inbox.CodeInternal, "profile: hashing failed: %w", err)
	}
	return hash, nil
}

// matches compares a password with a stored hash. Without one it compares with
// nobody's and says no, so that the time taken does not tell which logins exist.
func (h *hasher) matches(ctx context.Context, password, stored string) (bool, error) {
	if err := h.take(ctx); err != nil {
		return false, err
	}
	defer h.give()
	against := stored
	if stored == "" {
		nobody, err := h.nobody()
		if err != nil {
			return false, inbox.Errorf(inbox.CodeInternal, "profile: hashing failed: %w", err)
		}
		against = nobody
	}
	same, err := argon2id.ComparePasswordAndHash(password, against)
	if err != nil {
		return false, inbox.Errorf(inbox.CodeInternal, "profile: stored password hash: %w", err)
	}
	return same && stored != "", nil
}
