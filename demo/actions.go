package demo

import (
	"fmt"
	"slices"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// actionPart is an action and what became of it. Its owner is a person, a provider or a role.
type actionPart struct {
	On       moment        `yaml:"on"`
	By       string        `yaml:"by"`
	What     string        `yaml:"what"`
	Owner    string        `yaml:"owner"`
	Provider string        `yaml:"provider"`
	Role     string        `yaml:"role"`
	Asked    action.Asked  `yaml:"asked"`
	About    string        `yaml:"about"` // a kind
	ID       string        `yaml:"id"`    // of a contract its name, of a meeting of the steering group its day
	Due      moment        `yaml:"due"`
	Then     []actionReply `yaml:"then"`
}

type actionReply struct {
	On     moment       `yaml:"on"`
	By     string       `yaml:"by"`
	State  action.State `yaml:"state"`
	Reason string       `yaml:"reason"`
	Note   string       `yaml:"note"`
}

func (h *oneICB) planActions() {
	for _, d := range h.icb.Actions {
		id := ""
		h.at(d.On, h.icb.Code+" "+d.What, func() (err error) {
			id, err = h.addAction(d)
			return err
		})
		for _, r := range d.Then {
			h.at(r.On, h.icb.Code+" progress: "+d.What, func() error { return h.reportAction(id, r) })
		}
	}
}

func (h *oneICB) addAction(d actionPart) (id string, err error) {
	rows, err := h.rows(d.By)
	if err != nil {
		return "", err
	}
	a := action.Action{
		What: d.What, Asked: d.Asked, About: action.About{Kind: d.About, ID: d.ID},
		Owner: action.Owner{Member: h.members[d.Owner].ID, Provider: h.providers[d.Provider], Role: d.Role},
	}
	if a.Nobody() != (d.Owner+d.Provider+d.Role == "") {
		return "", fmt.Errorf("the owner of %q is not known", d.What)
	}
	if a.Due, err = d.Due.date(h.now); err != nil {
		return "", err
	}
	if a.About.ID, err = h.aboutID(rows, d); err != nil {
		return "", err
	}
	a.Shared = a.About.SharesFirst()
	a, err = rows.SaveAction(h.ctx, a)
	return a.ID, err
}

// aboutID is the id of what an action is about.
func (h *oneICB) aboutID(rows *store.Rows, d actionPart) (string, error) {
	switch d.About {
	case record.Contract:
		list, err := rows.Contracts(h.ctx)
		i := slices.IndexFunc(list, func(c contract.Contract) bool { return c.Name == d.ID })
		if err != nil || i < 0 {
			return "", fmt.Errorf("the contract %q: %w", d.ID, err)
		}
		return list[i].ID, nil
	case record.GroupMeeting:
		day, err := moment(d.ID).date(h.now)
		if err != nil {
			return "", err
		}
		lists, err := rows.Registers(h.ctx)
		held := func(r register.Row) bool {
			return r.Text(register.Meeting.Kind) == register.SteeringMeeting && r.Date(register.Meeting.On) == day
		}
		i := slices.IndexFunc(lists[register.Meetings], held)
		if err != nil || i < 0 {
			return "", fmt.Errorf("the meeting on %s: %w", day, err)
		}
		return lists[register.Meetings][i].ID, nil
	}
	return d.ID, nil
}

func (h *oneICB) reportAction(id string, r actionReply) error {
	rows, err := h.rows(r.By)
	if err != nil {
		return err
	}
	a, err := rows.Action(h.ctx, id)
	if err != nil {
		return err
	}
	a.Note, a.Reason = r.Note, r.Reason
	if r.State != "" {
		a.State = r.State
	}
	if a.State == action.Done {
		a.DoneOn = h.store.Today()
	}
	return rows.ReportAction(h.ctx, a)
}
