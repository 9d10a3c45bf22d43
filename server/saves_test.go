package server

import (
	"slices"
	"testing"
)

// What a form comes back with is decided in one place, page.Save: a room that names these does it by hand. Imports show
// the preview of a file again, and an invitation's link cannot be led on to. The page of all priorities finds out for each of
// its rows whether it is stale, and page.Save answers for all of them.
func TestSavesGoOneWay(t *testing.T) {
	for words, places := range map[string][]string{
		"http.StatusConflict": {
			"page/handle.go", "page/save.go", "people/list.go", "returns/import.go", "returns/import_preview.go",
			"returns/published_file.go", "returns/published_preview.go", "returns/quarters.go", "returns/quarters_shown.go",
			"workbook/import_show.go",
		},
		"tenants.ErrStale)": {
			"page/save.go", "people/invitation.go", "priorities/review_save.go", "returns/import.go", "returns/published_file.go",
			"returns/quarters.go", "workbook/import_take.go",
		},
		`name="version"`:   {"page/parts.html", "returns/import_preview.html"},
		`class="app-stale`: {"page/parts.html"},
		`VersionOf(`:       {"page/form.go", "priorities/review_save.go", "returns/quarters.go", "workbook/import_show.go"},
		`Text("version")`:  {},
	} {
		if found := filesWith(t, words); !slices.Equal(found, places) {
			t.Errorf("%s is in %q, want %q: save through page.Save, or name it here", words, found, places)
		}
	}
}
