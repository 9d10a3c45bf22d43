package register

// Strategy are the fields of a strategy.
var Strategy = struct {
	Name, Whose, On, Page, Central, About, Sponsor Field
}{
	Name: Field{Name: "name", Label: "Name of the strategy", Short: "Strategy", Required: true, Listed: true},
	Whose: Field{
		Name: "whose", Label: "Whose strategy is it?", Short: "Organisation", Hint: "Such as the ICB, the trust or the combined authority",
		Listed: true,
	},
	On:   Field{Name: "on", Label: "Date of the strategy", Short: "Date", Type: Date, Listed: true},
	Page: Field{Name: "page", Label: "Where does it mention IPS?", Short: "Where", Hint: "Page or section", Listed: true},
	Central: Field{
		Name: "central", Label: "Does it give IPS a central place?", Short: "Central place", Type: Choice, Options: partly, Listed: true,
	},
	About: Field{
		Name: "about", Label: "What is it about?", Type: Choice,
		Options: []Option{
			{"economy", "An inclusive economy"}, {"inequality", "Health inequalities"}, {"both", "Both"}, {"other", "Something else"},
		},
	},
	Sponsor: Field{
		Name: "sponsor", Label: "Which executive promotes IPS?", Short: "Executive", Hint: "Job title. No names",
		Listed: true,
	},
}

// strategies are the documents of the ICB and its partners that include IPS: priority 7.1.
var strategies = List{
	Code: Strategies, Name: "Strategies", One: "strategy", Many: "strategies",
	Priorities: []string{"7.1"}, Page: 41, Keeper: ICB, Shared: true, Naming: Strategy.Name.Name,
	Fields: FieldsOf(Strategy),
}

// Job are the fields of an employer's jobs in a quarter.
var Job = struct {
	Quarter, Employer, Opened, Employed, Practice Field
}{
	Quarter:  WhichQuarter,
	Employer: Field{Name: "employer", Label: "Employer", Required: true, Listed: true},
	Opened: Field{
		Name: "opened", Label: "Paid jobs opened to people accessing IPS services", Short: "Jobs opened", Type: Count, Listed: true,
		Most: 10_000,
	},
	Employed: Field{
		Name: "employed", Label: "People accessing IPS services who started one", Short: "People who started", Type: Count, Listed: true,
		Most: 10_000,
	},
	Practice: Field{Name: "practice", Label: "What does it do as an inclusive employer?", Type: Lines},
}

// jobs are what the ICB, the trusts and other large employers do as employers: priority 7.1.
var jobs = List{
	Code: Jobs, Name: "Jobs with the ICB, trusts and other large employers", One: "quarter’s jobs", Many: "quarters’ jobs",
	Priorities: []string{"7.1"}, Page: 41, Keeper: Either, Quarterly: true, Naming: Job.Employer.Name,
	Fields: FieldsOf(Job),
}
