package demo

import (
	"fmt"

	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

// contractPart is a contract and the talks about its end.
type contractPart struct {
	On        moment        `yaml:"on"`
	By        string        `yaml:"by"`
	Provider  string        `yaml:"provider"`
	Name      string        `yaml:"name"`
	Reference string        `yaml:"reference"`
	Start     moment        `yaml:"start"`
	End       moment        `yaml:"end"`
	Reason    string        `yaml:"reason"` // why it is shorter than 3 years
	Options   []option      `yaml:"options"`
	Talks     []talk        `yaml:"talks"`
	Facts     contractFacts `yaml:"facts"`
}

// contractFacts is what a person finds who reads through the contract on a later day.
type contractFacts struct {
	On      moment            `yaml:"on"`
	By      string            `yaml:"by"`
	Type    contract.Type     `yaml:"type"`
	Lead    string            `yaml:"lead"`
	Place   string            `yaml:"place"`
	Payment contract.Payment  `yaml:"payment"`
	Meeting contract.Meeting  `yaml:"meeting"`
	States  map[string]string `yaml:"states"` // numbers, by the name of their field
	MHIS    string            `yaml:"mhis"`   // its value a year
	SDF     string            `yaml:"sdf"`
	// Clauses are the codes of clauses by their answer; Where says where some of them are in the contract.
	Clauses    map[contract.Answer][]string `yaml:"clauses"`
	Where      map[string]string            `yaml:"where"`
	Variations []variation                  `yaml:"variations"`
}

type variation struct {
	Number  string `yaml:"number"`
	On      moment `yaml:"on"`
	Purpose string `yaml:"purpose"`
	Private bool   `yaml:"private"`
}

type option struct {
	Months int `yaml:"months"`
}

type talk struct {
	On   moment `yaml:"on"`
	By   string `yaml:"by"`
	Note string `yaml:"note"`
}

func (h *oneICB) planContracts() {
	for _, d := range h.icb.Contracts {
		var c contract.Contract
		h.at(d.On, h.icb.Code+" "+d.Name, func() (err error) {
			c, err = h.addContract(d)
			return err
		})
		if d.Facts.On != "" {
			h.at(d.Facts.On, h.icb.Code+" clauses of "+d.Name, func() (err error) {
				c, err = h.addFacts(c, d.Facts)
				return err
			})
		}
		for _, t := range d.Talks {
			h.at(t.On, h.icb.Code+" talks about "+d.Name, func() error {
				rows, err := h.rows(t.By)
				if err != nil {
					return err
				}
				c.Talks = append(c.Talks, contract.Talk{HeldOn: h.store.Today(), ForEnd: c.PresentEnd(), Note: t.Note})
				c, err = rows.SaveContract(h.ctx, c)
				return err
			})
		}
	}
}

func (h *oneICB) addContract(d contractPart) (c contract.Contract, err error) {
	rows, err := h.rows(d.By)
	if err != nil {
		return c, err
	}
	c = contract.Contract{Provider: h.providers[d.Provider], Name: d.Name, Reference: d.Reference, ShortReason: d.Reason}
	if c.Start, err = d.Start.date(h.now); err != nil {
		return c, err
	}
	if c.End, err = d.End.date(h.now); err != nil {
		return c, err
	}
	for _, o := range d.Options {
		c.Options = append(c.Options, contract.Option{Months: o.Months})
	}
	return rows.SaveContract(h.ctx, c)
}

// addFacts records what a person found in a contract.
func (h *oneICB) addFacts(c contract.Contract, d contractFacts) (contract.Contract, error) {
	rows, err := h.rows(d.By)
	if err != nil {
		return c, err
	}
	c.Type, c.Lead, c.Place, c.Payment, c.Meeting = d.Type, d.Lead, d.Place, d.Payment, d.Meeting
	for _, f := range contract.StatedFields {
		if err := f.Read(&c.Stated, d.States[f.Name]); err != nil {
			return c, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	for _, value := range []struct {
		text string
		of   *number.Amount
	}{{d.MHIS, &c.Value.MHIS}, {d.SDF, &c.Value.SDF}} {
		pounds, known, err := number.ParseMoney(value.text)
		if err != nil {
			return c, fmt.Errorf("the value of a contract: %w", err)
		}
		*value.of = number.Amount{Hundredths: pounds * 100, Known: known}
	}
	c.Terms = map[string]contract.Term{}
	for answer, codes := range d.Clauses {
		for _, code := range codes {
			if _, found := contract.ClauseOf(code); !found {
				return c, fmt.Errorf("no clause is called %q", code)
			}
			c.Terms[code] = contract.Term{Answer: answer, Reference: d.Where[code]}
		}
	}
	for _, v := range d.Variations {
		on, err := v.On.date(h.now)
		if err != nil {
			return c, err
		}
		c.Variations = append(c.Variations, contract.Variation{Number: v.Number, On: on, Purpose: v.Purpose, Private: v.Private})
	}
	return rows.SaveContract(h.ctx, c)
}
