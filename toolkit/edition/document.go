package edition

import "strings"

// Document is something to read that the toolkit links to or rests on. Key is unique in the edition ("outcomes_framework").
type Document struct {
	Key       string `yaml:"key"`
	Name      string `yaml:"name"`
	Publisher string `yaml:"publisher"`
	// Address is the publisher's own, "https://...". It is "" where no source prints it: then the document is only named.
	Address string `yaml:"address"`
	// Note says what to know of it, such as how old its address is; else "".
	Note string `yaml:"note"`
}

// LeadsTo is the address as people read it, without its "https://".
func (d Document) LeadsTo() string { return strings.TrimPrefix(d.Address, "https://") }

// DocumentsOf are the documents of a priority, in its order.
func (e *Edition) DocumentsOf(p Priority) []Document {
	var list []Document
	for _, key := range p.Documents {
		for _, d := range e.Documents {
			if d.Key == key {
				list = append(list, d)
			}
		}
	}
	return list
}

// Itself is the toolkit on its publisher's own website, as a document; its address is "" where the edition has none.
func (e *Edition) Itself() Document {
	return Document{Name: e.Title, Publisher: e.Publisher, Address: e.Address}
}
