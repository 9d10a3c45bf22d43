// Package workbook serves the Excel workbooks: the page that lists them, and the files.
package workbook

import (
	"embed"
	"os"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

//go:embed *.html
var files embed.FS

// Pages are the workbook's page and its download.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
	// Places are those for exports: a few are made at the same time.
	Places *places.Places
	// Reading are the places for files that are read: a few at the same time.
	Reading *places.Places
}

// Mount puts them under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/workbook", page.Handle(p.list))
	icb.GET("/workbook.xlsx", page.Handle(p.download))
	icb.GET("/import", page.Handle(p.importForm))
	icb.POST("/import", page.Handle(p.importFile))
}

// choice is one of the three workbooks, as an address names it: workbook.xlsx?for=steering.
type choice struct {
	key        string
	permission tenants.Permission
	title      string
	button     string
}

// choices are the three workbooks, in the order in which a member's own is looked for.
var choices = []choice{
	{"full", tenants.WorkbookFull, "The full workbook", "Download the full workbook"},
	{"steering", tenants.WorkbookGroup, "The steering group's workbook", "Download the steering group's workbook"},
	{"provider", tenants.WorkbookOwn, "Your own workbook", "Download your workbook"},
}

// audience is whom a choice is for when a member makes it.
func (ch choice) audience(m tenants.Member) view.Audience {
	switch ch.key {
	case "steering":
		return view.SteeringGroup
	case "provider":
		return view.Provider(m.Provider)
	}
	return view.Commissioners
}

// chosen is the workbook that a request asks for, or without a word the first that the member may have. Errors:
// tenants.ErrNotFound for one that there is not, tenants.ErrForbidden for one that the member may not have.
func chosen(m tenants.Member, key string) (choice, error) {
	known := key == ""
	for _, ch := range choices {
		if key == "" && m.Can(ch.permission) || key == ch.key {
			known = true
			if m.Can(ch.permission) {
				return ch, nil
			}
		}
	}
	if !known {
		return choice{}, tenants.ErrNotFound
	}
	return choice{}, tenants.ErrForbidden
}

// download gives a workbook out. It is written whole before its first byte is sent, so that what fails is a page that says
// so and never half a file, and who reads it slowly keeps nobody waiting; and the history has it before.
func (p Pages) download(c *gin.Context) error {
	member := page.Member(c)
	ch, err := chosen(member, c.Query("for"))
	if err != nil {
		return err
	}
	if page.Unasked(c, page.Home(member.Tenant.Code)+"/workbook") {
		return nil
	}
	rows := p.Store.For(member).Apart()
	var s snapshot.Snapshot
	var file *os.File
	err = page.Heavy(c, p.Places, "Your workbook", func() (err error) {
		if s, err = rows.SnapshotSince(c, p.Editions, ch.audience(member)); err == nil {
			file, err = workbook.File(s)
		}
		return err
	})
	if err != nil {
		return err
	}
	defer file.Close()
	if err := rows.Exported(c, ch.key, s.Version); err != nil {
		return err
	}
	return page.SendFile(c, file, workbook.FileName(s), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
}

// listPage says which workbooks the member may download, and what each holds.
type listPage struct {
	page.Base
	Workbooks []offered
	Rounds    string
	// Import leads to the page that takes a workbook back, "" for those who fill in nothing.
	Import string
	// History leads to the page of the whole history, "" for those who do not read it.
	History string
	// Everything leads to the page that exports all records, "" for those who may not.
	Everything string
}

type offered struct {
	Title, Holds string
	Download     page.LinkButton
}

var listTemplate = page.Parse[listPage](files, "workbook.html")

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	member := page.Member(c)
	data := listPage{Base: page.New(c, "Workbook"), Rounds: page.Home(member.Tenant.Code) + "/rounds"}
	if member.Can(tenants.ReadHistory) {
		data.History = page.Home(member.Tenant.Code) + "/history"
	}
	if member.Can(tenants.ExportAll) {
		data.Everything = page.Home(member.Tenant.Code) + "/export"
	}
	if member.Can(tenants.KeepOwnRows) {
		data.Import = page.Home(member.Tenant.Code) + "/import"
	}
	for _, ch := range choices {
		if member.Can(ch.permission) {
			style := ""
			if len(data.Workbooks) > 0 {
				style = "secondary"
			}
			href := page.Home(member.Tenant.Code) + "/workbook.xlsx?for=" + ch.key
			data.Workbooks = append(data.Workbooks,
				offered{ch.title, workbook.Holds(ch.audience(member)), page.NewLinkButton(href, ch.button, style)})
		}
	}
	return listTemplate.OK(c, data)
}
