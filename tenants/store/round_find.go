package store

import (
	"bytes"
	"context"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/round"
)

// FindSealed are the sealings, the newest first, with a commissioners' document that holds some words, in any case. Nothing
// removes a text from them. Those that procurement keeps from the member are left out. Error: tenants.ErrForbidden for all but
// the ICB administrator.
func (r *Rows) FindSealed(ctx context.Context, words string) ([]Sealing, error) {
	if err := r.may(tenants.RemovePersonal); err != nil {
		return nil, err
	}
	sealings, err := r.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	look := round.InDocument(strings.ToLower(strings.TrimSpace(words)))
	var found []Sealing
	for _, s := range sealings {
		for _, f := range s.Files {
			if f.Kind != SealedDocument || f.Audience != round.ForCommissioners {
				continue
			}
			var document bytes.Buffer
			if err := r.CopySealed(ctx, &document, f.ID); err != nil {
				return nil, err
			}
			if bytes.Contains(bytes.ToLower(document.Bytes()), look) {
				found = append(found, s)
			}
		}
	}
	return found, nil
}
