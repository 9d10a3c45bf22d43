package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// mayChange says whether the member may change a piece of evidence that they can see: a provider only its own.
func mayChange(m tenants.Member, provider string) error {
	if !m.Can(tenants.AddEvidence) || m.Role == tenants.Provider && provider != m.Provider {
		return tenants.ErrForbidden
	}
	return nil
}

// SaveEvidence records a new piece of evidence (ID "") or changes one that is still the version the person read, and
// returns it as saved. Added are files that PutFile has taken in for it. Whom it comes from is settled when it is new;
// a provider's is always its own and never shared. A provider's change to accepted evidence puts it up for review
// again. Errors: a problem.List; tenants.ErrStale; tenants.ErrNotFound when it is not the member's to see, or a file
// or the provider is not there; tenants.ErrForbidden.
func (r *Rows) SaveEvidence(ctx context.Context, ed *edition.Edition, e evidence.Evidence,
	added ...evidence.File,
) (evidence.Evidence, error) {
	if r.member.Role == tenants.Provider && e.ID == "" {
		e.Provider = r.member.Provider
	}
	if err := mayChange(r.member, e.Provider); err != nil && e.ID == "" {
		return e, err
	}
	act := "changed"
	if e.ID == "" {
		e.ID, e.State, act = newID(ctx), evidence.New, "added"
	}
	err := r.write(ctx, tenants.AddEvidence, db.Act{Act: act, Kind: "evidence", Subject: e.ID}, func(w *writing) error {
		old := evidence.Evidence{}
		if act == "changed" {
			var err error
			if old, err = w.evidence(w.member, e.ID); err != nil {
				return err
			}
			if err := mayChange(w.member, old.Provider); err != nil {
				return err
			}
			if old.Version != e.Version {
				return tenants.ErrStale
			}
			e.Provider, e.ProviderName, e.State = old.Provider, old.ProviderName, old.State
			if w.member.Role == tenants.Provider {
				e.Shared = old.Shared
				if e.State == evidence.Accepted {
					e.State = evidence.New
				}
			}
		}
		if old.State == evidence.Withdrawn {
			return problem.List{{Field: "title", Message: "This evidence was withdrawn, so it cannot be changed"}}
		}
		e.Shared = e.Shared && e.Provider == ""
		if err := checkPlaces(w.member, e); err != nil {
			return err
		}
		if err := e.Check(ed, len(old.Files)+len(added)); err != nil {
			return err
		}
		return w.saveEvidence(w.member, old, e, added)
	})
	if err != nil {
		return e, err
	}
	return r.Evidence(ctx, e.ID)
}

// checkPlaces refuses evidence that its own author could not see: for priorities that procurement keeps from them.
func checkPlaces(m tenants.Member, e evidence.Evidence) error {
	var wrong problem.List
	for _, key := range e.Priorities() {
		if hides(m, key) {
			wrong.Add("priority", "Evidence for %s cannot be added while procurement is under way. Keep it until procurement is over, or "+
				"ask your ICB "+
				"administrator", key)
		}
	}
	return wrong.Err()
}

// evidence is one piece as the member may see it, inside a save.
func (w *writing) evidence(m tenants.Member, id string) (evidence.Evidence, error) {
	q := w.reading
	var list []evidence.Evidence
	err := q.evidence(&list, m, ` AND e.id = ?`, id)
	if err == nil {
		err = q.Answered()
	}
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return evidence.Evidence{}, err
	}
	return list[0], nil
}

