package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// licence is what a dependency's own files say of it.
type licence struct {
	copyright []string // its copyright lines, in order
	body      string   // the rest of its licence, and of its notice where it has one
}

var (
	licenceFile   = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)(\.(md|txt))?$`)
	declaresMIT   = regexp.MustCompile(`"license": *"MIT"`)
	copyrightLine = regexp.MustCompile(`(?i)^\s*(?://|#)?\s*(copyright (?:\(c\)|©|\d|the|\w+ \().*|\(c\) \d.*|© .*)$`)
)

// kinds tells licences apart by words that only one of them has.
var kinds = []struct{ words, name string }{
	{"apache license", "Apache-2.0"},
	{"mozilla public license", "MPL-2.0"},
	{"neither the name", "BSD-3-Clause"},
	{"redistribution and use in source and binary forms", "BSD-2-Clause"},
	{"permission to use, copy, modify, and/or distribute", "ISC"},
	{"permission is hereby granted, free of charge", "MIT"},
}

// read gathers the licence files of a folder. It is an error when there are none or their kind is not known: such a
// dependency is looked at by a person first.
func read(dir string) (licence, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return licence{}, err
	}
	var l licence
	for _, entry := range entries {
		if !licenceFile.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return licence{}, err
		}
		for line := range strings.Lines(strings.ReplaceAll(string(text), "\r\n", "\n")) {
			if m := copyrightLine.FindStringSubmatch(strings.TrimRight(line, " \n")); m != nil {
				l.copyright = append(l.copyright, strings.ReplaceAll(m[1], "|", "/"))
			} else {
				l.body += line
			}
		}
		l.body = strings.Trim(l.body, "\n") + "\n\n"
	}
	l.body = strings.Trim(l.body, "\n")
	if text, err := os.ReadFile(filepath.Join(dir, "package.json")); l.body == "" && err == nil && declaresMIT.Match(text) {
		return licence{[]string{"not stated: the package declares MIT and ships no text of it"}, mit}, nil
	}
	if l.kind() == "" {
		return licence{}, fmt.Errorf("no licence that is known here in %s", dir)
	}
	return l, nil
}

func (l licence) kind() string {
	for _, k := range kinds {
		if strings.Contains(strings.ToLower(l.words()), k.words) {
			return k.name
		}
	}
	return ""
}

// words are the terms alone: two licences with the same words differ in layout and in the copyright lines at most.
func (l licence) words() string { return strings.Join(strings.Fields(l.body), " ") }

// mit is the licence's text as its users print it.
const mit = `The MIT License (MIT)

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.`
