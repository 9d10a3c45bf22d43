package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile is the largest edition file in bytes, maxDepth the most brackets around a text, and maxIndent the last column
// in which a part of a line may begin. They are far above any toolkit, and low enough that a damaged file cannot
// exhaust the machine: the parser's memory grows with the square of the depth.
const (
	maxFile   = 1 << 20
	maxDepth  = 10
	maxIndent = 80
)

// Fault is one thing wrong with an edition file, in words for the operator who has to correct it. Line counts from 1.
type Fault struct {
	File   string
	Line   int
	Reason string
}

func (f Fault) Error() string { return fmt.Sprintf("%s, line %d: %s", f.File, f.Line, f.Reason) }

// Faults are all faults found in one file, in the order of its lines. It is the error of Parse.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Parse reads an edition file; its faults use name for the file. The error is Faults. A file that is not YAML, has a
// field unknown here, or breaks a rule of check.go gives no edition at all.
func Parse(name string, data []byte) (*Edition, error) {
	e := &Edition{}
	lines, fault := read(data, e)
	if fault != nil {
		fault.File = name
		return nil, Faults{*fault}
	}
	if faults := check(name, e, lines); len(faults) > 0 {
		return nil, faults
	}
	sum := sha256.Sum256(data)
	e.Hash = hex.EncodeToString(sum[:])
	return e, nil
}

// read fills the edition from YAML and notes the line of each part.
func read(data []byte, e *Edition) (lineOf, *Fault) {
	if fault := refuse(data); fault != nil {
		return nil, fault
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, inWords(err)
	}
	lines := lineOf{}
	for i, doc := range file.Docs {
		switch {
		case i > 0:
			return nil, &Fault{Line: lineOfToken(doc.Start), Reason: "a second document (---) starts here: an edition is one document"}
		case doc.Body == nil:
			return nil, &Fault{Line: 1, Reason: "the file is empty"}
		}
		walk := visitor{lines: lines}
		ast.Walk(&walk, doc.Body)
		if walk.fault != nil {
			return nil, walk.fault
		}
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(e); err != nil {
		return nil, inWords(err)
	}
	return lines, nil
}

// refuse checks the bytes before they are parsed as YAML: size, encoding, invisible characters, and nesting so deep
// that the parser would run out of memory.
func refuse(data []byte) *Fault {
	if len(data) > maxFile {
		return &Fault{Line: 1, Reason: "the file is larger than 1 MB, which no edition is"}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return &Fault{Line: 1, Reason: "the file is empty"}
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return &Fault{Line: i + 1, Reason: "the text is not UTF-8: save the file as UTF-8"}
		}
		if bytes.ContainsFunc(bytes.TrimSuffix(line, []byte("\r")), func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfeff }) {
			return &Fault{Line: i + 1, Reason: "there is a tab, a byte order mark or another invisible character: use spaces only"}
		}
	}
	depth := 0
	for _, t := range lexer.Tokenize(string(data)) {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
		indented := t.Position.Column > maxIndent && (t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType)
		if depth > maxDepth || indented {
			return &Fault{Line: t.Position.Line, Reason: "the parts are nested too deeply here"}
		}
	}
	return nil
}

// inWords turns the YAML library's error into a fault.
func inWords(err error) *Fault {
	var known yaml.Error
	if !errors.As(err, &known) {
		return &Fault{Line: 1, Reason: "this is not valid YAML: " + err.Error()}
	}
	fault := &Fault{Line: lineOfToken(known.GetToken()), Reason: "this is not valid YAML: " + known.GetMessage()}
	switch e := known.(type) {
	case *yaml.UnknownFieldError:
		fault.Reason = strconv.Quote(e.Token.Value) + " is not a field that an edition has here: is it spelled right?"
	case *yaml.TypeError:
		fault.Reason = "this should be " + kindWords[e.DstType.Kind()]
	case *yaml.UnexpectedNodeTypeError:
		fault.Reason = "this should be " + nodeWords[e.Expected]
	case *yaml.OverflowError:
		fault.Reason = "this number is too large"
	}
	return fault
}

// What a fault asks the operator for where the file has something else.
var (
	kindWords = map[reflect.Kind]string{
		reflect.Int: "a whole number", reflect.String: "a text", reflect.Slice: "a list", reflect.Struct: "a group of fields",
	}
	nodeWords = map[ast.NodeType]string{ast.SequenceType: "a list", ast.MappingType: "a group of fields"}
)

// lineOf is the line of each part of a file by its YAML path, "$.sections[0].priorities[1].page".
type lineOf map[string]int

// at is the line of a path or, if the file lacks it, of the nearest part around it.
func (l lineOf) at(path string) int {
	for path != "" {
		if line, found := l[path]; found {
			return line
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 1
}

// visitor notes lines, and refuses the parts of YAML that let a file say one thing and mean another.
type visitor struct {
	lines lineOf
	fault *Fault
}

func (v *visitor) Visit(node ast.Node) ast.Visitor {
	if v.fault != nil {
		return nil
	}
	line := lineOfToken(node.GetToken())
	switch node.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		v.fault = &Fault{Line: line, Reason: "anchors (&), aliases (*), merges (<<) and tags (!) are not used in edition files: write " +
			"the text out"}
		return nil
	case *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		v.fault = &Fault{Line: line, Reason: node.String() +
			" is taken for something other than text: put it in quotes, or use a whole number"}
		return nil
	}
	if _, known := v.lines[node.GetPath()]; !known {
		v.lines[node.GetPath()] = line
	}
	return v
}

func lineOfToken(t *token.Token) int {
	if t == nil || t.Position == nil {
		return 1
	}
	return t.Position.Line
}
