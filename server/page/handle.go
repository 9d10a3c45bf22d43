package page

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
)

// Errors that pages and middleware return beside the three of the product.
var (
	// ErrSignedOut: the request needs a session and there is none. A form's text is better served by Ended.
	ErrSignedOut = errors.New("not signed in")
	// ErrMethod: there is a page at this address, and it is not asked for in this way.
	ErrMethod = errors.New("method not allowed")
	// ErrTooMany: the same was asked too often in a short time.
	ErrTooMany = errors.New("too many requests")
)

// Handle makes a gin handler of one that returns an error, and is the one place where errors become pages.
func Handle(h func(c *gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			Fail(c, err)
		}
	}
}

// Fail answers with the page for an error, and ends the request: for middleware, which has no Handle around it. An
// error that is nobody's fault but ours gets a reference, which the log holds with its cause.
func Fail(c *gin.Context, err error) {
	c.Abort()
	if waiting, ok := errors.AsType[*Waiting](err); ok && !c.Writer.Written() {
		slog.WarnContext(c, "no place for heavy work", "route", c.FullPath(), "others", waiting.Others)
		if err = waiting.wait(c); err == nil {
			return
		}
	}
	status := statusOf(err)
	reference := ""
	switch {
	case errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil:
		return // the person has gone: nobody reads an answer
	case status == http.StatusInternalServerError:
		reference = rand.Text()[:8]
		slog.ErrorContext(c, "page failed", "reference", reference, "method", c.Request.Method, "route", c.FullPath(), "error", err)
	}
	if c.Writer.Written() {
		return
	}
	if status == http.StatusServiceUnavailable {
		slog.ErrorContext(c, "database not available", "method", c.Request.Method, "route", c.FullPath(), "error", err)
		c.Header("Retry-After", "60")
		if c.Request.Method == http.MethodPost && unsaved(c) == nil {
			return
		}
	}
	if errors.Is(err, ErrTooMany) && c.Request.Method == http.MethodPost && tooOften(c) == nil {
		return
	}
	if errors.Is(err, tenants.ErrEnded) {
		leave(c)
		return
	}
	if status == http.StatusNotFound && c.Request.Method == http.MethodPost && gone(c) == nil {
		return
	}
	if why := closedWords(c, err); why != nil && c.Request.Method == http.MethodPost && refused(c, *why) == nil {
		return
	}
	if err := showError(c, status, reference, err); err != nil {
		slog.ErrorContext(c, "error page failed", "reference", reference, "error", err)
		c.String(http.StatusInternalServerError, "Sorry, there is a problem with the service. Reference: %s", reference)
	}
}

func statusOf(err error) int {
	var problems problem.List
	for _, known := range []struct {
		err    error
		status int
	}{
		{tenants.ErrNotFound, http.StatusNotFound},
		{tenants.ErrEnded, http.StatusNotFound},
		{tenants.ErrForbidden, http.StatusForbidden},
		{tenants.ErrRoleChanged, http.StatusForbidden},
		{tenants.ErrStale, http.StatusConflict},
		{tenants.ErrUnavailable, http.StatusServiceUnavailable},
		{ErrBadForm, http.StatusBadRequest},
		{ErrTooBig, http.StatusRequestEntityTooLarge},
		{ErrTooSlow, http.StatusRequestTimeout},
		{ErrSignedOut, http.StatusUnauthorized},
		{ErrMethod, http.StatusMethodNotAllowed},
		{ErrTooMany, http.StatusTooManyRequests},
	} {
		if errors.Is(err, known.err) {
			return known.status
		}
	}
	if errors.As(err, &problems) {
		return http.StatusUnprocessableEntity
	}
	return http.StatusInternalServerError
}

type errorPage struct {
	Base
	Lines     []string
	Reference string
	// Back leads to where the person can go on.
	Back LinkButton
}

var errorTemplate = Parse[errorPage](files, "error.html")

