package tenants

import "context"

// sent is a form that is being saved, in the context of its request.
type sent struct {
	key   string
	taken bool
}

type sentName struct{}

// WithSent is the context of a form that is being saved. Its key is the same each time the same form with the same contents
// is sent, and differs from that of every other form: 64 hexadecimal digits. The first save of the request takes it.
func WithSent(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, sentName{}, &sent{key: key})
}

// SentKey is the key of the form that is being saved; "" for what no form with a key does.
func SentKey(ctx context.Context) string {
	if s, ok := ctx.Value(sentName{}).(*sent); ok {
		return s.key
	}
	return ""
}

// TakeSent is SentKey for the save that takes the key; "" for any further save of the request.
func TakeSent(ctx context.Context) string {
	s, ok := ctx.Value(sentName{}).(*sent)
	if !ok || s.taken {
		return ""
	}
	s.taken = true
	return s.key
}
