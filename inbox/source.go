package inbox

import "context"

type sourceKey struct{}

// WithSource notes the network address that a request comes from: quotas of what
// people without an account may ask for are kept by it. "" notes none: such a
// request has no such quota.
func WithSource(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, sourceKey{}, address)
}

// SourceOf returns the network address of a request, "" where none was noted.
func SourceOf(ctx context.Context) string {
	address, _ := ctx.Value(sourceKey{}).(string)
	return address
}
