package server

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// compressFrom is how long an answer is at least, in bytes, for compressing it to be worth the work.
const compressFrom = 1024

// packers are gzip writers that have been used and may be used again: each takes much memory to make.
var packers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails for unknown levels only
	return z
}}

// compressed packs pages. Files that people download are left as they are (most are packed already), and so is what has
// a packed form of its own (assets).
//
// The length of a packed page tells a little of what is in it, to somebody who can make a person's browser ask for it
// again and again with text of their own in it and watch the lines. No page holds a secret that stays the same from one
// answer to the next: the session is in a cookie alone, forms are known by Sec-Fetch-Site and Origin and not by a token
// (the mark of a form that may be sent once is a new one each time), and an invitation's link is shown once, in the
// answer to the form that made it.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !acceptsGzip(r) || r.Header.Get("Range") != "" {
			next.ServeHTTP(w, r)
			return
		}
		p := &packing{ResponseWriter: w}
		defer p.end()
		next.ServeHTTP(p, r)
	})
}

// acceptsGzip says whether a browser can unpack gzip: it names it, and not with the weight 0.
func acceptsGzip(r *http.Request) bool {
	for one := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(one, ";")
		if strings.TrimSpace(name) == "gzip" {
			n, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64)
			return weight == "" || err == nil && n > 0
		}
	}
	return false
}

// packing holds an answer's status back until its first piece shows whether it is packed. Pages are written in one piece.
type packing struct {
	http.ResponseWriter
	status int
	packer *gzip.Writer
	sent   bool
}

func (p *packing) WriteHeader(status int) {
	if status < http.StatusOK || p.sent {
		p.ResponseWriter.WriteHeader(status)
		return
	}
	p.status = status
}

func (p *packing) Write(piece []byte) (int, error) {
	if !p.sent {
		p.begin(piece)
	}
	if p.packer != nil {
		return p.packer.Write(piece)
	}
	return p.ResponseWriter.Write(piece)
}

// begin sends the header of an answer; its body begins with piece.
func (p *packing) begin(piece []byte) {
	h := p.Header()
	if packable(h) {
		h.Add("Vary", "Accept-Encoding")
		if len(piece) >= compressFrom {
			h.Del("Content-Length")
			h.Set("Content-Encoding", "gzip")
			p.packer = packers.Get().(*gzip.Writer)
			p.packer.Reset(p.ResponseWriter)
		}
	}
	p.send()
}

func (p *packing) send() {
	p.sent = true
	if p.status != 0 {
		p.ResponseWriter.WriteHeader(p.status)
	}
}

// packable says whether an answer is text that is not packed yet and not a file to be kept.
func packable(h http.Header) bool {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return (strings.HasPrefix(kind, "text/") || kind == "application/json") &&
		h.Get("Content-Encoding") == "" && h.Get("Content-Disposition") == "" && h.Get("Content-Range") == ""
}

// end sends what is left when the page is done.
func (p *packing) end() {
	if !p.sent {
		p.send()
	}
	if p.packer != nil {
		_ = p.packer.Close() // fails when the browser has gone
		packers.Put(p.packer)
	}
}

// FlushError sends what there is; an answer that is sent in pieces is not packed.
func (p *packing) FlushError() error {
	if !p.sent {
		p.send()
	}
	if p.packer != nil {
		if err := p.packer.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(p.ResponseWriter).Flush()
}

func (p *packing) Unwrap() http.ResponseWriter { return p.ResponseWriter }
