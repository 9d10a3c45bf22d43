package tenants

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
)

// The table cell by cell, written apart from the code: one letter for each role in the order of Roles (lead,
// commissioner, provider, reader, regional, operator); "-" where the role may not.
var cells = map[Permission]string{
	ReadToolkit:     "LCPR--",
	Assess:          "LC----",
	GiveViews:       "--P---",
	AskQuestions:    "LCP---",
	ReadPrivate:     "LC----",
	ReadNames:       "LCP---",
	ReadMembers:     "LC----",
	AddEvidence:     "LCP---",
	ReadEvidence:    "LCP---",
	ReviewEvidence:  "LC----",
	EnterReturns:    "LCP---",
	ReviewReturns:   "LC----",
	ReadAllFigures:  "LC----",
	ReadContracts:   "LCP---",
	KeepContracts:   "LC----",
	AgreeFigures:    "LC----",
	ReadPlan:        "LC----",
	KeepPlan:        "LC----",
	ReadRegisters:   "LCP---",
	KeepOwnRows:     "LCP---",
	KeepRegisters:   "LC----",
	SetTargets:      "LC----",
	ReadActions:     "LCPR--",
	WorkOnActions:   "LCP---",
	KeepActions:     "LC----",
	SealRounds:      "L-----",
	WorkbookFull:    "LC----",
	WorkbookGroup:   "LC-R--",
	WorkbookOwn:     "--P---",
	ReadHistory:     "LC----",
	ManagePeople:    "L-----",
	ManageProviders: "LC----",
	ManageSettings:  "L-----",
	ReadProcurement: "LC----",
	RemovePersonal:  "L-----",
	ExportPerson:    "L-----",
	ExportAll:       "L-----",
	ReadPortfolio:   "----G-",
	CreateTenants:   "-----O",
	PublishEditions: "-----O",
	RunService:      "-----O",
}

func TestRolesMayDoExactlyTheTable(t *testing.T) {
	letters := map[Role]byte{Lead: 'L', Commissioner: 'C', Provider: 'P', Reader: 'R', Regional: 'G', Operator: 'O'}
	if len(Permissions) != len(cells) || len(table) != len(cells) {
		t.Fatalf("%d permissions in the list, %d in the table, want %d in both", len(Permissions), len(table), len(cells))
	}
	for _, p := range Permissions {
		for i, r := range Roles {
			want := cells[p][i] == letters[r]
			if got := r.Can(p); got != want {
				t.Errorf("%s may %s: %v, want %v", r, p, got, want)
			}
			if got := (Member{Role: r}).Can(p); got != want {
				t.Errorf("a member who is %s may %s: %v, want %v", r, p, got, want)
			}
		}
	}
}

func TestUnknownRoleMayNothing(t *testing.T) {
	for _, r := range []Role{"", "admin", "LEAD"} {
		for _, p := range Permissions {
			if r.Can(p) {
				t.Errorf("role %q may %s", r, p)
			}
		}
	}
}

func TestFindICB(t *testing.T) {
	tests := []struct {
		name, code, day string
		want            string // the name found, or a part of the error
		fails           bool
	}{
		{name: "three characters", code: "QWE", day: "2026-11-20", want: "South West London"},
		{name: "five characters", code: "S1Y5D", day: "2026-11-20", want: "Central East"},
		{name: "small letters and spaces", code: " qwe ", day: "2026-11-20", want: "South West London"},
		{
			name: "closed and split in two", code: "QM7", day: "2026-11-20", want: "passed to Central East (S1Y5D), Essex (D7T5G)",
			fails: true,
		},
		{
			name: "closed and split in three", code: "QNQ", day: "2026-04-01",
			want: "Thames Valley (S0E4D), Surrey and Sussex (S9B9J), Hampshire and Isle of Wight (QRL)", fails: true,
		},
		{name: "open on its last day", code: "QM7", day: "2026-03-31", want: "Hertfordshire and West Essex"},
		{name: "open on its first day", code: "S1Y5D", day: "2026-04-01", want: "Central East"},
		{name: "closed the day after its last", code: "QM7", day: "2026-04-01", want: "passed to", fails: true},
		{name: "not open yet", code: "S1Y5D", day: "2026-03-31", want: "opens on 1 April 2026", fails: true},
		{name: "not in the list", code: "QZZ", day: "2026-11-20", want: "no ICB in England", fails: true},
		{name: "not a code", code: "LONDON", day: "2026-11-20", want: "three characters", fails: true},
		{name: "empty", code: "", day: "2026-11-20", want: "three characters", fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := FindICB(tt.code, calendar.Date(tt.day))
			got := b.Name
			if tt.fails {
				if err == nil {
					t.Fatalf("found %s, want an error", b.Name)
				}
				got = err.Error()
			} else if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
		})
	}
}

func TestListOfICBs(t *testing.T) {
	open, seen := 0, map[string]bool{}
	for _, b := range ICBs() {
		if seen[b.Code] || !codeForm.MatchString(b.Code) {
			t.Errorf("code %s is doubled or of no known form", b.Code)
		}
		seen[b.Code] = true
		if b.ClosedOn == "" {
			open++
		} else if len(successorNames(b.Code)) == 0 {
			t.Errorf("%s closed and has no successor", b.Code)
		}
	}
	if open != 36 || len(seen) != 48 || len(successions) != 16 {
		t.Errorf("%d open of %d, %d successions; want 36 of 48, 16", open, len(seen), len(successions))
	}
}
