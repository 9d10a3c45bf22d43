package seed

import (
	"context"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/question"
)

// ask asks about something.
func (p *past) ask(ctx context.Context, by tenants.Member, about question.About, text string) error {
	_, err := p.store.For(by).AskQuestion(ctx, p.editions.Current(), question.Question{About: about}, text, "")
	return err
}

// answer answers the newest question about something.
func (p *past) answer(ctx context.Context, by tenants.Member, about question.About, text string) error {
	list, err := p.store.For(by).QuestionsAbout(ctx, about)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("nobody has asked about %s %s", about.Kind, about.ID)
	}
	return p.store.For(by).SayInQuestion(ctx, list[0].ID, list[0].Version, question.Answer, text, "")
}
