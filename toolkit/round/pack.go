package round

import "ipstoolkit/toolkit/snapshot"

// Pack is what the steering group read in three minutes, in words.
type Pack struct {
	Parts   []PackPart   `json:"parts,omitempty"`
	Targets []PackTarget `json:"targets,omitempty"`
	Over    string       `json:"over,omitempty"`
}

// PackPart is a part of it. None is what it says without a line.
type PackPart struct {
	Code  string     `json:"code,omitempty"`
	Title string     `json:"title,omitempty"`
	None  string     `json:"none,omitempty"`
	Lines []PackLine `json:"lines,omitempty"`
}

func packOf(x snapshot.PackTold) Pack {
	return Pack{
		Parts: each(x.Parts, func(p snapshot.PackPart) PackPart {
			return PackPart{p.Code, p.Title, p.None, each(p.Lines, func(l snapshot.PackLine) PackLine { return PackLine(l) })}
		}),
		Targets: each(x.Targets, func(t snapshot.PackTarget) PackTarget { return PackTarget(t) }), Over: x.Over,
	}
}

func (x Pack) back() snapshot.PackTold {
	return snapshot.PackTold{
		Parts: each(x.Parts, func(p PackPart) snapshot.PackPart {
			return snapshot.PackPart{
				Code: p.Code, Title: p.Title, None: p.None,
				Lines: each(p.Lines, func(l PackLine) snapshot.PackLine { return snapshot.PackLine(l) }),
			}
		}),
		Targets: each(x.Targets, func(t PackTarget) snapshot.PackTarget { return snapshot.PackTarget(t) }), Over: x.Over,
	}
}
