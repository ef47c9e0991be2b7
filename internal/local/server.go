package local

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// Limits of a server.
const (
	mostConnections = 64
	mostPages       = 8 // that hold a line open
	headerTime      = 2 * time.Second
	readTime        = 15 * time.Second // longer than a question takes: its end ends the work on it
	writeTime       = 30 * time.Second
	mostHeaderBytes = 8 << 10
)

// Grace is how long a server goes on after its last page was closed: one that is loaded again is back by then.
const Grace = 3 * time.Second

// A Server serves one page. Make it with [Listen].
type Server struct {
	// Grace, if it is not zero, takes the place of [Grace].
	Grace time.Duration

	listener  net.Listener
	host      string // as a request to it names it
	key, once string
	used      atomic.Bool // the token that opens the page
	pages     pages
	read      time.Duration // readTime, but for tests
}

// Listen makes a server at a port of 127.0.0.1 that the system picks.
func Listen() (*Server, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return &Server{listener: limited(l, mostConnections), host: l.Addr().String(), key: rand.Text(), once: rand.Text(),
		pages: newPages(), read: readTime}, nil
}

// Link is the address that opens the page, once.
func (s *Server) Link() string { return s.origin() + "/open/" + s.once }

func (s *Server) origin() string { return "http://" + s.host }

// Serve serves a site, whose paths are those below the page, until the context ends or the last page was closed. The
// error is that of the listener, or the context's.
func (s *Server) Serve(ctx context.Context, site http.Handler) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	closed := make(chan struct{})
	go s.pages.wait(ctx, cmp.Or(s.Grace, Grace), closed)
	server := &http.Server{Handler: s.guard(s.routes(site)), ReadHeaderTimeout: headerTime, ReadTimeout: s.read,
		WriteTimeout: writeTime, IdleTimeout: time.Minute, MaxHeaderBytes: mostHeaderBytes,
		ErrorLog:    log.New(io.Discard, "", 0),
		BaseContext: func(net.Listener) context.Context { return ctx }}
	done := make(chan error, 1)
	go func() { done <- server.Serve(s.listener) }()
	var err error
	select {
	case err = <-done:
		return err
	case <-ctx.Done():
		err = ctx.Err()
	case <-closed:
	}
	stop()
	_ = server.Close()
	if ended := <-done; !errors.Is(ended, http.ErrServerClosed) {
		return ended
	}
	return err
}

// Tell sends every open page a message: a name and a line of text.
func (s *Server) Tell(name, text string) {
	s.pages.tell(message{name, strings.ReplaceAll(text, "\n", " ")})
}

// routes are the door that opens the page, the line that a page holds open, and the site, both below the key.
func (s *Server) routes(site http.Handler) http.Handler {
	below := http.StripPrefix("/"+s.key, site)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		switch {
		case first == "open" && same(rest, s.once):
			s.open(w, r)
		case !same(first, s.key):
			http.NotFound(w, r)
		case rest == "events":
			s.pages.hold(w, r)
		default:
			below.ServeHTTP(w, r)
		}
	})
}

// open leads to the page, once.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	if s.used.Swap(true) {
		http.Error(w, "This link has been used. Start envelope explore again for a new one.", http.StatusGone)
		return
	}
	http.Redirect(w, r, "/"+s.key+"/", http.StatusSeeOther)
}

// same compares secrets in the same time whatever they are.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// guard refuses what the page itself would not send.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "frame-ancestors 'none'")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		if !s.ours(r) {
			http.Error(w, "This page is for one person on one machine.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ours reports whether a request comes from the page, or from nowhere, as a link that a person opens.
func (s *Server) ours(r *http.Request) bool {
	if r.Host != s.host {
		return false
	}
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if origin, ok := r.Header["Origin"]; ok || !reads {
		if len(origin) != 1 || origin[0] != s.origin() {
			return false
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return false
}
