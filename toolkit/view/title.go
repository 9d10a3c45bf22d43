package view

// Title names a person beside what they did, without their name: "Commissioner", "Northside (provider)". The zero
// Title is nobody's.
type Title struct {
	Words string
	// Organised says that the words name the organisation: a provider, or the ICB.
	Organised bool
}

// WithOrganisation are the words with the organisation, which is the ICB where they name none: "Commissioner, ICB".
func (t Title) WithOrganisation() string {
	if t.Words == "" || t.Organised {
		return t.Words
	}
	return t.Words + ", ICB"
}

// InFull is the title in the words WithOrganisation.
func (t Title) InFull() Title { return Title{t.WithOrganisation(), t.Words != ""} }