func showError(c *gin.Context, status int, reference string, err error) error {
	p := errorPage{Base: New(c, titles[status]), Lines: lines[status], Reference: reference}
	p.Crumbs = nil
	switch words := p.Procurement(); {
	case errors.Is(err, tenants.ErrProcurement):
		p.Title, p.Lines = procurementTitle, []string{words, procurementAsk}
		if p.Can(tenants.ReadHistory) {
			p.Lines[1] = procurementAskThem
		}
	case status == http.StatusNotFound && words != "":
		p.Lines = append(slices.Clone(p.Lines), words)
	}
	var problems problem.List
	if errors.As(err, &problems) {
		// A room that shows its own form again does not come here; what is left is said plainly, without links.
		for _, one := range problems {
			p.Problems = append(p.Problems, problem.Problem{Message: one.Message})
		}
	}
	switch m := p.Visit.Member; {
	case status == http.StatusUnauthorized:
		p.Back = NewLinkButton("/sign-in", "Sign in", "")
	case m != nil:
		p.Back = NewLinkButton(Home(m.Tenant.Code), "Go to "+m.Tenant.Name, "secondary")
	default:
		p.Back = NewLinkButton("/", "Go to the start page", "secondary")
	}
	return errorTemplate.Show(c, status, p)
}

// What somebody reads who asks for a page that procurement keeps from them.
const (
	procurementTitle = "This page is not shown at the moment"
	procurementAsk   = "Nothing was lost or changed. If you need something from it for your work, ask your ICB administrator."

	procurementAskThem = "Nothing was lost or changed. If you need something from it for your work, ask one of them: Procurement, under " +
		"Settings, says who they are."
)

var titles = map[int]string{
	http.StatusBadRequest:            "We could not read what was sent",
	http.StatusUnauthorized:          "Sign in to go on",
	http.StatusForbidden:             "You cannot use this page",
	http.StatusNotFound:              "Page not found",
	http.StatusMethodNotAllowed:      "This page cannot be opened in this way",
	http.StatusConflict:              "Somebody else saved this first",
	http.StatusRequestEntityTooLarge: "What you sent is too large",
	http.StatusRequestTimeout:        "What you sent took too long to arrive",
	http.StatusUnprocessableEntity:   "Something needs to be corrected",
	http.StatusTooManyRequests:       "Too many attempts",
	http.StatusServiceUnavailable:    "The service is not available at the moment",
	http.StatusInternalServerError:   "Sorry, there is a problem with the service",
}

var lines = map[int][]string{
	http.StatusBadRequest: {
		"Nothing was saved.",
		"Use your browser's back button to return to the page, then try again. If you pasted text, paste it as plain text.",
	},
	http.StatusUnauthorized: {"Your session has ended. Sign in again, then return to the page."},
	http.StatusForbidden: {
		"Your role does not include this. Nothing was saved or changed.",
		"If you need it for your work, ask your ICB administrator to change your role.",
	},
	http.StatusNotFound: {
		"If you typed the web address, check it is correct.",
		"If you pasted the web address, check you copied the entire address.",
		"If it should be there, ask your ICB administrator whether you have access.",
	},
	http.StatusMethodNotAllowed: {"Nothing was saved or changed.", "Go to the page before it, and use the links and buttons there."},
	http.StatusConflict: {
		"It was changed after you opened the page, so yours was not saved and nothing was overwritten.",
		"Use your browser's back button to see what you typed, copy it, then open the page again.",
	},
	http.StatusRequestEntityTooLarge: {
		"Nothing was saved. A file can be up to 20 MB.",
		"Use your browser's back button, choose smaller files or send them one at a time.",
	},
	http.StatusRequestTimeout: {
		"Nothing was saved. The connection was lost, or is too slow for files of this size.",
		"Use your browser's back button, choose smaller files or send them one at a time.",
	},
	http.StatusUnprocessableEntity: {"Nothing was saved. Use your browser's back button, correct it and send it again."},
	http.StatusTooManyRequests:     {"Wait a minute, then try again."},
	http.StatusServiceUnavailable: {
		"Nothing was saved. Try again in a few minutes.",
		"If you sent a form, use your browser's back button to see what you typed.",
	},
	http.StatusInternalServerError: {"Try again in a few minutes. If you sent a form, check whether it was saved before you send " +
		"it again."},
}
