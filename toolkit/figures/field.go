package figures

import (
	"maps"
	"math/big"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// Unit is what a number of a return counts. It decides how people type the number.
type Unit int

const (
	Whole Unit = iota // people, referrals, jobs, contacts
	FTEs              // posts, in full-time equivalents
	Days              // a mean number of days
)

// Field is one number of a return: its name in forms, audit and files, the words that people read, and whether a return
// needs it to be submitted.
type Field struct {
	Name  string
	Label string
	Hint  string
	Unit  Unit
	// People says that the figure counts people accessing IPS services, or something that belongs to one of them (a
	// referral, a job). Masking of small numbers applies to these.
	People bool
	// Optional figures can be left out. The others need a number, or a word in its place if OrWhy is set.
	Optional bool
	OrWhy    bool
	// Since is the first quarter that needs the number, "" for all. A return submitted before stays as it is, and can
	// be corrected without it.
	Since calendar.Quarter
	// Part is the code of the part of an agreed set that asks for it, "" for what all providers give.
	Part string

	detail bool // a part of another figure: not divided by team again
	count  func(*Return) *number.Count
	fte    func(*Return) *number.FTE
}

// since is the first quarter that asks for referrals, all job starts, senior specialists and admin posts.
const since = calendar.Quarter("2026Q3")

// Fields are the numbers that every provider gives, in the order of the form.
var Fields = []Field{
	{
		Name: "referrals", Label: "Referrals received", People: true, OrWhy: true, Since: since,
		Hint: "All referrals in the quarter, including self-referrals and those not taken on.",
	},
	{
		Name: "access_unemployed", Label: "People out of work who accessed the service", People: true,
		Hint:  "First contact in this quarter, out of work at the start, whether or not looking. Each person once.",
		count: func(r *Return) *number.Count { return &r.AccessUnemployed },
	},
	{
		Name: "access_retention", Label: "People in work who accessed the service to keep their job", People: true,
		Hint:  "First contact in this quarter, in work at the start. Each person once.",
		count: func(r *Return) *number.Count { return &r.AccessRetention },
	},
	{
		Name: "first_job_starts", Label: "People out of work at the start who started a first job", People: true,
		Hint:  "People, not jobs: the first competitive paid job only. Leave out people who were in work at the start.",
		count: func(r *Return) *number.Count { return &r.FirstJobStarts },
	},
	{
		Name: "job_starts", Label: "All job starts", People: true, OrWhy: true, Since: since,
		Hint: "Jobs, not people: first jobs, and second and later ones.",
	},
	{
		Name: "kept_work", Label: "People in work at the start who kept their job", People: true,
		Hint:  "People supported to keep a job. They never count towards the job outcome rate.",
		count: func(r *Return) *number.Count { return &r.KeptWork },
	},
	{
		Name: "es_in_post", Label: "Employment specialists in post (FTE)", Unit: FTEs,
		Hint: "At the end of the quarter. Count senior specialists who carry a caseload.",
		fte:  func(r *Return) *number.FTE { return &r.InPost.ES },
	},
	{
		Name: "senior_es_in_post", Label: "Of these, senior employment specialists in post (FTE)", Unit: FTEs, OrWhy: true, Since: since,
		Hint: "Those who carry a caseload. They are part of the number above.",
	},
	{
		Name: "tl_in_post", Label: "Team leaders in post (FTE)", Unit: FTEs, Hint: "At the end of the quarter.",
		fte: func(r *Return) *number.FTE { return &r.InPost.TL },
	},
	{
		Name: "sm_in_post", Label: "Service managers in post (FTE)", Unit: FTEs, Hint: "At the end of the quarter.",
		fte: func(r *Return) *number.FTE { return &r.InPost.SM },
	},
	{
		Name: "admin_in_post", Label: "Administrators in post (FTE)", Unit: FTEs, Hint: "At the end of the quarter.", OrWhy: true,
		Since: since,
	},
	{
		Name: "es_funded", Label: "Employment specialists funded (FTE)", Unit: FTEs, Optional: true,
		fte: func(r *Return) *number.FTE { return &r.Funded.ES },
	},
	{Name: "senior_es_funded", Label: "Of these, senior employment specialists funded (FTE)", Unit: FTEs, Optional: true},
	{
		Name: "tl_funded", Label: "Team leaders funded (FTE)", Unit: FTEs, Optional: true,
		fte: func(r *Return) *number.FTE { return &r.Funded.TL },
	},
	{
		Name: "sm_funded", Label: "Service managers funded (FTE)", Unit: FTEs, Optional: true,
		fte: func(r *Return) *number.FTE { return &r.Funded.SM },
	},
	{Name: "admin_funded", Label: "Administrators funded (FTE)", Unit: FTEs, Optional: true},
}

// Named finds a field by its name, among those of all providers and those of the agreed parts.
func Named(name string) (Field, bool) {
	all := AllFields()
	i := slices.IndexFunc(all, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return all[i], true
}

// FieldOf is Named for a name in the program's code; it panics for an unknown name.
func FieldOf(name string) Field {
	f, ok := Named(name)
	if !ok {
		panic("figures: no field " + name)
	}
	return f
}

// Why is the name of the box for a word beside the figure.
func (f Field) Why() string { return "why_" + f.Name }

// ByTeam says whether a provider may divide the figure by its teams.
func (f Field) ByTeam() bool { return f.People && !f.detail }

// NeededIn says whether a return for a quarter needs the number, or at least a word in its place.
func (f Field) NeededIn(q calendar.Quarter) bool { return !f.Optional && q >= f.Since }

// Parse reads a typed number in hundredths.
func (f Field) Parse(text string) (hundredths int64, known bool, err error) {
	switch f.Unit {
	case FTEs:
		return number.Parse(text, "", f.most(), 2, "18.5")
	case Days:
		return number.Parse(text, "", f.most(), 1, "21 or 21.5")
	}
	return number.Parse(text, "", f.most(), 0, "120")
}

// most is the largest number that the field can hold, in hundredths.
func (f Field) most() int64 {
	switch {
	case f.Unit == FTEs:
		return number.MostFTE
	case f.Unit == Days:
		return number.MostDays * 100
	case f.People:
		return number.MostPeople * 100
	}
	return number.MostInAYear * 100
}

// Read puts a typed number into the return. The error continues the field's label.
func (f Field) Read(r *Return, text string) error {
	h, known, err := f.Parse(text)
	f.Set(r, h, known)
	return err
}

// Set puts a number, in hundredths, into the return; known is false when nobody has given one.
func (f Field) Set(r *Return, hundredths int64, known bool) {
	switch {
	case f.count != nil:
		*f.count(r) = number.Count{N: hundredths / 100, Known: known}
	case f.fte != nil:
		*f.fte(r) = number.FTE{Hundredths: hundredths, Known: known}
	default:
		// A copy of a return must not share its map.
		r.Other = maps.Clone(r.Other)
		delete(r.Other, f.Name)
		if known {
			r.Other = with(r.Other, f.Name, hundredths)
		}
	}
}

// with sets a value in a map, and makes the map first if it is nil.
func with[V any](m map[string]V, key string, v V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = v
	return m
}

// Text is the number as people read it, "1,200" or "18.50"; "" while it is not known.
func (f Field) Text(r Return) string {
	h, known := f.Hundredths(r)
	if !known {
		return ""
	}
	return f.Words(h)
}

// Words is a number of the field, in hundredths, as people read it.
func (f Field) Words(hundredths int64) string {
	switch f.Unit {
	case FTEs:
		return number.Decimal(hundredths, 2)
	case Days:
		return number.Plain(hundredths)
	}
	return number.Decimal(hundredths, 0)
}

// Value is the number as an exact fraction; false while it is not known.
func (f Field) Value(r Return) (*big.Rat, bool) {
	h, known := f.Hundredths(r)
	return big.NewRat(h, 100), known
}

// Hundredths is the number in hundredths of a person, of an FTE or of a day; false while it is not known.
func (f Field) Hundredths(r Return) (int64, bool) {
	switch {
	case f.count != nil:
		c := *f.count(&r)
		return c.N * 100, c.Known
	case f.fte != nil:
		n := *f.fte(&r)
		return n.Hundredths, n.Known
	}
	h, known := r.Other[f.Name]
	return h, known
}
