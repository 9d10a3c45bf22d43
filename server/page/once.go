package page

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
)

// NewOnce is the one-use key of a form that makes a record, as its hidden field "once". The same form sent twice makes one
// record, and both answers lead to it.
func NewOnce() string { return rand.Text() }

// Once says to the store which form is being saved, before its save: nothing for a form without a key. A person who goes
// back to a form and sends it with other contents makes another record, so what the form holds is part of what the store is told.
func Once(c *gin.Context, f Form) {
	once := f.Text("once")
	if once == "" {
		return
	}
	parts := []any{once, Member(c).ID, c.Request.URL.Path, f.beside}
	for _, name := range f.Names() {
		parts = append(parts, name, f.values[name])
	}
	text, err := json.Marshal(parts)
	if err != nil {
		panic(err) // texts and numbers always have a JSON form
	}
	sum := sha256.Sum256(text)
	c.Request = c.Request.WithContext(tenants.WithSent(c.Request.Context(), hex.EncodeToString(sum[:])))
}
