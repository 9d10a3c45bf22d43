package evidence

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
)

// show is the form with what was typed.
func (p Pages) show(c *gin.Context, ed *edition.Edition, present evidence.Evidence, t typed, r page.Refusal) error {
	wrong := r.Problems
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int {
		return cmp.Compare(slices.Index(formOrder, a.Field), slices.Index(formOrder, b.Field))
	})
	data := formPage{
		Base: under(c, page.New(c, "Add evidence")).Refused(r), Version: t.Version, Action: path(c) + "/add", Cancel: path(c),
		Button:  "Add evidence",
		Warning: evidence.Warning, Again: t.chosen && r.Status() != http.StatusOK,
		Name: page.Input{
			Name: "title", Label: "Title", LabelSize: "s", Hint: "What it is, such as ‘Steering group minutes’",
			Value: t.Title, Error: wrong.For("title"),
		},
		Link: page.Input{
			Name: "link", Label: "Link", LabelSize: "s", Type: "url", Value: t.Link, Error: wrong.For("link"), Autocomplete: "off",
			Hint: "Its web address, if it has one. We never open it ourselves",
		},
		Files: page.FileUpload{
			Name: "files", Label: "Files", LabelSize: "s", Multiple: true, Error: joined(wrong, "files"),
			Accept: ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.csv,.txt,.png,.jpg,.jpeg",
			Hint:   evidence.KindsWords + ". Up to 20 MB each",
		},
		From: page.DateInput{
			Name: "from", Legend: "Start of the period it covers (optional)", LegendSize: "s",
			Hint: "For example, 1 7 2026", Typed: t.from, Problems: wrong,
		},
		To: page.DateInput{
			Name: "to", Legend: "End of the period it covers (optional)", LegendSize: "s",
			Hint: "For example, 30 9 2026", Typed: t.to, Problems: wrong,
		},
		ReviewOn: page.DateInput{
			Name: "review_on", Legend: "Review by (optional)", LegendSize: "s",
			Hint: "When somebody should check that it is still right. For example, 31 3 2027", Typed: t.reviewOn, Problems: wrong,
		},
		Confirm: page.ConfirmBox(append(t.Numbers(), t.numbers...), present.Confirmed, t.confirmed),
	}
	if present.ID != "" {
		data.Base = under(c, page.New(c, "Change evidence"), page.Crumb{Href: path(c) + "/" + present.ID, Text: present.Title}).Refused(r)
		data.Action, data.Cancel, data.Button = path(c)+"/"+present.ID+"/edit", path(c)+"/"+present.ID, "Save"
		data.Files.Label = "Add files"
	}
	for _, f := range present.Files {
		data.Kept = append(data.Kept, f.Name)
	}
	data.Points, data.Sections, data.PriorityErr = placeBoxes(ed, page.Member(c), t, wrong)
	if err := p.commissionersFields(c, &data, present, t, wrong); err != nil {
		return err
	}
	return formTemplate.Show(c, r.Status(), data)
}

// commissionersFields are what only the ICB's own people are asked.
func (p Pages) commissionersFields(c *gin.Context, data *formPage, present evidence.Evidence, t typed, wrong problem.List) error {
	if page.Member(c).Role == tenants.Provider {
		return nil
	}
	if present.ID == "" {
		providers, err := p.rows(c).Providers(c)
		if err != nil {
			return err
		}
		data.Source = page.Select{
			Name: "provider", Label: "Who is it from?", LabelSize: "s", Value: t.Provider, Error: wrong.For("provider"),
			Options: []page.Option{{Value: "", Text: "The ICB"}},
		}
		for _, o := range providers {
			if !o.Ended {
				data.Source.Options = append(data.Source.Options, page.Option{Value: o.ID, Text: o.Name})
			}
		}
	}
	if t.Provider == "" {
		data.Shared = page.Checkboxes{
			Name: "shared", Legend: "Who sees it?", LegendSize: "s",
			Hint:  "Only the ICB’s own evidence can be shared. Only the provider and the ICB see a provider’s evidence",
			Items: []page.Item{{Value: "yes", Text: "Share it with all providers of the ICB"}},
		}
		if t.Shared {
			data.Shared.Values = []string{"yes"}
		}
	}
	return nil
}
