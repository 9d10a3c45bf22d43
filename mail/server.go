// Package mail sends what waits in the outbox: a word at once, and digests. An email says a kind, an ICB and a day, and nothing else.
package mail

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Settings are the mail server's, as the operator sets them. Without a Host the service sends no emails.
type Settings struct {
	Host     string `env:"HOST"`
	Port     int    `env:"PORT"` // 0 is the usual one
	TLS      string `env:"TLS"`  // starttls (also for ""), implicit, or none for a server on this machine
	User     string `env:"USER"`
	Password string `env:"PASSWORD"`
	From     string `env:"FROM"`
}

// patience is how long the mail server may take to answer.
const patience = 30 * time.Second

// Server is the mail server that takes the service's emails.
type Server struct {
	settings Settings
	options  []gomail.Option
}

// NewServer is the server of the settings; nil when none is set. trust is for tests; nil is what the machine trusts. The error is for
// the operator.
func NewServer(s Settings, trust *tls.Config) (*Server, error) {
	if s.Host == "" {
		return nil, nil
	}
	port := 587
	options := []gomail.Option{gomail.WithTimeout(patience)}
	switch s.TLS {
	case "", "starttls":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "implicit":
		port = 465
		options = append(options, gomail.WithSSL())
	case "none":
		if !loopback(s.Host) {
			return nil, errors.New("IPS_MAIL_TLS is none: without TLS the service talks only to a mail server on this machine")
		}
		port = 25
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("IPS_MAIL_TLS is %q: want starttls, implicit or none", s.TLS)
	}
	if err := gomail.NewMsg().From(s.From); err != nil {
		return nil, fmt.Errorf("IPS_MAIL_FROM is %q: want an address, such as ips@example.nhs.uk", s.From)
	}
	if (s.User == "") != (s.Password == "") {
		return nil, errors.New("IPS_MAIL_USER and IPS_MAIL_PASSWORD belong together: set both or none")
	}
	options = append(options, gomail.WithPort(cmp.Or(s.Port, port)))
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User),
			gomail.WithPassword(s.Password))
	}
	if trust != nil {
		options = append(options, gomail.WithTLSConfig(trust))
	}
	if _, err := gomail.NewClient(s.Host, options...); err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &Server{settings: s, options: options}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// dial is a connection to the server, signed in.
func (s *Server) dial(ctx context.Context) (*gomail.Client, error) {
	c, err := gomail.NewClient(s.settings.Host, s.options...)
	if err != nil {
		return nil, err
	}
	return c, c.DialWithContext(ctx)
}

// message is an email as it goes out. Its id is made from the outbox's, so that a mail server that knows it takes it for the same one.
func (s *Server) message(id, to, subject, body string) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.From(s.settings.From); err != nil {
		return nil, err
	}
	if err := m.To(to); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(id))
	_, host, _ := strings.Cut(s.settings.From, "@")
	m.SetMessageIDWithValue(hex.EncodeToString(sum[:12]) + "@" + strings.Trim(host, "> "))
	m.SetDate()
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.Subject(subject)
	m.SetBodyString(gomail.TypeTextPlain, body)
	return m, nil
}

// outcome is how handing over an email ended.
type outcome int

const (
	delivered outcome = iota
	refused           // by the server, for good
	tooSoon           // the server asks to try again
	down              // certainly not delivered, and nothing else would be now
	unsure            // nobody knows whether the server has it
)

// outcomeOf reads what the library says of an email that was sent.
func outcomeOf(m *gomail.Msg, err error) outcome {
	if err == nil || m.IsDelivered() {
		return delivered
	}
	var e *gomail.SendError
	if !errors.As(err, &e) {
		return unsure
	}
	code := e.ErrorCode()
	switch e.Reason {
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPDataClose:
		switch {
		case code >= 500:
			return refused
		case code >= 400:
			return tooSoon
		case e.Reason == gomail.ErrSMTPRcptTo:
			return down
		}
	case gomail.ErrSMTPMailFrom, gomail.ErrSMTPData, gomail.ErrConnCheck:
		return down // nothing of the email has been sent
	}
	return unsure
}

// why says in words for the log what the server answered, without an address.
func why(err error) string {
	var e *gomail.SendError
	if errors.As(err, &e) {
		return fmt.Sprintf("%s: %d", e.Reason, e.ErrorCode())
	}
	return "no answer"
}
