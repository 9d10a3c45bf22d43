package signin

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"
)

// Failure is a sign-in that did not come about. Words are for the person; the cause is for the log only and never
// holds a code, a token or a secret.
type Failure struct {
	Words  string
	Status int    // 503 when a sign-in service does not answer, else 403
	issuer string // key, "" when it is not known
	cause  error
}

func (f *Failure) Error() string { return f.cause.Error() }

func (f *Failure) Unwrap() error { return f.cause }

// tryAgain is the failure of a sign-in that belongs to no issuer.
func tryAgain(cause error, words string) *Failure {
	return &Failure{Words: words, Status: http.StatusForbidden, cause: cause}
}

func (i *Issuer) refused(cause error, words string) *Failure {
	return &Failure{Words: fmt.Sprintf(words, i.settings.Name), Status: http.StatusForbidden, issuer: i.settings.Key, cause: cause}
}

// notAnswering is the failure of an issuer that cannot be reached or does not make sense.
func (i *Issuer) notAnswering(cause error) *Failure {
	f := i.refused(cause, "%s is not answering at the moment. Try again in a few minutes.")
	f.Status = http.StatusServiceUnavailable
	return f
}

// notProven is the failure of an answer that does not add up: an attack, or a sign-in service set up wrongly.
func (i *Issuer) notProven(format string, args ...any) *Failure {
	return i.refused(fmt.Errorf(format, args...), "We could not be sure that the answer came from %s. Try again.")
}

// exchangeFailure tells a service that does not answer from one that refuses the code. What a token endpoint wrote is
// left out of the cause: it can hold what must not be logged.
func (i *Issuer) exchangeFailure(err error) *Failure {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return i.notProven("code refused: status %d, error %q", refused.Response.StatusCode, refused.ErrorCode)
	}
	if unreachable, ok := errors.AsType[*url.Error](err); ok {
		return i.notAnswering(fmt.Errorf("token endpoint: %w", unreachable))
	}
	return i.notProven("token endpoint: %w", err)
}

// newReference is what a person reads out to the help desk to find the logged cause.
func newReference() string { return rand.Text()[:8] }
