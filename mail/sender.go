package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	gomail "github.com/wneessen/go-mail"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/question"
)

// Sender sends what is due in the outbox, one email after the other. Several servers on one database may each run one: each email is
// taken by one of them.
//
// An email is handed to the mail server at most once, unless the mail server said that it does not take it. When the program dies, or
// the connection breaks, while the mail server has the email and has not answered, nobody knows whether it arrived: then it is not
// sent again, and counts as unsure. Every other email waits until it is sent or refused.
type Sender struct {
	Store     *store.Store
	Server    *Server
	PublicURL string
	// Waiting is what waits for a member in one ICB, as My work shows it.
	Waiting func(ctx context.Context, m tenants.Member) ([]tenants.Waiting, error)

	failed atomic.Bool // the mail server did not answer at the last try
}

// How often the outbox is looked into, and how long a mail server that does not answer is left alone: longer each time.
const (
	every     = 10 * time.Second
	firstWait = 30 * time.Second
	mostWait  = 15 * time.Minute
)

// errDown: the mail server takes nothing now.
var errDown = errors.New("the mail server takes no email")

// Start sends until stop is called, which waits for the email that is being sent.
func (s *Sender) Start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { s.run(ctx) })
	return func() { cancel(); group.Wait() }
}

func (s *Sender) run(ctx context.Context) {
	down := 0
	for {
		wait := every
		switch err := s.Once(ctx); {
		case errors.Is(err, errDown):
			wait = backOff(firstWait, down)
			down++
		case err != nil && ctx.Err() == nil:
			slog.ErrorContext(ctx, "emails", "error", err)
		default:
			down = 0
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// backOff is twice as long each time, up to mostWait.
func backOff(first time.Duration, times int) time.Duration {
	return min(mostWait, first<<min(times, 10))
}

// Once puts the digests of today into the outbox once they are due, and sends all that is due.
func (s *Sender) Once(ctx context.Context) error {
	if day, monday, due := digestDay(s.Store.Now()); due {
		made, err := s.Store.QueueDigests(ctx, day, monday)
		if err == nil && made > 0 {
			err = s.Store.SweepMail(ctx)
		}
		if err != nil {
			return err
		}
	}
	l := &line{server: s.Server}
	defer l.close()
	for ctx.Err() == nil {
		m, err := s.Store.TakeMail(ctx)
		if errors.Is(err, tenants.ErrNotFound) {
			return nil
		}
		if err == nil {
			err = s.send(context.WithoutCancel(ctx), l, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// digestHour is when digests are made, in London.
const digestHour = 7

// digestDay is the day of the digests that are due at a moment, and the Monday of its week: none are on Saturdays and Sundays, nor
// before seven.
func digestDay(now time.Time) (day, monday calendar.Date, due bool) {
	local := now.In(calendar.London)
	sinceMonday := (int(local.Weekday()) + 6) % 7
	if sinceMonday > 4 || local.Hour() < digestHour {
		return "", "", false
	}
	day = calendar.At(now).Date()
	return day, day.AddDays(-sinceMonday), true
}

// send makes one email's text and hands it over.
func (s *Sender) send(ctx context.Context, l *line, m store.Mail) error {
	if m.Kind == store.InvitationMade {
		return s.invite(ctx, l, m)
	}
	subject, body, err := s.text(ctx, m)
	if err != nil { // it waits, and does not stop the others
		slog.ErrorContext(ctx, "the text of an email could not be made", "kind", m.Kind, "error", err)
		return s.Store.KeepMail(ctx, m, backOff(time.Minute, m.Tries))
	}
	if body == "" {
		return s.Store.EndMail(ctx, m, store.MailDropped)
	}
	message, err := s.Server.message(m.ID, m.Address, subject, body)
	if err != nil { // the address is none
		return s.Store.EndMail(ctx, m, store.MailRefused)
	}
	if err := s.reach(ctx, l, m); err != nil {
		return err
	}
	if err := s.Store.HandMail(ctx, m); err != nil {
		if errors.Is(err, tenants.ErrStale) { // it took so long that another sender has it
			return nil
		}
		return err
	}
	return s.handed(ctx, l, m, message)
}

// reach opens the line for an email, which waits on where the mail server does not answer (errDown).
func (s *Sender) reach(ctx context.Context, l *line, m store.Mail) error {
	err := l.open(ctx)
	if err == nil {
		return nil
	}
	s.failed.Store(true)
	slog.ErrorContext(ctx, "the mail server does not answer", "error", err)
	return errors.Join(errDown, s.Store.KeepMail(ctx, m, 0))
}

// handed gives an email that is noted as handed over to the mail server, and notes how that ended.
func (s *Sender) handed(ctx context.Context, l *line, m store.Mail, message *gomail.Msg) error {
	err := l.client.Send(message)
	end := outcomeOf(message, err)
	s.failed.Store(end == down || end == unsure)
	switch end {
	case delivered:
		return s.Store.EndMail(ctx, m, store.MailSent)
	case refused:
		slog.WarnContext(ctx, "the mail server refused an email", "kind", m.Kind, "answer", why(err))
		return s.Store.EndMail(ctx, m, store.MailRefused)
	case tooSoon:
		return s.Store.KeepMail(ctx, m, backOff(time.Minute, m.Tries))
	case unsure:
		slog.ErrorContext(ctx, "an email may not have arrived; it is not sent again", "kind", m.Kind, "answer", why(err))
		return errDown
	}
	slog.ErrorContext(ctx, "the mail server takes no email", "answer", why(err))
	return errors.Join(errDown, s.Store.KeepMail(ctx, m, 0))
}

// text is what an email says now; "" when there is nothing left to say: the person has left, does not want it, or has done it.
func (s *Sender) text(ctx context.Context, m store.Mail) (subject, body string, err error) {
	if !m.Wanted() {
		return "", "", nil
	}
	memberships, err := s.Store.Memberships(ctx, m.Person)
	if err != nil {
		return "", "", err
	}
	var icbs []inICB
	for _, member := range memberships {
		if m.Kind != store.DigestOf {
			if member.Tenant.Code != m.ICB {
				continue
			}
			if waits, err := s.waits(ctx, &m, member); err != nil || !waits {
				return "", "", err
			}
			subject, body = atOnce(m, member.Tenant, s.PublicURL)
			return subject, body, nil
		}
		things, err := s.Waiting(ctx, member)
		if err != nil {
			return "", "", fmt.Errorf("what waits in %s: %w", member.Tenant.Code, err)
		}
		if len(things) > 0 {
			icbs = append(icbs, inICB{member.Tenant.Name, things})
		}
	}
	if len(icbs) == 0 {
		return "", "", nil
	}
	subject, body = digest(m.Digest, s.Store.Today(), icbs, s.PublicURL)
	return subject, body, nil
}

// waits says whether what an email is about still waits for the member, and by when.
func (s *Sender) waits(ctx context.Context, m *store.Mail, member tenants.Member) (bool, error) {
	if m.Kind == store.QuestionAsked {
		waiting, err := s.Store.For(member).QuestionsWaiting(ctx)
		if errors.Is(err, tenants.ErrForbidden) {
			return false, nil
		}
		return slices.ContainsFunc(waiting, func(q question.Question) bool { return q.ID == m.Subject }), err
	}
	a, err := s.Store.For(member).Action(ctx, m.Subject)
	if errors.Is(err, tenants.ErrNotFound) || errors.Is(err, tenants.ErrForbidden) || errors.Is(err, tenants.ErrProcurement) {
		return false, nil
	}
	m.Due = a.Due
	mine := a.Member == member.ID || a.Member == "" && a.Provider != "" && a.Provider == member.Provider
	return err == nil && mine && a.State == action.Open, err
}

// Words say how the outbox is, for those who watch the service.
func (s *Sender) Words(ctx context.Context) string {
	n, err := s.Store.MailStats(ctx)
	if err != nil {
		return "cannot be read"
	}
	words := []string{"ok"}
	if s.failed.Load() {
		words[0] = "the mail server took nothing at the last try: see the log"
	}
	if n.Waiting > 0 {
		words = append(words, fmt.Sprintf("%d waiting, the oldest since %s", n.Waiting, n.Oldest.Words()))
	}
	if n.Unsure > 0 {
		words = append(words, fmt.Sprintf("%d may not have arrived", n.Unsure))
	}
	if n.Refused > 0 {
		words = append(words, fmt.Sprintf("%d refused", n.Refused))
	}
	return strings.Join(words, ", ")
}

// line is a connection to the mail server, opened for the first email and kept for the next ones.
type line struct {
	server *Server
	client *gomail.Client
}

func (l *line) open(ctx context.Context) error {
	if l.client != nil {
		return nil
	}
	c, err := l.server.dial(ctx)
	if err == nil {
		l.client = c
	}
	return err
}

func (l *line) close() {
	if l.client != nil {
		_ = l.client.Close()
	}
}
