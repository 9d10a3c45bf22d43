package home

import (
	"context"
	"slices"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
)

// step is one of the first steps of an ICB, with how long it takes.
type step struct {
	permission       tenants.Permission
	path, text, hint string
	done             bool
	// followed steps are told of by Do next as soon as the ICB has recorded something.
	followed bool
}

// firstSteps are what the member's role can do to set the ICB up, in order.
func (k known) firstSteps() []step {
	recorded := len(k.Entries) > 0
	commissioner := k.Member.Can(tenants.Assess)
	steps := []step{
		{
			tenants.ReadPlan, "/plan", "See how many posts your access target needs",
			"2 minutes, 2 numbers. Nothing has to be recorded first.", recorded, true,
		},
		{
			tenants.Assess, "/toolkit/review/import", "Import status and notes from a spreadsheet you already have",
			"5 minutes, if you already keep a list of the priorities.", recorded, true,
		},
		{
			tenants.Assess, "/toolkit", "Look through the 7 sections", "20 minutes. See what the toolkit asks before you answer.", recorded,
			true,
		},
		{
			tenants.ManagePeople, "/people", "Invite your commissioners and steering group",
			"2 minutes for each person. They get a link that works once.", k.Invited, false,
		},
		{
			tenants.ManageProviders, "/providers", "Record the providers that deliver IPS",
			"5 minutes. Then invite their people: they add evidence and figures themselves.", len(k.Providers) > 0, false,
		},
		{
			tenants.Assess, "/toolkit/1.1", "Give each priority a status and notes",
			"5 to 10 minutes a priority, about 3 hours for all. Stop whenever you like; what you saved stays.", k.answered(), true,
		},
		{
			tenants.KeepContracts, "/contracts", "Record the contracts",
			"5 minutes for each. The service then says when to discuss extension or re-procurement.", len(k.Contracts) > 0, false,
		},
		{
			tenants.ReviewReturns, "/returns", "Collect the figures of the last 4 quarters",
			"10 minutes a quarter for each provider, who can enter them too. One file can hold all 4.", len(k.Returns) > 0, false,
		},
		{
			tenants.SetTargets, "/targets", "Set this year's access target", "2 minutes. The other targets come with the toolkit.",
			k.AccessTarget, true,
		},
		{
			tenants.EnterReturns, "/returns", "Enter the figures of the last 4 quarters", "10 minutes a quarter. One file can hold all 4.",
			len(k.Returns) > 0, false,
		},
	}
	return slices.DeleteFunc(steps, func(s step) bool {
		return !k.Member.Can(s.permission) || commissioner && s.permission == tenants.EnterReturns
	})
}

// answered says whether every priority has a status.
func (k known) answered() bool {
	for _, p := range k.Edition.Priorities() {
		if k.Entries[p.Key].Status == assessment.NotAnswered {
			return false
		}
	}
	return true
}

// unfinished are the first steps that Do next does not follow, while one of them is still to do; none once all are done.
func unfinished(steps []step) []step {
	steps = slices.DeleteFunc(steps, func(s step) bool { return s.followed })
	if slices.ContainsFunc(steps, func(s step) bool { return !s.done }) {
		return steps
	}
	return nil
}

// stepList is first steps as a list of links, each with its state.
func (k known) stepList(steps []step) page.TaskList {
	list := page.TaskList{ID: "first"}
	for _, s := range steps {
		state := page.Tag{Text: "To do", Colour: "blue"}
		if s.done {
			state = page.Tag{Text: "Done"}
		}
		list.Items = append(list.Items, page.Task{Href: k.path(s.path), Text: s.text, Hint: s.hint, Status: state})
	}
	return list
}

// invited says whether anybody else is a member of the ICB, or is invited to be.
func invited(ctx context.Context, rows *store.Rows) (bool, error) {
	members, err := rows.Members(ctx)
	if err != nil || len(members) > 1 {
		return len(members) > 1, err
	}
	invitations, err := rows.Invitations(ctx)
	return len(invitations) > 0, err
}
