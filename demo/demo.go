// Package demo is the demonstration: invented ICBs with people who can sign in, laid out around the day of the first
// start. demo/seed makes very many ICBs, and demo/sample is one ICB as a value, for tests.
package demo

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/provider"
)

// Each ICB has a file, with days counted from the first start.

//go:embed icbs/*.yaml
var icbFiles embed.FS

// icbFile is one file.
type icbFile struct {
	Code       string                 `yaml:"code"`
	Name       string                 `yaml:"name"`
	Region     string                 `yaml:"region"`
	Years      int                    `yaml:"retention_years"`
	ByProvider bool                   `yaml:"by_provider"`
	Meeting    moment                 `yaml:"meeting"`
	Begins     moment                 `yaml:"begins"` // when the ICB was made and its people joined
	Providers  []providerPart         `yaml:"providers"`
	People     []memberPart           `yaml:"people"`
	Rounds     []roundPart            `yaml:"rounds"`
	Entries    map[string][]entrySave `yaml:"entries"`
	Views      []viewSave             `yaml:"views"`
	Comments   []viewComment          `yaml:"comments"`
	Evidence   []evidencePart         `yaml:"evidence"`
	Questions  []questionPart         `yaml:"questions"`
	Contracts  []contractPart         `yaml:"contracts"`
	Actions    []actionPart           `yaml:"actions"`
	Targets    []targetValue          `yaml:"targets"`
	Own        []ownTarget            `yaml:"own_targets"`
	Sets       []agreedSet            `yaml:"sets"`
	Returns    []returnsPart          `yaml:"returns"`
	Published  []publishedAccess      `yaml:"published"`
	Plan       []planSave             `yaml:"plan"`
}

type providerPart struct {
	Key   string         `yaml:"key"`
	Name  string         `yaml:"name"`
	Kind  provider.Kind  `yaml:"kind"`
	Stage provider.Stage `yaml:"stage"`
	Place string         `yaml:"place"`
	Under string         `yaml:"under"` // the key of the provider that it delivers under, which comes earlier in the file
}

// memberPart is a person's place in the ICB. The rest of the file names people by the part of their key before the
// ICB's ("lead", "provider-a"), or by the whole key for somebody from another ICB.
type memberPart struct {
	Key      string       `yaml:"key"`
	Role     tenants.Role `yaml:"role"`
	Provider string       `yaml:"provider"`
}

// in is the person's name in the file of an ICB.
func (m memberPart) in(code string) string {
	return strings.TrimSuffix(m.Key, "-"+strings.ToLower(code))
}

// readFiles reads all files.
func readFiles() ([]icbFile, error) {
	names, err := icbFiles.ReadDir("icbs")
	if err != nil {
		return nil, err
	}
	var list []icbFile
	for _, n := range names {
		data, err := icbFiles.ReadFile(path.Join("icbs", n.Name()))
		if err != nil {
			return nil, err
		}
		var icb icbFile
		if err := yaml.UnmarshalWithOptions(data, &icb, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("%s: %w", n.Name(), err)
		}
		list = append(list, icb)
	}
	return list, nil
}

// People are the people who can sign in to the demonstration, in the order of the files, each once.
func People() []demoidp.Person {
	icbs, err := readFiles()
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	var people []demoidp.Person
	for _, icb := range icbs {
		for _, m := range icb.People {
			if i := slices.IndexFunc(people, func(p demoidp.Person) bool { return p.Key == m.Key }); i >= 0 {
				people[i].Description += ", and has the same role in " + icb.Code
				continue
			}
			people = append(people, demoidp.Person{
				Key: m.Key, Name: personName(m.Key), Description: icb.does(m), Group: icb.Name + " (" + icb.Code + ")",
				Email: m.Key + "@example.org",
			})
		}
	}
	return people
}

// personName is a person's name: their role, never an invented one.
func personName(key string) string {
	who, icb, _ := strings.Cut(key, "-demo")
	return map[string]string{
		"lead": "ICB administrator", "commissioner": "Commissioner", "provider-a": "Provider A", "provider-b": "Provider B",
		"reader": "Steering group member",
	}[who] + ", Demo " + icb
}

// does says what a person can do, for the page where a visitor chooses whom to sign in as.
func (icb icbFile) does(m memberPart) string {
	switch m.Role {
	case tenants.Lead:
		return "Records everything, and manages people and settings"
	case tenants.Commissioner:
		return "Records statuses, targets and contracts, and reviews evidence and figures"
	case tenants.Provider:
		for _, p := range icb.Providers {
			if p.Key == m.Provider {
				return "Adds evidence and figures for " + p.Name
			}
		}
	}
	return "Reads what the steering group sees"
}

// Fill makes the demonstration's ICBs in a new store. setClock sets the store's clock to a moment of the past, so that
// the history is laid out around now.
func Fill(ctx context.Context, s *store.Store, l *edition.Library, issuer string, now time.Time, setClock func(time.Time)) error {
	icbs, err := readFiles()
	if err != nil {
		return err
	}
	f := &filling{ctx: ctx, store: s, editions: l, issuer: issuer, now: now}
	for _, icb := range icbs {
		f.plan(icb)
	}
	slices.SortStableFunc(f.acts, func(a, b act) int { return a.at.Compare(b.at) })
	for _, a := range f.acts {
		setClock(a.at)
		if err := a.do(); err != nil {
			return fmt.Errorf("demonstration data: %s: %w", a.what, err)
		}
	}
	setClock(now)
	return nil
}

// act is one save of the demonstration's history.
type act struct {
	at   time.Time
	what string
	do   func() error
}

// filling is the demonstration's ICBs while they go into the store.
type filling struct {
	ctx      context.Context
	store    *store.Store
	editions *edition.Library
	issuer   string
	now      time.Time
	acts     []act
	// saves counts the acts of an ICB. On one day they come in the order in which they are planned, half a minute apart.
	saves int
}

// at plans an act for a moment; none is in the future.
func (f *filling) at(m moment, what string, do func() error) {
	f.saves++
	day, err := m.date(f.now)
	if err != nil {
		f.acts = append(f.acts, act{f.now, what, func() error { return err }})
		return
	}
	at := day.Time().Add(9*time.Hour + time.Duration(f.saves)*time.Minute/2)
	if latest := f.now.Add(-10 * time.Minute); at.After(latest) {
		at = latest
	}
	f.acts = append(f.acts, act{at, what, do})
}

// plan plans everything of one ICB.
func (f *filling) plan(icb icbFile) {
	f.saves = 0
	home := &oneICB{filling: f, icb: icb, members: map[string]tenants.Member{}, providers: map[string]string{}}
	f.at(cmp.Or(icb.Begins, "today"), icb.Code, home.begin)
	home.planRounds()
	for _, p := range f.editions.Current().Priorities() {
		for i, e := range icb.Entries[p.Key] {
			f.at(e.On, fmt.Sprintf("%s %s, save %d", icb.Code, p.Key, i+1), func() error { return home.saveEntry(p, e) })
		}
	}
	home.planViews()
	home.planEvidence()
	home.planQuestions()
	home.planContracts()
	home.planActions()
	home.planTargets()
	home.planSets()
	home.planReturns()
	home.planPublished()
	home.planEquity()
	home.planStaffing()
	home.planRegisters()
}
