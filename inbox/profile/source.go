package profile

import (
	"context"

	"okienko/inbox"
)

// fromSource counts what somebody without an account asks for, by the network
// address it comes from. Requests without one come from the program itself.
func (p *Profile) fromSource(ctx context.Context) error {
	source := inbox.SourceOf(ctx)
	if source == "" {
		return nil
	}
	if wait := p.sources.begin(source, p.now()); wait > 0 {
		return &inbox.Error{Code: inbox.CodeQuota, RetryAfter: wait}
	}
	return nil
}
