package grid

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// style says how a workbook shows a cell. The cell holds only a number: 46295 is a day, 0.42 a share, and its style
// alone tells.
type style int

const (
	asNumber style = iota
	asDate
	asShare
)

// Numbers of the styles that every workbook has without a format of its own: those with a day, and those of shares.
var (
	dateFormats  = []int{14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58}
	shareFormats = []int{9, 10}
)

// spokenFormat is the part of a format that is shown unchanged: words in quotation marks, colours and places in
// brackets, single characters.
var spokenFormat = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|_.|\*.`)

// styleOf is how a format shows a number. code is the workbook's own format, "" for those that every workbook has.
func styleOf(id int, code string) style {
	code, _, _ = strings.Cut(strings.ToLower(spokenFormat.ReplaceAllString(code, "")), ";")
	switch {
	case code == "" && slices.Contains(dateFormats, id), strings.ContainsAny(code, "yd"), strings.Contains(code, "mmm"):
		return asDate
	case code == "" && slices.Contains(shareFormats, id), strings.Contains(code, "%"):
		return asShare
	}
	return asNumber
}

// shownNumbers says how a workbook shows its numbers: a day is "2026-09-30", a share "42%", any other as a person would
// type it.
func shownNumbers(f *excelize.File) func(style int, number string) string {
	var list []style
	codes := map[int]string{}
	if f.Styles != nil && f.Styles.NumFmts != nil {
		for _, own := range f.Styles.NumFmts.NumFmt {
			codes[own.NumFmtID] = own.FormatCode
		}
	}
	if f.Styles != nil && f.Styles.CellXfs != nil {
		for _, xf := range f.Styles.CellXfs.Xf {
			id := 0
			if xf.NumFmtID != nil {
				id = *xf.NumFmtID
			}
			list = append(list, styleOf(id, codes[id]))
		}
	}
	props, err := f.GetWorkbookProps()
	from1904 := err == nil && props.Date1904 != nil && *props.Date1904
	return func(style int, number string) string {
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || style >= len(list) {
			return plainNumber(number)
		}
		switch list[style] {
		case asDate:
			if day, err := excelize.ExcelDateToTime(v, from1904); err == nil && v >= 1 && day.Year() <= 2200 {
				return day.Format("2006-01-02")
			}
		case asShare:
			return plainNumber(strconv.FormatFloat(v*100, 'f', -1, 64)) + "%"
		}
		return plainNumber(number)
	}
}

// idOf is the id that a workbook gives to a sheet's part.
func idOf(f *excelize.File, name string) string {
	for _, sheet := range f.WorkBook.Sheets.Sheet {
		if strings.EqualFold(sheet.Name, name) {
			return sheet.ID
		}
	}
	return ""
}
