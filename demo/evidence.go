package demo

import (
	"bytes"
	"fmt"
	"strings"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// evidencePart is a piece of evidence and what people did with it.
type evidencePart struct {
	On     moment          `yaml:"on"`
	By     string          `yaml:"by"`
	Title  string          `yaml:"title"`
	Link   string          `yaml:"link"`
	File   *madeFile       `yaml:"file"`
	Places []string        `yaml:"places"`
	From   moment          `yaml:"from"`
	To     moment          `yaml:"to"`
	Review moment          `yaml:"review"`
	Shared bool            `yaml:"shared"`
	Then   []evidenceReply `yaml:"then"`
}

// madeFile is a file that is made here: a plain text, or lines on a page of PDF.
type madeFile struct {
	Name  string   `yaml:"name"`
	Text  string   `yaml:"text"`
	Lines []string `yaml:"lines"`
}

type evidenceReply struct {
	On   moment       `yaml:"on"`
	By   string       `yaml:"by"`
	Act  evidence.Act `yaml:"act"`
	Text string       `yaml:"text"`
}

func (h *oneICB) planEvidence() {
	for _, d := range h.icb.Evidence {
		id := ""
		h.at(d.On, h.icb.Code+" "+d.Title, func() (err error) {
			id, err = h.addEvidence(d)
			return err
		})
		for _, r := range d.Then {
			h.at(r.On, fmt.Sprintf("%s %s: %s", h.icb.Code, d.Title, r.Act), func() error { return h.reply(id, r) })
		}
	}
}

func (h *oneICB) addEvidence(d evidencePart) (id string, err error) {
	rows, err := h.rows(d.By)
	if err != nil {
		return "", err
	}
	e := evidence.Evidence{Title: d.Title, Link: d.Link, Shared: d.Shared}
	for _, p := range d.Places {
		e.Places = append(e.Places, evidence.PlaceOf(p))
	}
	if e.From, err = d.From.date(h.now); err != nil {
		return "", err
	}
	if e.To, err = d.To.date(h.now); err != nil {
		return "", err
	}
	if e.ReviewOn, err = d.Review.date(h.now); err != nil {
		return "", err
	}
	var files []evidence.File
	if d.File != nil {
		body := d.File.body()
		content, err := evidence.Examine(h.ctx, d.File.Name, bytes.NewReader(body), int64(len(body)))
		if err != nil {
			return "", err
		}
		f, err := rows.PutFile(h.ctx, evidence.File{
			Name: content.Name, Kind: content.Kind, Size: int64(len(body)), Searched: content.Searched, State: evidence.Unscanned,
		}, bytes.NewReader(body))
		if err != nil {
			return "", err
		}
		files = append(files, f)
	}
	e, err = rows.SaveEvidence(h.ctx, h.editions.Current(), e, files...)
	return e.ID, err
}

func (h *oneICB) reply(id string, r evidenceReply) error {
	rows, err := h.rows(r.By)
	if err != nil {
		return err
	}
	switch about := (question.About{Kind: record.Evidence, ID: id}); r.Act {
	case evidence.Query:
		return h.ask(r.By, about, "", r.Text)
	case evidence.Answer:
		return h.say(r.By, about, question.Answer, r.Text)
	case evidence.Accept, evidence.Withdraw:
	}
	e, err := rows.Evidence(h.ctx, id)
	if err != nil {
		return err
	}
	return rows.ActOnEvidence(h.ctx, id, e.Version, r.Act, r.Text, "")
}

func (f madeFile) body() []byte {
	if len(f.Lines) == 0 {
		return []byte(f.Text)
	}
	return pdf(f.Lines)
}

// pdf is lines on one A4 page, with the first of them large. They hold plain letters only.
func pdf(lines []string) []byte {
	var page strings.Builder
	page.WriteString("BT /F1 18 Tf 60 770 Td 26 TL\n")
	escape := strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`)
	for i, line := range lines {
		if i == 1 {
			page.WriteString("/F1 12 Tf 20 TL T*\n")
		}
		fmt.Fprintf(&page, "(%s) Tj T*\n", escape.Replace(line))
	}
	page.WriteString("ET")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", page.Len(), page.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var places []int
	for i, o := range objects {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}
