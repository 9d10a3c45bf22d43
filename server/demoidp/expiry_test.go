package demoidp

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
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
	token := p.newAccess(grant{person: Person{Key: "a"}})
	for life, want := range map[time.Duration]int{tokenLife: http.StatusOK, tokenLife + time.Second: http.StatusUnauthorized} {
		later := now.Add(life)
		p.now = func() time.Time { return later }
		r, w := httptest.NewRequest(http.MethodGet, "/userinfo", nil), httptest.NewRecorder()
		r.Header.Set("Authorization", "Bearer "+token)
		if p.userinfo(w, r); w.Code != want {
			t.Errorf("a token %s old: status %d, want %d", life, w.Code, want)
		}
	}
}

// TestVerifiersThatAreTooShort: one that could be guessed proves nothing, though it is the very one.
func TestVerifiersThatAreTooShort(t *testing.T) {
	for length, want := range map[int]bool{42: false, 43: true, 128: true, 129: false} {
		verifier := strings.Repeat("a", length)
		sum := sha256.Sum256([]byte(verifier))
		if got := proves(verifier, base64.RawURLEncoding.EncodeToString(sum[:])); got != want {
			t.Errorf("%d characters: %v", length, got)
		}
	}
}
