package export

import (
	"fmt"
	"io"
	"strings"

	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/workbook"
)

// readMe says what is in the file, for people. Its lines end as Windows wants it.
func (m *Made) readMe(to io.Writer) error {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("IPS commissioning toolkit: everything of %s (%s)", m.Name, m.ICB)
	say("Made on %s, as it was after save %d.", m.at.Words(), m.Saves)
	say("")
	say("Keep this file as safe as the records themselves. It holds notes for commissioners only, what providers have sent, small")
	say("numbers that the service hides, and the names and email addresses of members.")
	say("")
	say("What is in it")
	say("")
	say("%s", workbook.FileName(m.Snapshot))
	say("    The full workbook, for Excel and LibreOffice.")
	for _, t := range m.tables {
		say("%s", tableName(t))
		if t.Name == workbook.Changes {
			say("    The whole history: what was changed, newest first, when, by whom, and what it was before and after.")
			continue
		}
		say("    %s", t.Holds)
	}
	say("evidence")
	say("    The files of evidence, as they are stored.")
	say("sealed rounds")
	say("    The documents and workbooks of sealed rounds, each quarter and version in a folder, as they were sealed.")
	say("%s", archive.Document)
	say("    All records as data (JSON), for a program. The service itself reads it: ipstoolkit tenant import FILE.")
	say("manifest.json")
	say("    All files in here with their sizes and SHA-256 hashes.")
	say("")
	say("Files that are missing")
	say("")
	for _, f := range m.Missing {
		say("%s (%s %s)", f.Name, f.Kind, f.ID)
		say("    %s", f.Why)
	}
	if len(m.Missing) == 0 {
		say("None.")
	}
	say("")
	say("What is left out")
	say("")
	for _, l := range m.LeftOut {
		say("%s", l.What)
		say("    %s", l.Why)
	}
	_, err := io.WriteString(to, "\uFEFF"+strings.ReplaceAll(b.String(), "\n", "\r\n"))
	return err
}
