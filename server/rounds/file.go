package rounds

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// format is how people call a file's kind.
func format(f store.SealedFile) string {
	if f.Kind == store.SealedWorkbook {
		return "Excel"
	}
	return "JSON"
}

// sealed gives out a file of a sealed round, and the history has it before.
func (p Pages) sealed(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	member := page.Member(c)
	rows := p.Store.For(member)
	f, err := rows.SealedFile(c, c.Param("file"))
	if err != nil {
		return err
	}
	if page.Unasked(c, roundsPath(c)) {
		return nil
	}
	if err := rows.ExportedSealed(c, f); err != nil {
		return err
	}
	name := fmt.Sprintf("ips-round-%s-%s-version-%d-%s", member.Tenant.Code, f.Quarter, f.N, audienceName[f.Audience])
	ending, media := ".json", "application/json"
	if f.Kind == store.SealedWorkbook {
		ending, media = ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	page.Attachment(c, name+ending, media)
	c.Header("Content-Length", strconv.FormatInt(f.Size, 10))
	c.Status(http.StatusOK)
	if err := rows.CopySealed(c, c.Writer, f.ID); err != nil {
		return page.Gone(c, err)
	}
	return nil
}

// audienceName is whom a file is for, in its name.
var audienceName = map[string]string{"commissioners": "full", "steering group": "steering-group", "provider": "provider"}
