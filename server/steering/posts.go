package steering

import (
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/workbook"
)

// postsOf says which quarter the posts are of, as the staffing plan takes them.
func postsOf(s snapshot.Snapshot) string {
	years, _ := s.StaffingYears()
	for _, w := range years {
		if q := w.Plan.ICB.Quarter; q != "" {
			return "Posts at the end of " + q.Words() + ", the last quarter for which all providers have submitted their figures."
		}
	}
	return ""
}

// gaps say in a line for each role what lacks.
func gaps(s snapshot.Snapshot) (list []string) {
	years, _ := s.StaffingYears()
	for _, w := range years {
		for _, p := range w.Plan.ICB.Posts {
			if p.Needed != nil {
				list = append(list, p.Role.Words()+": "+strings.ToLower(workbook.GapWords(p)))
			}
		}
	}
	return list
}

// posts are the ICB's posts of this year, in full-time equivalents.
func posts(s snapshot.Snapshot) page.Table {
	t := table("posts", "Posts", "No posts are recorded yet.", "Posts (full-time equivalents)", "Needed", "Funded", "In post", "Gap")
	years, _ := s.StaffingYears()
	for _, w := range years {
		for _, p := range w.Plan.ICB.Posts {
			if p.Needed == nil && !p.Funded.Known && !p.InPost.Known {
				continue
			}
			needed := "Not known"
			switch {
			case p.Needed != nil:
				needed = staffing.Needed(p.Needed)
			case p.Role == staffing.Admin:
				needed = "No ratio in the toolkit"
			}
			name := page.Text(p.Role.Words())
			name.Note = w.Recorded.Year().Words()
			add(&t, name, page.Text(needed), page.Text(workbook.FTEWords(p.Funded)), page.Text(workbook.FTEWords(p.InPost)),
				page.Text(workbook.GapWords(p)))
		}
	}
	return t
}
