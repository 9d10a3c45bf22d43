package edition

import (
	"strings"
	"testing"
)

// Plain words may not make the toolkit stricter or milder than its source, nor leave its terms out (IPS commissioning
// self-assessment toolkit, March 2026; the page is that of the priority).
func TestMarch2026IsAsStrongAsItsSource(t *testing.T) {
	for _, c := range []struct {
		where string   // a priority and the id of its point, or "name"
		has   []string // words that carry the strength, as they are shown
		lacks []string // words that were stricter or milder
	}{
		{"1.2 b1", []string{"ideally its service manager or team leaders"}, nil},
		{"1.2 c2", []string{"consistent", "co-manages"}, nil},
		{"1.3 c2", []string{"may", "optional", "not a target", "not a requirement"}, []string{"must"}},
		{"2.2 c1", []string{"encouraged", "are to be avoided"}, []string{"must"}},
		{"2.2 b1", []string{"as long as possible", "typically"}, nil},
		{"2.3 c1", []string{"Where appropriate"}, nil},
		{"2.4 b2", []string{"may vary", "where necessary"}, nil},
		{"3.1 name", []string{"Accurate and complete"}, nil},
		{"3.1 c2", []string{"has specified"}, []string{"asks"}},
		{"3.2 c3", []string{"ideally separate", "consider"}, nil},
		{"3.2 b2", []string{"quality assurance fidelity review"}, nil},
		{"3.3 b1", []string{"whichever apply", "must also"}, nil},
		{"3.3 b2", []string{"there may be others"}, nil},
		{"3.4 name", []string{"accessing IPS"}, nil},
		{"3.4 c1", []string{"suggest", "should", "expected"}, []string{"must"}},
		{"4.1 c4", []string{"guideline", "discretion"}, nil},
		{"4.1 b1.2", []string{"In some instances"}, []string{"At times"}},
		{"4.2 c1", []string{"must offer appropriate pay", "recommended"}, nil},
		{"4.2 c3", []string{"significantly more likely"}, nil},
		{"4.2 c4", []string{"career progression"}, nil},
		{"4.2 b3", []string{"clearly defined", "career progression"}, []string{"progress in a career"}},
		{"4.2 b4", []string{"explicitly"}, []string{"in so many words"}},
		{"4.3 c1", []string{"typically"}, nil},
		{"4.4 c1", []string{"significantly strengthens"}, nil},
		{"4.5 c1", []string{"Wherever possible", "can also lead"}, nil},
		{"4.5 b1", []string{"wherever possible"}, nil},
		{"5.1 c3", []string{"can make this possible"}, nil},
		{"5.1 c4", []string{"where the appropriate consents are in place"}, nil},
		{"5.1 b4", []string{"considered eligible spend"}, nil},
		{"6.1 c1", []string{"may include compensating"}, []string{"paying"}},
		{"6.1 b2", []string{"where appropriate"}, nil},
		{"6.1 b3", []string{"paid appropriately"}, nil},
		{"6.1 b4", []string{"directly informs"}, []string{"rest directly"}},
		{"6.2 b2", []string{"Improvement plans"}, []string{"Plans for improvement"}},
		{"7.1 c1", []string{"fundamental to", "4 fundamental purposes", "much more likely to lose"}, []string{"basic", "far more often"}},
		{"7.1 c2", []string{"trust or ICS"}, []string{"trust and the ICS"}},
	} {
		key, id, _ := strings.Cut(c.where, " ")
		p, found := march(t).Priority(key)
		text := p.Name
		if id != "name" {
			var point Point
			if point, found = p.Point(id); found {
				text = point.Plain()
			}
		}
		if !found {
			t.Errorf("there is no %s", c.where)
		}
		for _, words := range c.has {
			if !strings.Contains(text, words) {
				t.Errorf("%s does not say %q: %s", c.where, words, text)
			}
		}
		for _, words := range c.lacks {
			if strings.Contains(text, words) {
				t.Errorf("%s says %q: %s", c.where, words, text)
			}
		}
	}
}

func TestMarch2026Introduction(t *testing.T) {
	all := strings.Join(march(t).Introduction, "\n")
	for _, words := range []string{
		"Fit for the Future: 10 Year Health Plan for England", "Medium Term Planning Framework (MTPF)", "4 fundamental purposes",
		"strengths-based", `"people with severe mental illness (SMI)" for the population`,
		`"people accessing IPS services" for the delivery of IPS`,
	} {
		if !strings.Contains(all, words) {
			t.Errorf("the introduction has lost %q", words)
		}
	}
}

// What the corrections say of 4.1 is what is shown: reviewing the staff in post is a best practice of its own, and no line
// of what contracts specify.
func TestMarch2026StaffingReviewIsItsOwn(t *testing.T) {
	e := march(t)
	p, _ := e.Priority("4.1")
	review, found := p.Point("b2")
	if !found || review.Depth() != 0 || !strings.Contains(review.Text, "regularly review the actual staffing") {
		t.Errorf("b2 of 4.1: %+v", review)
	}
	for _, m := range e.Errata {
		if strings.HasPrefix(m.Where, "4.1, the last line") {
			if m.Read != "A separate best practice, beside what contracts specify." {
				t.Errorf("the correction says %q", m.Read)
			}
			return
		}
	}
	t.Error("no correction about the last line of 4.1")
}
