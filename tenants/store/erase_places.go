package store

// A Place is where a text can be besides the page that shows it, and what becomes of it there when it is removed.
type Place struct{ Where, What string }

// Places are all places where a text can be, in the order in which it gets there. Backups says how long backups are kept,
// as "14 days", "" when the service does not make them. The run book says the same to the operator.
func (s *Store) Places(backups string) []Place {
	kept := "those made before hold it until the people who run the service remove them"
	if backups != "" {
		kept = "those made before hold it for " + backups + ", and copies taken elsewhere until they are removed there"
	}
	list := []Place{
		{"What people see, and what search looks through", "replaced at once, and headings kept for imports too"},
		{"The history", "gone at once from every save, with the keys of its digests"},
		{"Files", "bytes and name are gone at once when the file is removed on the page of its evidence. Its digest stays, to prove " +
			"which file it was"},
	}
	if s.SQLite() {
		list = append(list,
			Place{
				"Unused parts of the database’s file",
				"overwritten in the same save. A copy that the database left behind when it moved a row earlier is overwritten later, " +
					"and reaches no backup",
			},
			Place{"The database’s log", "emptied right afterwards, or within 2 minutes of the end of a backup or check that is reading " +
				"the database"},
			Place{"A database kept from before a restore", "until the people who run the service remove it"})
	} else {
		list = append(list, Place{
			"The files of the database server (PostgreSQL)",
			"when the database server gets to it: the run book says how to speed this up",
		})
	}
	return append(list,
		Place{"Temporary files of uploads", "they have no name, and are gone when the upload ends"},
		Place{"Sealed rounds", "replaced right after, in the documents and the workbooks. The Rounds page says so, with the " +
			"hashes from " +
			"before and after"},
		Place{"Backups", kept},
		Place{"The log of the service", "it never holds texts"},
		Place{"Drafts in a person’s own browser", "up to 7 days, or until they save or sign out"},
		Place{"Workbooks and files that people downloaded", "ask the people who have them"})
}
