package round

import (
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/view"
)

// Action is what somebody had agreed to do. Owner and OwnerTitle name a person, Provider is the id of the provider that
// it was of, Role a role outside the service. AboutKind and AboutID are what it was about, as the history names it.
type Action struct {
	ID           string `json:"id"`
	What         string `json:"what,omitempty"`
	Owner        string `json:"owner,omitempty"`
	OwnerTitle   string `json:"owner_title,omitempty"`
	Provider     string `json:"provider,omitempty"`
	ProviderName string `json:"provider_name,omitempty"`
	Role         string `json:"role,omitempty"`
	Asked        string `json:"asked,omitempty"`
	AboutKind    string `json:"about_kind,omitempty"`
	AboutID      string `json:"about_id,omitempty"`
	AboutName    string `json:"about_name,omitempty"`
	Due          Day    `json:"due,omitempty"`
	State        string `json:"state,omitempty"`
	DoneOn       Day    `json:"done_on,omitempty"`
	Reason       string `json:"reason,omitempty"`
	Note         string `json:"note,omitempty"`
	Shared       bool   `json:"shared,omitempty"`
	ChangedAt    Moment `json:"changed_at,omitempty"`
	ChangedBy    string `json:"changed_by,omitempty"`
}

func actionOf(x action.Action) Action {
	return Action{
		ID: x.ID, What: x.What, Owner: x.Name, OwnerTitle: x.Title.Words, Provider: x.Provider, ProviderName: x.ProviderName,
		Role: x.Role, Asked: string(x.Asked), AboutKind: x.About.Kind, AboutID: x.About.ID, AboutName: x.AboutName, Due: Day(x.Due),
		State: string(x.State), DoneOn: Day(x.DoneOn), Reason: x.Reason, Note: x.Note, Shared: x.Shared, ChangedAt: Moment(x.ChangedAt),
		ChangedBy: x.ChangedBy,
	}
}

func (x Action) back() action.Action {
	return action.Action{
		ID: x.ID, What: x.What, Asked: action.Asked(x.Asked), About: action.About{Kind: x.AboutKind, ID: x.AboutID},
		Owner: action.Owner{
			Name: x.Owner, Title: view.Title{Words: x.OwnerTitle}, Provider: x.Provider, ProviderName: x.ProviderName, Role: x.Role,
		},
		AboutName: x.AboutName, Due: calendar.Date(x.Due), State: action.State(x.State), DoneOn: calendar.Date(x.DoneOn),
		Reason: x.Reason, Note: x.Note, Shared: x.Shared, ChangedAt: calendar.Instant(x.ChangedAt), ChangedBy: x.ChangedBy,
	}
}
