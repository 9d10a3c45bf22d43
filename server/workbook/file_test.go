package workbook

import (
	"context"
	"net/http"
	"path/filepath"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

// TestAFailureIsAPage: where a workbook cannot be made, or the history cannot say that it was taken out, nobody gets a file.
func TestAFailureIsAPage(t *testing.T) {
	w := storetest.New(t)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	answer := pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/workbook.xlsx")
	answer.Want(t, http.StatusInternalServerError, "there is a problem with the service")
	if answer.Header.Get("Content-Disposition") != "" {
		t.Error("the page that says so is called a file")
	}
	if told, err := w.For(w.Lead).History(context.Background(), "workbook", "full"); err != nil || len(told) != 0 {
		t.Errorf("the history says that it was downloaded: %v, %v", told, err)
	}
}
