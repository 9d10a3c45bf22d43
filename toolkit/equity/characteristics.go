package equity

import "slices"

// Characteristic is something by which people who access IPS services are counted, so that an ICB sees whether access
// and outcomes vary: the nine protected characteristics of the Equality Act 2010, section 4, and deprivation ("how
// those vary for people with protected characteristics": IPS commissioning self-assessment toolkit, March 2026, page
// 18).
type Characteristic struct {
	Code string
	Name string
	// Source says where the groups come from.
	Source string
	// ByDefault means collected until an ICB says otherwise. The others need a reason and the data protection lead's
	// agreement.
	ByDefault bool
	// AsNamed is for sex and gender, which are not the same: a data set holds one of them under its own name. Neither
	// is collected until the ICB has said which, and under what name. One never replaces the other.
	AsNamed bool
	// Lists are the groups to begin with, the usual list first. Every list also gets "Not stated" and "Not known".
	// Where an ICB has said nothing, recorded numbers refer to the first list by place, so that list never changes.
	Lists []GroupList
}

// GroupList is one way to divide a characteristic into groups.
type GroupList struct {
	Name   string // "Fifths"; "" where there is one list only
	Groups []string
}

// Characteristics are those that every ICB can choose from, in the order of the pages.
var Characteristics = []Characteristic{
	{
		Code: "age", Name: "Age band", ByDefault: true,
		Source: "No age bands for IPS are published; these are the usual 10-year bands. Change them to those of your data set.",
		Lists:  []GroupList{{"", []string{"Under 18", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over"}}},
	},
	{
		Code: "ethnicity", Name: "Ethnic group", ByDefault: true,
		Source: "NHS Data Dictionary, Ethnic Category 2001, in its main groups, as the Mental Health Services Data Set (MHSDS) holds it.",
		Lists:  []GroupList{{"", []string{"White", "Mixed", "Asian or Asian British", "Black or Black British", "Other ethnic groups"}}},
	},
	{
		Code: "sex", Name: "Sex", ByDefault: true, AsNamed: true,
		Source: "Equality Act 2010, section 11.",
		Lists:  []GroupList{{"", []string{"Female", "Male"}}},
	},
	{
		Code: "gender", Name: "Gender", ByDefault: true, AsNamed: true,
		Source: "NHS Data Dictionary, Gender Identity Code, which the Mental Health Services Data Set (MHSDS) publishes from.",
		Lists:  []GroupList{{"", []string{"Female, including trans women", "Male, including trans men", "Non-binary", "Other"}}},
	},
	{
		Code: "disability", Name: "Disability", ByDefault: true,
		Source: "Equality Act 2010, section 6. A long-term mental health condition can be a disability: say what your data set counts.",
		Lists:  []GroupList{{"", []string{"Disabled", "Not disabled"}}},
	},
	{
		Code: "deprivation", Name: "Deprivation of the area where people live", ByDefault: true,
		Source: "English Indices of Deprivation (IMD), by where people live.",
		Lists: []GroupList{
			{"Fifths", []string{"1, most deprived fifth", "2", "3", "4", "5, least deprived fifth"}},
			{"Tenths", []string{"1, most deprived tenth", "2", "3", "4", "5", "6", "7", "8", "9", "10, least deprived tenth"}},
		},
	},
	{
		Code: "gender_reassignment", Name: "Gender reassignment",
		Source: "Equality Act 2010, section 7.",
		Lists:  []GroupList{{"", []string{"Gender differs from the sex registered at birth", "Gender is the sex registered at birth"}}},
	},
	{
		Code: "marriage", Name: "Marriage and civil partnership",
		Source: "Equality Act 2010, section 8.",
		Lists:  []GroupList{{"", []string{"Married or in a civil partnership", "Neither"}}},
	},
	{
		Code: "pregnancy", Name: "Pregnancy and maternity",
		Source: "Equality Act 2010, section 17.",
		Lists:  []GroupList{{"", []string{"Pregnant, or gave birth in the last 26 weeks", "Neither"}}},
	},
	{
		Code: "religion", Name: "Religion or belief",
		Source: "Equality Act 2010, section 10, in the groups of Census 2021.",
		Lists: []GroupList{{"", []string{
			"No religion", "Buddhist", "Christian", "Hindu", "Jewish", "Muslim", "Sikh",
			"Other religion or belief",
		}}},
	},
	{
		Code: "sexual_orientation", Name: "Sexual orientation",
		Source: "NHS Data Dictionary, Person Stated Sexual Orientation Code, for people aged 16 and over.",
		Lists: []GroupList{{"", []string{
			"Heterosexual or straight", "Gay or lesbian", "Bisexual", "Other sexual orientation",
			"Person asked and does not know or is not sure",
		}}},
	},
}

// CharacteristicOf finds a characteristic by its code; false for one of an ICB's own.
func CharacteristicOf(code string) (Characteristic, bool) {
	i := slices.IndexFunc(Characteristics, func(c Characteristic) bool { return c.Code == code })
	if i < 0 {
		return Characteristic{Code: code}, false
	}
	return Characteristics[i], true
}
