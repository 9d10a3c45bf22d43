// Package assets holds the styles, modules and icons that browsers fetch, made by "make assets" and embedded in the
// program. A file's name has its hash, so a browser keeps it for a year and a new build has new names. Icons that the
// stylesheet asks for keep their plain names and are kept for a day.
package assets

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed all:dist
var embedded embed.FS

// Prefix is where Handler is mounted.
const Prefix = "/assets/"

// manifest says which name each file has, "app.css" > "app-3f9a.css". It is nil when the program was built before the
// assets were.
var manifest = sync.OnceValue(func() map[string]string {
	text, err := embedded.ReadFile("dist/manifest.json")
	if err != nil {
		return nil
	}
	var names map[string]string
	if json.Unmarshal(text, &names) != nil {
		return nil
	}
	return names
})

// Ready says whether the program holds its assets. The error is for the person who starts it.
func Ready() error {
	if len(manifest()) == 0 {
		return errors.New("the program was built without its styles: run make assets, then build it again")
	}
	return nil
}

// Path is the address of an asset, "app.css" > "/assets/app-3f9a.css". A name that is not in the manifest stays as it
// is.
func Path(name string) string {
	if hashed, ok := manifest()[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Handler serves what is under Prefix.
func Handler() http.Handler {
	files, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(err) // only a broken //go:embed line can do this
	}
	return serve(files, hashedNames())
}

func hashedNames() map[string]bool {
	hashed := map[string]bool{}
	for _, name := range manifest() {
		hashed[name] = true
	}
	return hashed
}

func serve(files fs.FS, hashed map[string]bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		kind, known := kinds[path.Ext(name)]
		body, encoding, err := read(files, name, r.Header.Get("Accept-Encoding"))
		if !known || err != nil {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		h.Set("Cache-Control", "public, max-age=86400")
		if hashed[name] {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if encoding != "" {
			h.Set("Content-Encoding", encoding)
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}

// kinds are the kinds of file that exist. Nothing else in the folder (the manifest, the compressed forms) is served by
// its own name.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// read is the file in the best form that the browser accepts, and that form's name: "br", "gzip" or "".
func read(files fs.FS, name, accept string) (body []byte, encoding string, err error) {
	for _, form := range []struct{ encoding, extension string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(accept, form.encoding) {
			continue
		}
		if body, err := fs.ReadFile(files, name+form.extension); err == nil {
			return body, form.encoding, nil
		}
	}
	body, err = fs.ReadFile(files, name)
	return body, "", err
}

// accepts says whether an Accept-Encoding header names the encoding and does not refuse it with q=0.
func accepts(header, encoding string) bool {
	for _, part := range strings.Split(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		value, ok := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		q, err := strconv.ParseFloat(value, 64)
		return !ok || (err == nil && q > 0)
	}
	return false
}
