package privacy

const (
	window  = 64 << 10 // bytes searched at a time
	overlap = 512      // bytes searched again with the next window; longer than any number and the text beside it
	kept    = 50       // finds kept of one text: enough to refuse it
)

// Search looks for NHS numbers in a text too long for memory: write the text in pieces of any size, then ask for the
// finds. The zero value is ready. Offsets are those of the whole text.
type Search struct {
	buf   []byte
	base  int // offset of buf[0] in the whole text
	done  int // finds that begin before this offset are settled
	finds []Find
}

// Write takes the next piece of the text; it never fails.
func (s *Search) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		take := min(len(p), window+2*overlap-len(s.buf))
		s.buf = append(s.buf, p[:take]...)
		p = p[take:]
		if len(s.buf) == window+2*overlap {
			s.look(len(s.buf) - overlap)
			keep := len(s.buf) - 2*overlap
			s.base += keep
			s.buf = append(s.buf[:0], s.buf[keep:]...)
		}
	}
	return n, nil
}

// WriteString is Write for a string.
func (s *Search) WriteString(text string) { _, _ = s.Write([]byte(text)) }

// Finds ends the text and returns the finds, at most 50.
func (s *Search) Finds() []Find {
	s.look(len(s.buf))
	return s.finds
}

// look settles the numbers that begin before limit in buf, where the text beside them is complete.
func (s *Search) look(limit int) {
	for _, f := range NHSNumbers(string(s.buf)) {
		at := s.base + f.Start
		if f.Start >= limit || at < s.done || len(s.finds) == kept {
			continue
		}
		s.finds = append(s.finds, Find{Start: at, End: s.base + f.End, Text: f.Text})
	}
	s.done = max(s.done, s.base+limit)
}