func (w *writing) saveEvidence(m tenants.Member, old, e evidence.Evidence, added []evidence.File) error {
	if err := w.hasProvider(e.Provider); err != nil {
		return err
	}
	w.became(old.Kept(), e.Kept())
	_, err := w.Exec(`
		INSERT INTO evidence (tenant_id, id, provider_id, title, link, period_from, period_to, review_on, shared, state, confirmed,
		created_at, created_by, version)
		VALUES (?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, link = excluded.link, period_from = excluded.period_from,
		    period_to = excluded.period_to, review_on = excluded.review_on, shared = excluded.shared, state = excluded.state,
		    confirmed = excluded.confirmed, version = evidence.version + 1`,
		w.Tenant, e.ID, e.Provider, e.Title, e.Link, e.From, e.To, e.ReviewOn, e.Shared, e.State, e.Confirmed, w.At, m.ID)
	if err != nil {
		return err
	}
	if _, err := w.Exec(`DELETE FROM evidence_links WHERE tenant_id = ? AND evidence_id = ?`, w.Tenant, e.ID); err != nil {
		return err
	}
	for _, p := range e.Places {
		_, err := w.Exec(`INSERT INTO evidence_links (tenant_id, evidence_id, priority, point) VALUES (?, ?, ?, ?)`, w.Tenant, e.ID,
			p.Priority, p.Point)
		if err != nil {
			return err
		}
	}
	return w.attach(m, e.ID, added)
}

// hasProvider refuses a provider that is not the ICB's, as one that is not there. "" is the ICB itself. Error: tenants.ErrNotFound.
func (w *writing) hasProvider(id string) error {
	if id == "" {
		return nil
	}
	var found string
	return w.Get(&found, `SELECT o.id FROM providers o WHERE o.tenant_id = ? AND o.id = ?`, w.Tenant, id)
}

// ActOnEvidence accepts or withdraws a piece of evidence that is still the version the person read, and closes the ICB's questions
// about it. Commissioners accept; a withdrawal is theirs or the provider's own. Errors: a problem.List, also when the act makes
// no sense in its state; tenants.ErrStale, ErrNotFound, ErrForbidden.
func (r *Rows) ActOnEvidence(ctx context.Context, id string, version int, act evidence.Act, text, confirmed string) error {
	p := tenants.AddEvidence
	if act == evidence.Accept {
		p = tenants.ReviewEvidence
	}
	if err := evidence.CheckMessage(act, text, confirmed); err != nil {
		return err
	}
	var asked []question.Question
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		err := r.audited(tx, p, db.Act{Act: string(act), Kind: "evidence", Subject: id}, func(w *writing) (err error) {
			if err = first(w); err == nil {
				err = w.actOnEvidence(id, version, act, text, confirmed)
			}
			if err == nil {
				asked, err = w.toSettle(question.About{Kind: record.Evidence, ID: id}, false)
			}
			return err
		})
		if err != nil {
			return err
		}
		return r.settle(tx, asked, question.Close, "")
	})
}

func (w *writing) actOnEvidence(id string, version int, act evidence.Act, text, confirmed string) error {
	old, err := w.evidence(w.member, id)
	if err != nil {
		return err
	}
	if err := mayChange(w.member, old.Provider); err != nil {
		return err
	}
	if old.Version != version {
		return tenants.ErrStale
	}
	state, ok := old.State.After(act)
	if !ok || act == evidence.Query || act == evidence.Answer { // questions have threads: AskQuestion
		return problem.List{{Field: "text", Message: "This evidence is " + old.State.Words() + " already. Look at it again"}}
	}
	w.Changed("state", string(old.State), string(state))
	w.Changed(string(act), "", text)
	w.Changed("confirmed", "", privacy.Confirmed(privacy.NHSNumbers(text), confirmed))
	_, err = w.Exec(`UPDATE evidence SET state = ?, version = version + 1 WHERE tenant_id = ? AND id = ?`, state, w.Tenant, id)
	if err != nil {
		return err
	}
	_, err = w.Exec(`
			INSERT INTO evidence_messages (tenant_id, evidence_id, seq, act, text, said_at, said_by, removed_at) VALUES (?, ?, ?, ?, ?, ?,
			?, '')`,
		w.Tenant, id, w.Seq, act, text, w.At, w.member.ID)
	return err
}
