package about

import "ipstoolkit/toolkit/edition"

// ours are the short forms that the service uses and the toolkit does not spell out.
var ours = []edition.Abbreviation{
	{
		Short: "FOI", Long: "Freedom of Information",
		Meaning: "The law that lets anybody ask a public body for the information it has recorded.",
	},
	{
		Short: "ODS code", Long: "Organisation Data Service code",
		Meaning: "The NHS's own short code for an organisation, such as QWE for an ICB.",
	},
	{Short: "Q1 to Q4", Long: "Quarters of the financial year", Meaning: "Quarter 1 is April to June, Quarter 4 January to March."},
}

// words are terms of the service that mean something particular here.
var words = []word{
	{"Edition", "One published text of the toolkit. What an ICB is asked does not change until it moves to the next edition."},
	{"Priority", "One of the things the toolkit asks about. It has a status, notes, an owner and a date to review it by."},
	{"Statements met", "The considerations and best practices of a priority that an ICB has ticked. They suggest a status; people " +
		"decide it."},
	{"Background", "A fact that the toolkit gives beside what it asks. It is there to be read: it is not ticked and not counted."},
	{"Not answered", "Nobody has chosen a status yet. It is counted separately from Not started, which is an answer."},
	{"Reviewed this quarter", "Somebody saved the priority in this quarter, whether or not anything changed."},
	{"People accessing IPS services", "People with severe mental illness who receive IPS. The service holds counts of them and nothing " +
		"about any person."},
	{"Out of work", "Without a paid job at the first contact, whether or not looking for work. The toolkit’s word is unemployed."},
	{"People supported to keep a job", "People in work at the first contact who get help from IPS to keep their job. They never count " +
		"towards the " +
		"job outcome rate."},
	{"Job outcome rate", "People out of work at the start who started a competitive paid job, out of all people out of work at the start " +
		"who accessed the service."},
	{"Quarterly figures", "A provider's figures for one quarter: people, jobs and staff."},
	{"Result", "How a figure compares with a target, in words: met, not met, within the allowance."},
	{"Local value", "A target value that an ICB has set for a year with its reason. The toolkit's own value is always shown beside it."},
	{"Early conversations", "Conversations about extension or re-procurement of a contract, due at least 6 months before it ends."},
	{"Notes for commissioners only", "Notes that providers and steering group members cannot see here. They may still be released under " +
		"the Freedom of Information Act."},
	{"ICB administrator", "The commissioner who also manages the ICB's people and settings in this service."},
	{"Sign-in service", "The service that confirms who you are, for example NHSmail. This service never sees your password."},
}
