package register

// strategies are the documents of the ICB and its partners in which IPS has a place: priority 7.1.
var strategies = List{
	Code: Strategies, Name: "Strategies", One: "strategy", Many: "strategies",
	Priorities: []string{"7.1"}, Page: 41, Keeper: ICB, Shared: true, Naming: "name",
	Fields: []Field{
		{Name: "name", Label: "Name of the strategy", Short: "Strategy", Required: true, Listed: true},
		{Name: "whose", Label: "Whose strategy is it?", Short: "Whose", Hint: "Such as the ICB, the trust or the combined authority", Listed: true},
		{Name: "on", Label: "Date of the strategy", Short: "Date", Type: Date, Listed: true},
		{Name: "page", Label: "Where does it speak of IPS?", Short: "Where", Hint: "Page or section", Listed: true},
		{Name: "central", Label: "Does it give IPS a central place?", Short: "Central place", Type: Choice, Options: partly, Listed: true},
		{Name: "about", Label: "What is it about?", Type: Choice, Options: []Option{{"economy", "An inclusive economy"}, {"inequality", "Health inequalities"}, {"both", "Both"}, {"other", "Something else"}}},
		{Name: "sponsor", Label: "Which executive promotes IPS?", Short: "Executive", Hint: "The post, and no name", Listed: true},
	},
}

// jobs are what the ICB, the trusts and other large employers do as employers: priority 7.1.
var jobs = List{
	Code: Jobs, Name: "Jobs with the ICB, trusts and other large employers", One: "quarter’s jobs", Many: "quarters’ jobs",
	Priorities: []string{"7.1"}, Page: 41, Keeper: Either, Quarterly: true, Naming: "employer",
	Fields: []Field{
		{Name: "quarter", Label: "Which quarter?", Short: "Quarter", Type: Quarter, Required: true, Listed: true},
		{Name: "employer", Label: "Employer", Required: true, Listed: true},
		{Name: "opened", Label: "Paid jobs opened to people accessing IPS services", Short: "Jobs opened", Type: Count, Listed: true, Most: 10_000},
		{Name: "employed", Label: "People accessing IPS services who started one", Short: "People who started", Type: Count, Listed: true, Most: 10_000},
		{Name: "practice", Label: "What does it do as an inclusive employer?", Type: Lines},
	},
}
