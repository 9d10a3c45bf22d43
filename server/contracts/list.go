package contracts

import (
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
)

type listPage struct {
	page.Base
	Sections page.Sections
	Table    page.Table
	Add      string // where a contract is added, "" for those who may not
	Asks     string // what the toolkit asks of contracts
	Whom     string // whom to speak to before talks begin, where any are due
}

var listTemplate = page.Parse[listPage](files, "list.html")

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadContracts); err != nil {
		return err
	}
	contracts, err := p.rows(c).Contracts(c)
	if err != nil {
		return err
	}
	names, err := p.names(c)
	if err != nil {
		return err
	}
	data := listPage{Base: page.New(c, "Contracts")}
	data.Sections = page.FiguresSections(data.Base, "/contracts")
	keeps := page.Member(c).Can(tenants.KeepContracts)
	if keeps {
		data.Add, data.Asks = path(c)+"/new", asks()
		if slices.ContainsFunc(contracts, func(k contract.Contract) bool { return due(k, p.Store.Today()) }) {
			data.Whom = contract.TalksWords
		}
	}
	if c.Query("saved") == "removed" {
		data.Base = data.Saved("Contract removed")
	}
	data.Table = table(path(c), p.Store.Today(), contract.ByDue(contracts, p.Store.Today()), names, keeps).Paged(c, "page")
	return listTemplate.OK(c, data)
}

// asks is what the toolkit asks of contracts, by the table of targets.
func asks() string {
	length, _ := measure.KindOf(measure.ContractLength)
	early, _ := measure.KindOf(measure.EarlyTalks)
	return fmt.Sprintf("The toolkit asks for contracts of %s or more, and for conversations about extension or re-procurement at "+
		"least %s before the end.",
		length.Unit.Value(length.Default), early.Unit.Value(early.Default))
}

// names are the providers' names by id.
func (p Pages) names(c *gin.Context) (map[string]string, error) {
	providers, err := p.rows(c).Providers(c)
	names := map[string]string{}
	for _, o := range providers {
		names[o.ID] = o.Name
	}
	return names, err
}

// table is the contracts, each leading to its page; talks and what is missing are for commissioners alone.
func table(path string, today calendar.Date, contracts []contract.Contract, names map[string]string, keeps bool) page.Table {
	t := page.Table{
		ID: "contracts", Caption: "Contracts", HideCaption: true, Stacked: true, Empty: "No contract is recorded yet.",
		Columns: []page.Column{{Text: "Contract"}, {Text: "Provider"}, {Text: "Dates"}, {Text: "Length"}},
	}
	if keeps {
		t.Columns = append(t.Columns, page.Column{Text: "Extension or re-procurement"}, page.Column{Text: "Gaps against the toolkit"})
	}
	for _, k := range contracts {
		name := page.Link(path+"/"+k.ID, k.Name)
		name.Note = k.Reference
		runs := page.Text(k.Start.Words() + " to " + endWords(k))
		switch {
		case k.EndedOn != "":
			runs.Note = early(k, today)
		case k.Over(today):
			runs.Note = "Has ended"
		case k.Start > today:
			runs.Note = "Has not started"
		}
		row := []page.Cell{name, page.Text(names[k.Provider]), runs, length(k)}
		if keeps {
			row = append(row, talksCell(k, today), missingCell(k, today))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func endWords(k contract.Contract) string {
	if end := k.PresentEnd(); end != "" {
		return end.Words()
	}
	return "no end date"
}

// length is how long the contract runs, with what the options could add beside it.
func length(k contract.Contract) page.Cell {
	span, ok := k.Length()
	if !ok {
		return page.Text("Open-ended")
	}
	cell := page.Text(span.Words())
	if up, _ := k.LengthUpTo(); up != span {
		cell.Note = "up to " + up.Words() + " with options not yet exercised"
	}
	return cell
}

// due says whether talks about a contract's end are due or overdue.
func due(k contract.Contract, today calendar.Date) bool {
	t := talks(k, today)
	return !k.Over(today) && (t.Standing == contract.Due || t.Standing == contract.Overdue)
}

func talksCell(k contract.Contract, today calendar.Date) page.Cell {
	if k.Over(today) {
		return page.Text("Has ended")
	}
	t := talks(k, today)
	cell := page.Text(page.Sentence(t.Words()))
	if reminder, _ := k.RemindersOn(today); reminder.Months > 0 && t.Standing != contract.Overdue {
		cell.Note = "Reminder: " + reminder.Words()
	}
	return cell
}

// missingCell is the worst that the contract lacks, and how much more.
func missingCell(k contract.Contract, today calendar.Date) page.Cell {
	if k.Over(today) {
		return page.Text("–")
	}
	gaps := k.Missing()
	if len(gaps) == 0 {
		return page.Text("Nothing")
	}
	cell := page.Text(gaps[0].Words)
	if more := len(gaps) - 1; more > 0 {
		cell.Note = fmt.Sprintf("and %d more", more)
	}
	return cell
}

// talks say how far the early talks are, by the toolkit's months.
func talks(k contract.Contract, today calendar.Date) contract.Talks {
	return k.TalksOn(today, measure.EarlyMonths())
}
