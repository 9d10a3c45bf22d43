package home

import (
	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
)

// emptyICB is what the start page says while an ICB has recorded nothing: what to do first, in order.
type emptyICB struct {
	// Steps are there for people who can do something about it.
	Steps page.TaskList
}

// empty is the first steps that the member's role can take, each with how long it takes.
func empty(k known) *emptyICB {
	done := func(done bool) page.Tag {
		if done {
			return page.Tag{Text: "Done"}
		}
		return page.Tag{Text: "To do", Colour: "blue"}
	}
	steps := []struct {
		permission tenants.Permission
		task       page.Task
	}{
		{tenants.Assess, page.Task{Href: k.path("/toolkit"), Text: "Look through the 7 sections", Hint: "20 minutes. See what the toolkit asks before you answer.", Status: done(false)}},
		{tenants.ManagePeople, page.Task{Href: k.path("/people"), Text: "Invite your commissioners and steering group", Hint: "2 minutes for each person. They get a link that works once.", Status: done(false)}},
		{tenants.ManageProviders, page.Task{Href: k.path("/providers"), Text: "Record the providers that deliver IPS", Hint: "5 minutes. Then invite their people: they add evidence and figures themselves.", Status: done(len(k.Providers) > 0)}},
		{tenants.Assess, page.Task{Href: k.path("/toolkit/1.1"), Text: "Give each priority a status and notes", Hint: "5 to 10 minutes a priority, about 3 hours for all. Stop whenever you like; what you saved stays.", Status: done(false)}},
		{tenants.KeepContracts, page.Task{Href: k.path("/contracts"), Text: "Record the contracts", Hint: "5 minutes for each. You are then told when talks about the end are due.", Status: done(len(k.Contracts) > 0)}},
		{tenants.ReviewReturns, page.Task{Href: k.path("/returns"), Text: "Collect the figures of the last 4 quarters", Hint: "10 minutes a quarter for each provider, who can enter them too.", Status: done(len(k.Returns) > 0)}},
		{tenants.SetTargets, page.Task{Href: k.path("/targets"), Text: "Set this year's access target", Hint: "2 minutes. The other targets come with the toolkit.", Status: done(k.AccessTarget)}},
		{tenants.EnterReturns, page.Task{Href: k.path("/returns"), Text: "Enter the figures of the last 4 quarters", Hint: "10 minutes a quarter.", Status: done(len(k.Returns) > 0)}},
	}
	e := &emptyICB{Steps: page.TaskList{ID: "first"}}
	for _, s := range steps {
		commissioner := k.Member.Can(tenants.Assess)
		if k.Member.Can(s.permission) && !(commissioner && s.permission == tenants.EnterReturns) {
			e.Steps.Items = append(e.Steps.Items, s.task)
		}
	}
	return e
}
