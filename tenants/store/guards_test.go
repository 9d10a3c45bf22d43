package store_test

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
)

// guarded is one method of Rows and who may call it. who has a letter for each of askers, "-" for who is refused. What is
// asked about is Northside's where it is a provider's.
type guarded struct {
	method, who string // "History of a return" is the method History
	call        func(r *store.Rows) error
}

// askers are who calls: the ICB administrator, a commissioner, Northside's people, its rival's, a member of the steering
// group; a regional lead and an operator who are members of no ICB; and a commissioner who is outside a procurement.
const askers = "LCNVRGOU"

// TestEveryMethodHasItsGuard calls every method of Rows as everybody. The store refuses people when a page forgot to. A
// method that is not in the table fails.
func TestEveryMethodHasItsGuard(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		list := guards(t, w)
		members := map[byte]tenants.Member{
			'L': w.Lead, 'C': w.Commissioner, 'N': w.ProviderA, 'V': w.ProviderB, 'R': w.Reader,
			'G': {Tenant: w.Lead.Tenant, Person: w.Lead.Person, Role: tenants.Regional},
			'O': {Tenant: w.Lead.Tenant, Person: w.Lead.Person, Role: tenants.Operator},
		}
		for i := range len(askers) {
			who := askers[i]
			if who == 'U' {
				begin(t, w, w.Lead)
				members['U'] = now(t, w, w.Commissioner)
			}
			for _, g := range list {
				err := g.call(w.For(members[who]))
				refused := errors.Is(err, tenants.ErrForbidden) || errors.Is(err, tenants.ErrNotFound)
				if want := g.who[i] == '-'; refused != want {
					t.Errorf("%s by %c: %v, want refused: %v", g.method, who, err, want)
				}
			}
		}
	})
	known := map[string]bool{
		"CheckExport": true, "Apart": true, "MayKeep": true, "MayFill": true, "Held": true, "Reading": true, "Written": true,
		"Broken": true,
	} // they ask the database nothing, or are the tests' own
	for _, g := range guards(t, storetest.New(t)) {
		name, _, _ := strings.Cut(g.method, " ")
		known[name] = true
	}
	rows := reflect.TypeFor[*store.Rows]()
	for i := range rows.NumMethod() {
		if name := rows.Method(i).Name; !known[name] {
			t.Errorf("%s is not among the guarded methods", name)
		}
	}
}

func only[T any](_ T, err error) error { return err }

