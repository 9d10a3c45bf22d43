package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/round"
)

// FindSealed are the texts in the commissioners' documents of sealed rounds that hold some words, in any case, each once, as
// places for EraseAll: the newest round that has a text is its Subject. Rounds that procurement keeps from the member are left
// out. Error: tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) FindSealed(ctx context.Context, words string) ([]Trace, error) {
	if err := r.may(tenants.RemovePersonal); err != nil {
		return nil, err
	}
	sealings, err := r.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	words = strings.ToLower(strings.TrimSpace(words))
	var found []Trace
	seen := map[string]bool{}
	for _, s := range sealings {
		for _, f := range s.Files {
			if f.Kind != SealedDocument || f.Audience != round.ForCommissioners {
				continue
			}
			d, err := r.sealedDocument(ctx, f)
			if err != nil {
				return nil, err
			}
			for _, text := range d.Texts() {
				if !seen[text] && strings.Contains(strings.ToLower(text), words) {
					seen[text] = true
					found = append(found, Trace{
						ID: sealedPlace + hashOf([]byte(text)), Kind: record.Round, Subject: s.Subject(), Field: "files", At: s.At,
						Text: text,
					})
				}
			}
		}
	}
	return found, nil
}

// sealedPlace begins the id of a text in sealed rounds.
const sealedPlace = "sealed/"

// sealedDocument is a document of a sealed round.
func (r *Rows) sealedDocument(ctx context.Context, f SealedFile) (round.Document, error) {
	var b bytes.Buffer
	if err := r.CopySealed(ctx, &b, f.ID); err != nil {
		return round.Document{}, err
	}
	return round.Read(b.Bytes())
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
