package demoidp

import (
	"testing"
	"time"
)

func TestCodesAndTokensExpire(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	p, err := New(Config{Issuer: "http://127.0.0.1/"})
	if err != nil {
		t.Fatal(err)
	}
	p.now = func() time.Time { return now }
	fresh, stale := p.newCode(request{}, Person{Key: "a"}), p.newCode(request{}, Person{Key: "b"})
	now = now.Add(codeLife - time.Second)
	if _, ok := p.redeem(fresh); !ok {
		t.Error("a code within its life was refused")
	}
	now = now.Add(time.Second)
	if _, ok := p.redeem(stale); ok {
		t.Error("a code past its life was redeemed")
	}
	p.newCode(request{}, Person{Key: "c"})
	now = now.Add(codeLife + time.Second)
	p.newCode(request{}, Person{Key: "d"})
	if len(p.codes) != 1 {
		t.Errorf("%d codes kept, want only the live one", len(p.codes))
	}
}