// guards is the table. Saves of what is there are of a version that is gone, so that who may save is told that it is stale.
func guards(t *testing.T, w *storetest.World) []guarded {
	t.Helper()
	const gone = 99
	a := w.ProviderA.Provider
	file := put(t, w, w.ProviderA, []byte("minutes"), evidence.Clean)
	mistaken := put(t, w, w.ProviderA, []byte("a name"), evidence.Clean)
	piece, err := w.For(w.ProviderA).SaveEvidence(ctx, editions(t).Current(), minutes(), file, mistaken)
	must(t, err)
	closed := add(t, w, w.Commissioner, func(e *evidence.Evidence) { e.Places = []evidence.Place{{Priority: "2.1"}} })
	agreed, err := w.For(w.Lead).SaveContract(ctx, contract.Contract{Provider: a, Name: "contract", Start: "2025-04-01", End: "2028-03-31"})
	must(t, err)
	team, err := w.For(w.ProviderA).SaveRow(ctx, register.Teams, register.Row{Provider: a, Values: map[string]string{"name": "East"}})
	must(t, err)
	submit(t, w, w.ProviderA, "2026Q2")
	group, err := w.For(w.Lead).PlanMeeting(ctx, meetingOn("2026-12-09"), agendaOf("Actions"))
	must(t, err)
	talked, err := w.For(w.Lead).PlanMeeting(ctx, contractMeeting(a, "2026-12-09"), agendaOf("Actions"))
	must(t, err)
	oldGroup := group
	oldGroup.Version = gone
	own, err := w.For(w.Lead).SaveOwnTarget(ctx,
		measure.Own{Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast, Value: hundredths(20_00)})
	must(t, err)
	local := measure.Local{Kind: measure.JobOutcomeRate, Year: 2026, Value: hundredths(36_00), Reason: "agreed"}
	must(t, w.For(w.Lead).SaveTargetValue(ctx, local))
	must(t, w.For(w.Lead).SavePublished(ctx, published(a, 120)))
	_, err = w.For(w.Lead).SaveEntry(ctx, priority(t, "3.4"), assessment.Entry{Status: assessment.InPlace, Notes: "a name to remove"})
	must(t, err)
	act := func(what string, owner action.Owner, about action.About, shared bool) action.Action {
		one, err := w.For(w.Lead).SaveAction(ctx, action.Action{What: what, Owner: owner, About: about, Shared: shared, Due: "2026-12-01"})
		must(t, err)
		return one
	}
	shared := act("for all", action.Owner{Provider: a}, action.About{Kind: "priority", ID: "3.4"}, true)
	theirs := act("its people's", action.Owner{Member: w.ProviderA.ID}, action.About{}, false)
	kept := act("of a contract", action.Owner{Provider: a}, action.About{Kind: "contract", ID: agreed.ID}, true)
	onClosed := query(t, w, w.Commissioner, aboutPriority("2.1"), a, "How far is it?")
	onQuestion := act("of a question", action.Owner{Provider: a}, action.About{Kind: "question", ID: onClosed}, true)
	old := func(one action.Action) action.Action { one.Version = gone; return one }
	seal(t, w, "2026Q3", "")
	sealed := map[string]string{ // ids of workbooks, by whom they are for
		"commissioners": fileOf(t, w, w.Lead, store.SealedWorkbook, "commissioners").ID,
		"group":         fileOf(t, w, w.Reader, store.SealedWorkbook, "steering group").ID,
		a:               fileOf(t, w, w.ProviderA, store.SealedWorkbook, "provider").ID,
	}
	invited := store.NewInvitationID()
	_, err = w.For(w.Lead).Invite(ctx, store.Invitation{ID: invited, Name: "New", Role: tenants.Reader})
	must(t, err)
	plan := staffing.YearOf(2026)
	plan.Version = gone
	stale := func(e evidence.Evidence) evidence.Evidence { e.Version = gone; return e }
	published := published(a, 120)
	published.Version = gone
	local.Version = gone
	history := func(kind, subject string) func(r *store.Rows) error {
		return func(r *store.Rows) error { return only(r.History(ctx, kind, subject)) }
	}
	asked := query(t, w, w.Commissioner, aboutPriority("3.4"), a, "When?")
	hushed := query(t, w, w.Commissioner, aboutPriority("2.1"), a, "Why?")
	return []guarded{
		// The toolkit
		{"Entry", "LCNVR--U", func(r *store.Rows) error { return only(r.Entry(ctx, "3.4")) }},
		{"Entries", "LCNVR--U", func(r *store.Rows) error { return only(r.Entries(ctx)) }},
		{"SearchNotes", "LCNVR--U", func(r *store.Rows) error { return only(r.SearchNotes(ctx, "name")) }},
		{"StatusesSince", "LCNVR--U", func(r *store.Rows) error { return only(r.StatusesSince(ctx, "")) }},
		{"NotesBefore", "LCNVR--U", func(r *store.Rows) error { return only(r.NotesBefore(ctx, "")) }},
		{"SaveEntry", "LC-----U", func(r *store.Rows) error {
			return only(r.SaveEntry(ctx, priority(t, "3.4"), assessment.Entry{Status: assessment.InPlace, Version: gone}))
		}},
		{"SaveEntry of 2.1", "LC------", func(r *store.Rows) error {
			return only(r.SaveEntry(ctx, priority(t, "2.1"), assessment.Entry{Status: assessment.InPlace, Version: gone}))
		}},
		{"Actions", "LCNVR--U", func(r *store.Rows) error { return only(r.Actions(ctx)) }},
		{"PriorityParts", "LCNVR--U", func(r *store.Rows) error { return only(r.PriorityParts(ctx, "3.4")) }},
		{"PriorityHistory", "LCNVR--U", func(r *store.Rows) error {
			return only(r.PriorityHistory(ctx, snapshot.Part{}, "3.4", w.ProviderA.Provider))
		}},
		{"WorkParts", "LCNVR--U", func(r *store.Rows) error { return only(r.WorkParts(ctx)) }},
		{"Beside", "LCNV---U", func(r *store.Rows) error { return only(r.Beside(ctx, "evidence", "nobody")) }},
		{"RoundParts", "LCNVR--U", func(r *store.Rows) error { return only(r.RoundParts(ctx)) }},
		{"ActionsAbout", "LCNVR--U", func(r *store.Rows) error {
			return only(r.ActionsAbout(ctx,
				action.About{Kind: "priority", ID: "3.4"}))
		}},
		{"AboutName", "LC-----U", func(r *store.Rows) error { return only(r.AboutName(ctx, action.About{Kind: "priority", ID: "3.4"})) }},
		{"AboutName of a contract", "LC------", func(r *store.Rows) error {
			return only(r.AboutName(ctx, action.About{Kind: "contract", ID: agreed.ID}))
		}},
		{"AboutName of a question on 2.1", "LC------", func(r *store.Rows) error {
			return only(r.AboutName(ctx, action.About{Kind: "question", ID: onClosed}))
		}},
		{"Action about a question on 2.1", "LCN-R---", func(r *store.Rows) error { return only(r.Action(ctx, onQuestion.ID)) }},
		{"Action", "LCN-R--U", func(r *store.Rows) error { return only(r.Action(ctx, shared.ID)) }},
		{"Action of its people", "LCN----U", func(r *store.Rows) error { return only(r.Action(ctx, theirs.ID)) }},
		{"Action about a contract", "LCN-R---", func(r *store.Rows) error { return only(r.Action(ctx, kept.ID)) }},
		{"SaveAction", "LC-----U", func(r *store.Rows) error { return only(r.SaveAction(ctx, old(shared))) }},
		{"SaveAction about a contract", "LC------", func(r *store.Rows) error { return only(r.SaveAction(ctx, old(kept))) }},
		{"ReportAction", "LCN----U", func(r *store.Rows) error { return r.ReportAction(ctx, old(theirs)) }},
		{"ReportAction about a contract", "LCN-----", func(r *store.Rows) error { return r.ReportAction(ctx, old(kept)) }},
		{"Voices", "LCNVR--U", func(r *store.Rows) error { return only(r.Voices(ctx)) }},
		{"SaveView", "--NV----", func(r *store.Rows) error {
			return r.SaveView(ctx, priority(t, "3.4"), assessment.View{Status: assessment.InPlace})
		}},
		{"CommentOnViews", "LC-----U", func(r *store.Rows) error {
			return r.CommentOnViews(ctx, assessment.Comment{Priority: "3.4", Text: "Because"})
		}},
		{"AnswerClaim", "LC-----U", func(r *store.Rows) error {
			return r.AnswerClaim(ctx, claims.Answer{Priority: "3.4", State: "differs", Note: "known", Version: gone})
		}},
		{"AnswerClaim of 2.2", "LC------", func(r *store.Rows) error {
			return r.AnswerClaim(ctx, claims.Answer{Priority: "2.2", State: "differs", Note: "known", Version: gone})
		}},
		// Evidence
		{"Evidence", "LCN----U", func(r *store.Rows) error { return only(r.Evidence(ctx, piece.ID)) }},
		{"Evidence of 2.1", "LC------", func(r *store.Rows) error { return only(r.Evidence(ctx, closed.ID)) }},
		{"EvidenceList", "LCNV---U", func(r *store.Rows) error { return only(r.EvidenceList(ctx)) }},
		{"CountEvidence", "LCNV---U", func(r *store.Rows) error { return only(r.CountEvidence(ctx, store.EvidenceFilter{})) }},
		{"EvidencePart", "LCNV---U", func(r *store.Rows) error { return only(r.EvidencePart(ctx, store.EvidenceFilter{}, 0, 10)) }},
		{"EvidenceSources", "LCNV---U", func(r *store.Rows) error { return only(r.EvidenceSources(ctx)) }},
		{"SaveEvidence", "LCN----U", func(r *store.Rows) error { return only(r.SaveEvidence(ctx, editions(t).Current(), stale(piece))) }},
		{
			"SaveEvidence of a new piece", "LCNV---U",
			func(r *store.Rows) error { return only(r.SaveEvidence(ctx, editions(t).Current(), minutes())) },
		},
		{
			"ActOnEvidence to withdraw", "LCN----U",
			func(r *store.Rows) error {
				return r.ActOnEvidence(ctx, piece.ID, gone, evidence.Withdraw, "because", "")
			},
		},
		{
			"ActOnEvidence to accept", "LC-----U",
			func(r *store.Rows) error { return r.ActOnEvidence(ctx, piece.ID, gone, evidence.Accept, "", "") },
		},
		// Questions
		{"Question", "LCN----U", func(r *store.Rows) error { return only(r.Question(ctx, asked)) }},
		{"Question about 2.1", "LCN-----", func(r *store.Rows) error { return only(r.Question(ctx, hushed)) }},
		{"QuestionsAbout", "LCNV---U", func(r *store.Rows) error { return only(r.QuestionsAbout(ctx, aboutPriority("3.4"))) }},
		{"QuestionsWaiting", "LCNV---U", func(r *store.Rows) error { return only(r.QuestionsWaiting(ctx)) }},
		{"CountQuestions", "LCNV---U", func(r *store.Rows) error { return only(r.CountQuestions(ctx, store.QuestionFilter{})) }},
		{"QuestionsPart", "LCNV---U", func(r *store.Rows) error { return only(r.QuestionsPart(ctx, store.QuestionFilter{}, 0, 10)) }},
		{"Askable", "LCNV---U", func(r *store.Rows) error { _, _, err := r.Askable(ctx, aboutPriority("3.4")); return err }},
		{"Askable of 2.1", "LCNV----", func(r *store.Rows) error { _, _, err := r.Askable(ctx, aboutPriority("2.1")); return err }},
		{"Askable of evidence", "LCN----U", func(r *store.Rows) error { _, _, err := r.Askable(ctx, aboutEvidence(piece)); return err }},
		{"Askable of figures", "LCN----U", func(r *store.Rows) error { _, _, err := r.Askable(ctx, aboutReturn(a, "2026Q2")); return err }},
		{"AskQuestion", "LCN----U", func(r *store.Rows) error {
			return only(r.AskQuestion(ctx, edition.Current(), question.Question{About: aboutReturn(a, "2026Q2")}, "Why?", ""))
		}},
		{"SayInQuestion", "LCN----U", func(r *store.Rows) error { return r.SayInQuestion(ctx, asked, gone, question.Answer, "So", "") }},
		{"History of a question", "LCN----U", history("question", asked)},
		{"Quota", "LCNV---U", func(r *store.Rows) error { _, _, err := r.Quota(ctx); return err }},
		{"PutFile", "LCNV---U", func(r *store.Rows) error {
			return only(r.PutFile(ctx, evidence.File{Name: "a.txt", Kind: evidence.TXT, Size: 1, State: evidence.Clean},
				strings.NewReader("a")))
		}},
		{"DropFile", askers, func(r *store.Rows) error { return r.DropFile(ctx, file.ID) }},
		// one that they have put in themselves, or none
		{"File", "LCN----U", func(r *store.Rows) error { return only(r.File(ctx, piece.ID, file.ID)) }},
		{"CopyFile", "LCN----U", func(r *store.Rows) error { return r.CopyFile(ctx, io.Discard, file) }},
		// Figures
		{"Returns", "LCNV---U", func(r *store.Rows) error { return only(r.Returns(ctx, "2026Q1")) }},
		{"ReturnsInShort", "LCNV---U", func(r *store.Rows) error { return only(r.ReturnsInShort(ctx)) }},
		{"ReturnsToEnter", "LCNV---U", func(r *store.Rows) error { _, _, err := r.ReturnsToEnter(ctx); return err }},
		{"Entered", "LCN----U", func(r *store.Rows) error { return only(r.Entered(ctx, a)) }},
		{"Return", "LCN----U", func(r *store.Rows) error { return only(r.Return(ctx, a, "2026Q2")) }},
		{"ReturnBefore", "LCN----U", func(r *store.Rows) error { return only(r.ReturnBefore(ctx, a, "2026Q3")) }},
		{"SaveReturn", "LCN----U", func(r *store.Rows) error {
			return only(r.SaveReturn(ctx, figures.Return{Provider: a, Quarter: "2026Q2", Version: gone}, figures.Save))
		}},
		{"SaveReturn to accept", "LC-----U", func(r *store.Rows) error {
			return only(r.SaveReturn(ctx, figures.Return{Provider: a, Quarter: "2026Q2", Version: gone}, figures.Accept))
		}},
		{"ReturnSets", "LCNV---U", func(r *store.Rows) error { return only(r.ReturnSets(ctx)) }},
		{"AgreeSet", "LC-----U", func(r *store.Rows) error {
			return r.AgreeSet(ctx, figures.Set{From: "2027Q1", AgreedOn: "2026-11-01", Note: "at the meeting"})
		}},
		{"ImportMapping", "LCN----U", func(r *store.Rows) error { return only(r.ImportMapping(ctx, a)) }},
		{"OtherProviders", "LCN----U", func(r *store.Rows) error { return only(r.OtherProviders(ctx, a)) }},
		{"SaveImport", "LCN----U", func(r *store.Rows) error {
			return r.SaveImport(ctx, a, nil, figures.Mapping{From: map[string]string{"referrals": "total"}})
		}},
		{"Published", "LCNV---U", func(r *store.Rows) error { return only(r.Published(ctx)) }},
		{"SavePublished", "LC-----U", func(r *store.Rows) error { return r.SavePublished(ctx, published) }},
		{"RemovePublished", "LC-----U", func(r *store.Rows) error { return r.RemovePublished(ctx, published) }},
		{"Breakdowns", "LCNV---U", func(r *store.Rows) error { return only(r.Breakdowns(ctx)) }},
		{"Breakdown", "--N-----", func(r *store.Rows) error { return only(r.Breakdown(ctx, a, "2026Q2", "disability")) }},
		{"SaveBreakdown", "--N-----", func(r *store.Rows) error {
			return only(r.SaveBreakdown(ctx, equity.Breakdown{Provider: a, Quarter: "2026Q2", Characteristic: "disability", Version: gone}))
		}},
		{"BreakdownsOf", "--N-----", func(r *store.Rows) error { return only(r.BreakdownsOf(ctx, a, "2026Q2")) }},
		{"SaveBreakdowns", "--N-----", func(r *store.Rows) error {
			return r.SaveBreakdowns(ctx, []equity.Breakdown{
				{Provider: a, Quarter: "2026Q2", Characteristic: "disability", Version: gone},
			})
		}},
		{"BrokenDown", "LCNV---U", func(r *store.Rows) error { return only(r.BrokenDown(ctx, "2026Q2")) }},
		{"SwitchOnTrueCounts", "LC-----U", func(r *store.Rows) error {
			return r.SwitchOnTrueCounts(ctx, "disability",
				"To agree the return")
		}},
		{"Collections", "LCNV---U", func(r *store.Rows) error { return only(r.Collections(ctx)) }},
		{"SaveCollection", "LC-----U", func(r *store.Rows) error {
			return only(r.SaveCollection(ctx,
				equity.Collection{Characteristic: "age", From: "2027Q1", Labels: []string{"Young", "Old"}, Collected: true, Version: gone}))
		}},
		// Contracts and the plan
		{"Contracts", "LCNV----", func(r *store.Rows) error { return only(r.Contracts(ctx)) }},
		{"Contract", "LCN-----", func(r *store.Rows) error { return only(r.Contract(ctx, agreed.ID)) }},
		{"SaveContract", "LC------", func(r *store.Rows) error { c := agreed; c.Version = gone; return only(r.SaveContract(ctx, c)) }},
		{"RemoveContract", "LC------", func(r *store.Rows) error { return r.RemoveContract(ctx, agreed.ID, gone) }},
		{"PlanFacts", "LC------", func(r *store.Rows) error { return only(r.PlanFacts(ctx)) }},
		{"SavePlanYear", "LC------", func(r *store.Rows) error { return r.SavePlanYear(ctx, plan) }},
		// Targets
		{"TargetInput", "LCNVR--U", func(r *store.Rows) error { return only(r.TargetInput(ctx)) }},
		{"SaveTargetValue", "LC-----U", func(r *store.Rows) error { return r.SaveTargetValue(ctx, local) }},
		{"RemoveTargetValue", "LC-----U", func(r *store.Rows) error { return r.RemoveTargetValue(ctx, local) }},
		{"SaveOwnTarget", "LC-----U", func(r *store.Rows) error { o := own; o.Version = gone; return only(r.SaveOwnTarget(ctx, o)) }},
		{"EndOwnTarget", "LC-----U", func(r *store.Rows) error { return r.EndOwnTarget(ctx, own.ID, gone) }},
		{"SaveMeasure", "LC-----U", func(r *store.Rows) error {
			return r.SaveMeasure(ctx, measure.ByHand{Target: own.ID, Quarter: "2026Q2", Value: hundredths(1_00), Version: gone})
		}},
		// Registers
		{"Registers", "LCNV---U", func(r *store.Rows) error { return only(r.Registers(ctx)) }},
		{"Register", "LCNV---U", func(r *store.Rows) error { return only(r.Register(ctx, register.Teams)) }},
		{"RegisterOf", "LCNV---U", func(r *store.Rows) error { return only(r.RegisterOf(ctx, register.Workforce, a)) }},
		{"RegisterRow", "LCN----U", func(r *store.Rows) error { return only(r.RegisterRow(ctx, register.Teams, team.ID)) }},
		{"SaveRow", "LCN----U", func(r *store.Rows) error {
			row := team
			row.Version = gone
			return only(r.SaveRow(ctx, register.Teams, row))
		}},
		{"TryWorkbook", "LCNV---U", func(r *store.Rows) error { return only(r.TryWorkbook(ctx, "book.xlsx", nil)) }},
		{"SaveWorkbook", "LCNV---U", func(r *store.Rows) error { return only(r.SaveWorkbook(ctx, "book.xlsx", nil)) }},
		{"ImportRows", "LCN----U", func(r *store.Rows) error {
			row := team
			row.Version = gone
			return r.ImportRows(ctx, register.Teams, []register.Row{row})
		}},
		{"RemoveRow", "LCN----U", func(r *store.Rows) error { return r.RemoveRow(ctx, register.Teams, team.ID, gone) }},
		// What happened
		{"HistoryPage", "LC-----U", func(r *store.Rows) error { _, _, err := r.HistoryPage(ctx, store.HistoryFilter{}, 10); return err }},
		{"HistoryPeople", "LC-----U", func(r *store.Rows) error { return only(r.HistoryPeople(ctx)) }},
		{"HistoryNames", "LC-----U", func(r *store.Rows) error { _, _, _, err := r.HistoryNames(ctx, nil); return err }},
		{"WholeHistory", "LC-----U", func(r *store.Rows) error {
			for _, err := range r.WholeHistory(ctx, 1000).All() {
				return err
			}
			return nil
		}},
		{"HistoryPart", "LCN----U", func(r *store.Rows) error { return only(r.HistoryPart(ctx, snapshot.Part{}, "return", a+" 2026Q2")) }},
		{"ChangedSince", "LCN----U", func(r *store.Rows) error { return only(r.ChangedSince(ctx, "return", a+" 2026Q2", 0)) }},
		{"History of a priority", "LCNVR--U", history("priority", "3.4")},
		{"History of a target", "LCNVR--U", history("target", own.ID)},
		{"History of evidence", "LCN----U", history("evidence", piece.ID)},
		{"History of evidence for 2.1", "LC------", history("evidence", closed.ID)},
		{"History of a return", "LCN----U", history("return", a+" 2026Q2")},
		{"History of a mapping", "LCN----U", history("import", a)},
		{"History of a published figure", "LCN----U", history("published", a+" 2026-09-30")},
		{"History of a breakdown", "LCN----U", history("breakdown", a+" 2026Q2 disability")},
		{"History of what is collected", "LC-----U", history("collection", "age")},
		{"History of what is asked", "LCNV---U", history("return_set", "2027Q1")},
		{"History of a contract", "LCN-----", history("contract", agreed.ID)},
		{"History of the plan", "LC------", history("plan", "2026")},
		{"History of a row of a list", "LCN----U", history(register.Teams, team.ID)},
		{"History of a provider", "LC-----U", history("provider", a)},
		{"History of a member", "L-------", history("member", w.Reader.Person.ID)},
		{"History of an invitation", "L-------", history("invitation", invited)},
		{"History of settings", "L-------", history("settings", "QWE")},
		{"History of procurement", "LC-----U", history("procurement", "QWE")},
		{"History of workbooks", "LC-----U", history("workbook", "full")},
		{"History of the ICB", "LC-----U", history("icb", "QWE")},
		{"History of nothing", "--------", history("nothing", "QWE")},
		// Workbooks
		{
			"Snapshot for commissioners", "LC-----U",
			func(r *store.Rows) error { return only(r.Snapshot(ctx, editions(t), view.Commissioners)) },
		},
		{
			"Snapshot for the steering group", "LC--R--U",
			func(r *store.Rows) error { return only(r.Snapshot(ctx, editions(t), view.SteeringGroup)) },
		},
		{"Snapshot for a provider", "--N-----", func(r *store.Rows) error { return only(r.Snapshot(ctx, editions(t), view.Provider(a))) }},
		{
			"SnapshotSince for commissioners", "LC-----U",
			func(r *store.Rows) error { return only(r.SnapshotSince(ctx, editions(t), view.Commissioners)) },
		},
		{"Exported to commissioners", "LC-----U", func(r *store.Rows) error { return r.Exported(ctx, "full", 1) }},
		{"Exported to the steering group", "LC--R--U", func(r *store.Rows) error { return r.Exported(ctx, "steering", 1) }},
		{"Exported to a provider", "--NV----", func(r *store.Rows) error { return r.Exported(ctx, "provider", 1) }},
		{"Exported history", "LC-----U", func(r *store.Rows) error { return r.Exported(ctx, "history", 1) }},
		{"HowMuch", "L-------", func(r *store.Rows) error { return only(r.HowMuch(ctx)) }},
		{"Everything", "L-------", func(r *store.Rows) error { return only(r.Everything(ctx, editions(t), io.Discard)) }},
		{"CopyKept", "L-------", func(r *store.Rows) error {
			return r.CopyKept(ctx, io.Discard, store.KeptFile{File: archive.File{Kind: archive.Sealed, ID: sealed["group"]}})
		}},
		{"ExportedAll", "L-------", func(r *store.Rows) error { return r.ExportedAll(ctx, 1, "The ICB leaves") }},
		// Rounds
		{"TakenUp", "LCNVR--U", func(r *store.Rows) error { return only(r.TakenUp(ctx, "2026Q3")) }},
		{"TakeUp", "L-------", func(r *store.Rows) error { return r.TakeUp(ctx, editions(t), "2026Q3", "2026-03") }},
		{"GoBack", "L-------", func(r *store.Rows) error { return r.GoBack(ctx, editions(t), "2026Q3") }},
		{"Openings", "LCNVR--U", func(r *store.Rows) error { return only(r.Openings(ctx)) }},
		{"Review", "LCNVR--U", func(r *store.Rows) error { return only(r.Review(ctx)) }},
		{"OpenRound", "L-------", func(r *store.Rows) error { return r.OpenRound(ctx, "2026Q3") }},
		{"Rounds", "LCNVR--U", func(r *store.Rows) error { return only(r.Rounds(ctx)) }},
		{"SavesSince", "LC-----U", func(r *store.Rows) error { return only(r.SavesSince(ctx, 0)) }},
		{"SealRound", "L-------", func(r *store.Rows) error {
			return r.SealRound(ctx, editions(t), store.Seal{Quarter: "2026Q3", Seen: gone, Reason: "again"})
		}},
		{"SealedFile of commissioners", "LC------", func(r *store.Rows) error { return only(r.SealedFile(ctx, sealed["commissioners"])) }},
		{"SealedFile of the steering group", "LC--R---", func(r *store.Rows) error { return only(r.SealedFile(ctx, sealed["group"])) }},
		{"SealedFile of a provider", "--N-----", func(r *store.Rows) error { return only(r.SealedFile(ctx, sealed[a])) }},
		{
			"CopySealed of commissioners", "LC------",
			func(r *store.Rows) error { return r.CopySealed(ctx, io.Discard, sealed["commissioners"]) },
		},
		{"CopySealed of a provider", "--N-----", func(r *store.Rows) error { return r.CopySealed(ctx, io.Discard, sealed[a]) }},
		{"ExportedSealed of commissioners", "LC------", func(r *store.Rows) error {
			return r.ExportedSealed(ctx, store.SealedFile{ID: sealed["commissioners"]})
		}},
		{"ExportedSealed of a provider", "--N-----", func(r *store.Rows) error {
			return r.ExportedSealed(ctx, store.SealedFile{ID: sealed[a]})
		}},
		// The steering group
		{"Drafts", askers, func(r *store.Rows) error { return only(r.Drafts(ctx, register.SteeringMeeting)) }}, // whether they do
		{"Meetings of the group", "LC--R--U", func(r *store.Rows) error { return only(r.Meetings(ctx, register.SteeringMeeting)) }},
		{"MeetingDays of the group", "LC--R--U", func(r *store.Rows) error { return only(r.MeetingDays(ctx, register.SteeringMeeting)) }},
		{"Meeting of the group", "LC--R--U", func(r *store.Rows) error { return only(r.Meeting(ctx, register.SteeringMeeting, group.ID)) }},
		{"Meetings on contracts", "LCNV---U", func(r *store.Rows) error { return only(r.Meetings(ctx, register.ContractMeeting)) }},
		{"MeetingDays on contracts", "LCNV---U", func(r *store.Rows) error { return only(r.MeetingDays(ctx, register.ContractMeeting)) }},
		{"Meeting on a contract", "LCN----U", func(r *store.Rows) error {
			return only(r.Meeting(ctx, register.ContractMeeting, talked.ID))
		}},
		{"ActionsOf a meeting", "LCNVR--U", func(r *store.Rows) error { return only(r.ActionsOf(ctx, steering.Meeting{Row: talked})) }},
		{"GroupSeats", "LC--R--U", func(r *store.Rows) error { return only(r.GroupSeats(ctx)) }},
		{"PlanMeeting", "LC-----U", func(r *store.Rows) error {
			return only(r.PlanMeeting(ctx, meetingOn("2026-12-09"), agendaOf("Actions")))
		}},
		{"SaveAttendance", "LC-----U", func(r *store.Rows) error { return r.SaveAttendance(ctx, oldGroup, nil) }},
		{"History of a round", "LC-----U", history("round", "2026Q3 1")},
		// People, providers and settings
		{"Members", "LCNVR--U", func(r *store.Rows) error { return only(r.Members(ctx)) }},
		{"AddMember", "L-------", func(r *store.Rows) error { return only(r.AddMember(ctx, w.Reader.Person, tenants.Reader, "")) }},
		{"ChangeRole", "L-------", func(r *store.Rows) error { return r.ChangeRole(ctx, w.Reader.ID, tenants.Lead, "", gone) }},
		{"Owned", "L-------", func(r *store.Rows) error { return only(r.Owned(ctx, w.Reader.ID)) }},
		{"HandOver", "L-------", func(r *store.Rows) error {
			return r.HandOver(ctx, store.HandOver{From: w.ProviderA.ID, Seen: []string{"priority 3.4"}})
		}},
		{"EndMembership", "L-------", func(r *store.Rows) error { return r.EndMembership(ctx, w.Reader.ID, gone) }},
		{"RemoveMember", "--------", func(r *store.Rows) error { return r.RemoveMember(ctx, w.Reader.ID, "gone") }},
		{"Invitations", "L-------", func(r *store.Rows) error { return only(r.Invitations(ctx)) }},
		{"Invite", "L-------", func(r *store.Rows) error {
			return only(r.Invite(ctx, store.Invitation{Name: "New", Role: tenants.Lead}))
		}},
		{"RenewInvitation", "L-------", func(r *store.Rows) error { return only(r.RenewInvitation(ctx, invited, gone)) }},
		{"MailInvitation", "L-------", func(r *store.Rows) error { return r.MailInvitation(ctx, invited, gone) }},
		{"RevokeInvitation", "L-------", func(r *store.Rows) error { return r.RevokeInvitation(ctx, invited, gone) }},
		{"Providers", "LCNVR--U", func(r *store.Rows) error { return only(r.Providers(ctx)) }},
		{"Provider", "LCN-R--U", func(r *store.Rows) error { return only(r.Provider(ctx, a)) }},
		{"SaveProvider", "LC-----U", func(r *store.Rows) error {
			return only(r.SaveProvider(ctx, provider.Provider{ID: a, Name: "Northside", Kind: "other", Version: gone}))
		}},
		{"SaveSettings", "L-------", func(r *store.Rows) error {
			return r.SaveSettings(ctx, store.Settings{FiguresDue: calendar.UsualDeadline, RetentionYears: 9, Version: gone})
		}},
		// Personal data
		{"Staff", "L-------", func(r *store.Rows) error { return only(r.Staff(ctx)) }},
		{"ExportPerson", "L-------", func(r *store.Rows) error { return only(r.ExportPerson(ctx, w.Reader.Person.ID)) }},
		{"FindText", "L-------", func(r *store.Rows) error { return only(r.FindText(ctx, "name")) }},
		{"SeenSince", "LCNVR--U", func(r *store.Rows) error { return only(r.SeenSince(ctx, editions(t), 0)) }},
		{"EraseAll", "L-------", func(r *store.Rows) error {
			return r.EraseAll(ctx, editions(t), store.Erasure{Places: []string{"entries/notes/3.4"}, Reason: "a name", Workbook: book})
		}},
		{"FindSealed", "L-------", func(r *store.Rows) error { return only(r.FindSealed(ctx, "name")) }},
		{"Removals", "L-------", func(r *store.Rows) error { return only(r.Removals(ctx)) }},
		{"EraseFile", "L-------", func(r *store.Rows) error { return r.EraseFile(ctx, piece.ID, mistaken.ID, "a name") }},
		{"Erase", "L-------", func(r *store.Rows) error { return r.Erase(ctx, []string{"entries/notes/3.4"}, "a name") }},
		// Procurement
		{"Procurement", "LC-----U", func(r *store.Rows) error { return only(r.Procurement(ctx)) }},
		{"BeginProcurement", "L-------", func(r *store.Rows) error {
			return r.BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}, Version: gone}, "to choose a provider", "")
		}},
		{"NameForProcurement", "L-------", func(r *store.Rows) error { return r.NameForProcurement(ctx, store.Naming{Version: gone}) }},
		{"EndProcurement", "L-------", func(r *store.Rows) error { return r.EndProcurement(ctx, gone) }},
		{"OpenProcurement", "--------", func(r *store.Rows) error { return r.OpenProcurement(ctx, w.Lead.ID, "nobody is left") }},
	}
}
