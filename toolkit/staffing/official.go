package staffing

import (
	"math/big"
	"strings"

	"ipstoolkit/toolkit/number"
)

// Official sets an ICB's posts against the workforce target that IPS Grow has published for it, a sentence each role.
// It says what is short of the published number before anything is said to be more than the ICB's own sum asks for.
func (y Year) Official(l Line) []string {
	var said []string
	for role, target := range y.Grow() {
		if !target.Known {
			continue
		}
		post := l.Posts[role]
		words := "IPS Grow’s published workforce target is " + target.Words() + " " + strings.ToLower(post.Role.Words()) + ": "
		switch {
		case !post.Funded.Known && !post.InPost.Known:
			words += "the number of posts is not known"
		case !post.InPost.Known:
			words += against(post.Funded, target, "funded")
		case !post.Funded.Known:
			words += against(post.InPost, target, "in post")
		default:
			words += against(post.Funded, target, "funded") + "; " + against(post.InPost, target, "in post")
		}
		said = append(said, words+".")
	}
	return said
}

// against compares posts with a target: "9.00 funded, 1.50 short".
func against(posts, target number.FTE, are string) string {
	words := posts.Words() + " " + are + ", "
	short := target.Hundredths - posts.Hundredths
	switch {
	case short > 0:
		return words + number.Decimal(short, 2) + " short"
	case short < 0:
		return words + number.Decimal(-short, 2) + " above it"
	}
	return words + "which meets it"
}

// Filled is the share of the funded posts that are filled, in per cent with one decimal, "84.4%"; "" when it cannot be
// worked out.
func (p Post) Filled() string {
	if !p.Funded.Known || !p.InPost.Known || p.Funded.Hundredths == 0 {
		return ""
	}
	return fixed(near(big.NewRat(p.InPost.Hundredths*100, p.Funded.Hundredths), 1), 1) + "%"
}
