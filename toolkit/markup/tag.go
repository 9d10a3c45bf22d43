package markup

import "bytes"

// startTag takes the tag with which an element begins.
func (r *Reader) startTag() (Kind, error) {
	n, err := r.tagEnd()
	if err != nil {
		return 0, err
	}
	raw := r.buf[r.at+1 : r.at+n]
	r.at += n + 1
	if len(raw) > 0 && raw[len(raw)-1] == '/' {
		raw, r.ended = raw[:len(raw)-1], true
	}
	length := nameLength(raw)
	if length == 0 {
		return 0, ErrBroken
	}
	r.name = raw[:length]
	if err := r.attributes(raw[length:]); err != nil {
		return 0, err
	}
	if !r.Lax {
		if len(r.opens) == deepest {
			return 0, ErrBroken
		}
		r.opens = append(r.opens, len(r.open))
		r.open = append(r.open, r.name...)
	}
	return Start, nil
}

// tagEnd is where the tag ends that begins at at: at a ">" outside quotation marks.
func (r *Reader) tagEnd() (int, error) {
	var quote byte
	for i := 1; ; {
		for _, c := range r.buf[r.at+i : r.end] {
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				return i, nil
			case c == '"' || c == '\'':
				quote = c
			}
			i++
		}
		if err := r.fill(); err != nil {
			return 0, broken(err)
		}
	}
}

// endTag takes the tag with which an element ends.
func (r *Reader) endTag() (Kind, error) {
	n, err := r.until(2, ">")
	if err != nil {
		return 0, broken(err)
	}
	raw := r.buf[r.at+2 : r.at+n]
	r.at += n + 1
	length := nameLength(raw)
	if length == 0 || len(trimmed(raw[length:])) > 0 {
		return 0, ErrBroken
	}
	r.name = raw[:length]
	return End, r.close()
}

// close ends the element that was opened last, which must have the name.
func (r *Reader) close() error {
	if r.Lax {
		return nil
	}
	last := len(r.opens) - 1
	if last < 0 || !bytes.Equal(r.open[r.opens[last]:], r.name) {
		return ErrBroken
	}
	r.open, r.opens = r.open[:r.opens[last]], r.opens[:last]
	return nil
}

// attributes reads what is in a tag after its name.
func (r *Reader) attributes(raw []byte) error {
	for raw = trimmed(raw); len(raw) > 0; raw = trimmed(raw) {
		n := nameLength(raw)
		if n == 0 {
			return ErrBroken
		}
		a := attr{name: raw[:n]}
		raw = trimmed(raw[n:])
		if len(raw) == 0 || raw[0] != '=' {
			if !r.Lax {
				return ErrBroken
			}
			a.value = a.name
			r.attrs = append(r.attrs, a)
			continue
		}
		value, rest, ok := quoted(trimmed(raw[1:]))
		if !ok && !r.Lax || !r.Lax && bytes.IndexByte(value, '<') >= 0 {
			return ErrBroken
		}
		var err error
		if a.value, err = r.meant(value, true); err != nil {
			return err
		}
		r.attrs, raw = append(r.attrs, a), rest
	}
	return nil
}

// quoted is the value at the beginning of a text and what comes after it; ok says that it is in quotation marks.
func quoted(raw []byte) (value, rest []byte, ok bool) {
	if len(raw) > 0 && (raw[0] == '"' || raw[0] == '\'') {
		if i := bytes.IndexByte(raw[1:], raw[0]); i >= 0 {
			return raw[1 : i+1], raw[i+2:], true
		}
	}
	n := 0
	for n < len(raw) && !space(raw[n]) {
		n++
	}
	return raw[:n], raw[n:], false
}
