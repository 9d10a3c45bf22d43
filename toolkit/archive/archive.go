// Package archive is the one file in which an ICB takes everything out of the service: a zip file with its rows as one JSON
// document, its files as they are kept, tables for people, and a list of all that is in it with their hashes. It writes the
// file while it is sent, and reads one that may be damaged or hostile. It knows no table and no page.
package archive

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
)

// Version is the form of the file. A program reads the forms that it knows.
const Version = 1

// format says what the file is.
const format = "ips-toolkit-icb"

// The entries that every file has.
const (
	Document = "everything.json"
	ReadMe   = "READ ME.txt"
	listName = "manifest.json"
)

// Head names the ICB that the rows belong to, and the save after which they are like this.
type Head struct {
	// Schema is the number of the last change of the tables, which a program has to know to read them.
	Schema int64  `json:"schema"`
	ICB    string `json:"icb"`
	Name   string `json:"name"`
	// Saves counts the ICB's saves, and Hash is that of the last one in its history.
	Saves int64  `json:"saves"`
	Hash  string `json:"history_hash"`
}

// Manifest is the list of what is in the file.
type Manifest struct {
	Format  string           `json:"format"`
	Version int              `json:"version"`
	MadeAt  calendar.Instant `json:"made_at"`
	Head
	// LeftOut are the tables, and columns, that the file does not have, each with its reason.
	LeftOut []LeftOut `json:"left_out"`
	// Missing are the files that the ICB has and this file does not, or not whole.
	Missing []Missing `json:"missing"`
	// Files are the files that are in it, each with the entry that holds its bytes.
	Files []File `json:"files"`
	// Entries are all entries of the zip file but the manifest itself.
	Entries []Entry `json:"entries"`
}

// LeftOut is something that is not taken out, and why.
type LeftOut struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// Missing is a file that is not there, or not whole.
type Missing struct {
	File
	Why string `json:"why"`
}

// The kinds of file.
const (
	Evidence = "evidence"
	Sealed   = "sealed"
)

// File is a file that the ICB keeps: by its kind, and its id there. Name is what people call it, Entry where its bytes are, ""
// where they are nowhere.
type File struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	Entry  string `json:"entry,omitempty"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Entry is one entry of the zip file with its size and hash.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Fault says what is wrong with a file that is read, in words that name the entry.
type Fault string

func (f Fault) Error() string { return string(f) }

func fault(format string, args ...any) error { return Fault(fmt.Sprintf(format, args...)) }
