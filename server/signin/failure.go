package signin

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/oauth2"
)

// Failure is a sign-in that did not come about. Words are for the person; the cause is for the log only and never
// holds a code, a token or a secret.
type Failure struct {
	Words string
	cause error
}

func (f *Failure) Error() string { return f.cause.Error() }

func (f *Failure) Unwrap() error { return f.cause }

func fail(cause error, words string, args ...any) *Failure {
	return &Failure{Words: fmt.Sprintf(words, args...), cause: cause}
}

// notAnswering is the failure of an issuer that cannot be reached or does not make sense.
func (i *Issuer) notAnswering(cause error) *Failure {
	return fail(cause, "%s is not answering at the moment. Try again in a few minutes.", i.settings.Name)
}

// notProven is the failure of an answer that does not add up: an attack, or a sign-in service set up wrongly.
func (i *Issuer) notProven(format string, args ...any) *Failure {
	return fail(fmt.Errorf(format, args...), "We could not be sure that the answer came from %s. Try again.", i.settings.Name)
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
func newReference() string {
	text := rand.Text()
	return text[:4] + "-" + text[4:8]
}
