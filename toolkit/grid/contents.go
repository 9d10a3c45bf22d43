package grid

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// longestName is how much of a sheet's name is kept. Spreadsheets allow 31 characters.
const longestName = 200

// mostSheets is how many sheets a workbook may list, hidden ones and charts among them.
const mostSheets = 1000

// listed is a sheet in the workbook's list. part is "" for a chart and for a sheet of old macros.
type listed struct {
	name, part string
	hidden     bool
}

// relation says what another part is to a part.
type relation struct {
	id, kind, target string
	outside          bool // it is another file
}

// relations are those of a part, or of the whole file for ""; none for a part that has no list of them.
func (k *book) relations(part string) ([]relation, error) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if _, found := k.parts[strings.ToLower(name)]; !found {
		return nil, nil
	}
	var list []relation
	err := k.each(name, func(element string) error {
		if element != "Relationship" {
			return nil
		}
		target := string(k.xml.Attr("Target"))
		if plain, err := url.PathUnescape(target); err == nil {
			target = plain
		}
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		list = append(list, relation{
			id: string(k.xml.Attr("Id")), kind: path.Base(string(k.xml.Attr("Type"))),
			target: strings.TrimPrefix(path.Clean(target), "/"), outside: string(k.xml.Attr("TargetMode")) == "External",
		})
		if len(list) > 10*mostSheets {
			return refusal(whyUnpacks)
		}
		return nil
	})
	return list, err
}

// contents reads what all sheets need, and lists them.
func (k *book) contents() ([]listed, error) {
	whole, err := k.relations("")
	if err != nil {
		return nil, err
	}
	main := slices.IndexFunc(whole, func(r relation) bool { return r.kind == "officeDocument" && !r.outside })
	if main < 0 {
		return nil, refusal(whyBroken)
	}
	relations, err := k.relations(whole[main].target)
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		switch r.kind {
		case "sharedStrings":
			err = k.readTexts(r.target)
		case "styles":
			err = k.readStyles(r.target)
		case "externalLink":
			k.linked = true
		}
		if err != nil {
			return nil, err
		}
	}
	return k.sheets(whole[main].target, relations)
}

// sheets reads the workbook's list of sheets. Two of one name, two that are one part, and one without its part say that
// the file is damaged: programs would read different things.
func (k *book) sheets(part string, relations []relation) (list []listed, err error) {
	names, parts := map[string]bool{}, map[string]bool{}
	err = k.each(part, func(element string) error {
		switch element {
		case "workbookPr":
			k.from1904 = on(k.xml.Attr("date1904"))
		case "sheet":
			id := string(k.xml.Attr("id"))
			i := slices.IndexFunc(relations, func(r relation) bool { return r.id == id && !r.outside })
			if i < 0 || len(list) == mostSheets {
				return refusal(whyBroken)
			}
			s := listed{name: string(k.xml.Attr("name")), part: relations[i].target, hidden: k.xml.Attr("state") != nil}
			s.hidden = s.hidden && string(k.xml.Attr("state")) != "visible"
			name, target := strings.ToLower(s.name), strings.ToLower(s.part)
			if _, found := k.parts[target]; !found || names[name] || parts[target] {
				return refusal(whyBroken)
			}
			names[name], parts[target] = true, true
			if relations[i].kind != "worksheet" {
				s.part = ""
			}
			list = append(list, s)
		}
		return nil
	})
	if err == nil && len(list) == 0 {
		err = refusal(whyBroken)
	}
	return list, err
}

// readTexts reads the list of texts that cells share.
func (k *book) readTexts(part string) error {
	held := 0
	return k.each(part, func(element string) error {
		if element != "si" {
			return nil
		}
		k.value = k.value[:0]
		if err := k.item(&k.value); err != nil {
			return err
		}
		text := k.kept(unescaped(k.value))
		k.texts = append(k.texts, text)
		switch held += len(text); {
		case len(k.texts) > textsLimit:
			return refusal(whyUnpacks)
		case held > k.Bytes:
			return k.full()
		}
		return nil
	})
}

// readStyles reads how cells show their numbers.
func (k *book) readStyles(part string) error {
	codes, looks, within := map[int]string{}, map[int]style{}, ""
	return k.each(part, func(element string) error {
		id, _ := strconv.Atoi(string(k.xml.Attr("numFmtId")))
		switch element {
		case "cellXfs", "cellStyleXfs":
			within = element
		case "numFmt":
			codes[id] = string(k.xml.Attr("formatCode"))
		case "xf":
			if within != "cellXfs" {
				return nil
			}
			look, known := looks[id]
			if !known {
				look = styleOf(id, codes[id])
				looks[id] = look
			}
			k.styles = append(k.styles, look)
			if len(k.styles) > textsLimit {
				return refusal(whyUnpacks)
			}
		}
		return nil
	})
}

// on reads a yes of XML.
func on(value []byte) bool {
	return string(value) == "1" || string(value) == "true" || string(value) == "on"
}
