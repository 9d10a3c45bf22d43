package demo

import (
	"cmp"
	"fmt"

	"ipstoolkit/toolkit/question"
)

// questionPart is a question and what was said then. About is a kind of record and its id, "priority 3.2"; With is the key of the
// provider, where commissioners ask about something of the ICB's.
type questionPart struct {
	On    moment          `yaml:"on"`
	By    string          `yaml:"by"`
	About string          `yaml:"about"`
	With  string          `yaml:"with"`
	Text  string          `yaml:"text"`
	Then  []questionReply `yaml:"then"`
}

type questionReply struct {
	On   moment       `yaml:"on"`
	By   string       `yaml:"by"`
	Act  question.Act `yaml:"act"`
	Text string       `yaml:"text"`
}

func (h *oneICB) planQuestions() {
	for _, q := range h.icb.Questions {
		var kind, key string
		if n, err := fmt.Sscan(q.About, &kind, &key); n != 2 {
			panic(fmt.Errorf("about %q: %w", q.About, err)) // the files are part of the program, and a test reads them
		}
		about := question.About{Kind: kind, ID: key}
		h.at(q.On, h.icb.Code+" question about "+q.About, func() error { return h.ask(q.By, about, q.With, q.Text) })
		for _, r := range q.Then {
			h.at(r.On, h.icb.Code+" about "+q.About+": "+string(r.Act), func() error { return h.say(r.By, about, r.Act, r.Text) })
		}
	}
}

// ask asks about something.
func (h *oneICB) ask(by string, about question.About, with, text string) error {
	rows, err := h.rows(by)
	if err != nil {
		return err
	}
	q := question.Question{About: about, Provider: h.providers[cmp.Or(with, "none")]}
	_, err = rows.AskQuestion(h.ctx, h.editions.Current(), q, text, "")
	return err
}

// say says something in the newest question about something.
func (h *oneICB) say(by string, about question.About, act question.Act, text string) error {
	rows, err := h.rows(by)
	if err != nil {
		return err
	}
	list, err := rows.QuestionsAbout(h.ctx, about)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("nobody has asked about %s %s", about.Kind, about.ID)
	}
	return rows.SayInQuestion(h.ctx, list[0].ID, list[0].Version, act, text, "")
}
