package local

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A served is a server under test, with a site that says which of its paths was asked for.
type served struct {
	*Server
	t    *testing.T
	stop context.CancelFunc
	done chan error
}

func serving(t *testing.T, change func(*Server)) *served {
	t.Helper()
	s, err := Listen()
	require.NoError(t, err)
	if change != nil {
		change(s)
	}
	ctx, stop := context.WithCancel(context.Background())
	v := &served{s, t, stop, make(chan error, 1)}
	site := http.NewServeMux()
	site.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the page") })
	site.HandleFunc("POST /run", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, http.MaxBytesReader(w, r.Body, 1000))
	})
	go func() { v.done <- s.Serve(ctx, site) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-v.done:
		case <-time.After(5 * time.Second):
			t.Error("the server does not end")
		}
	})
	return v
}

// ask sends a request to the server whatever it says, and does not follow where it leads.
func (v *served) ask(method, path, body string, headers ...string) (status int, text string, h http.Header) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, v.origin()+path, strings.NewReader(body))
	require.NoError(v.t, err)
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Do(r)
	require.NoError(v.t, err)
	defer got.Body.Close()
	all, err := io.ReadAll(got.Body)
	require.NoError(v.t, err)
	return got.StatusCode, string(all), got.Header
}

// The link opens the page once; the page stands below a key that the link does not hold.
func TestTheLinkOpensOnce(t *testing.T) {
	v := serving(t, nil)
	link := strings.TrimPrefix(v.Link(), v.origin())
	assert.True(t, strings.HasPrefix(v.Link(), "http://127.0.0.1:"))
	assert.NotContains(t, link, v.key)
	status, _, h := v.ask(http.MethodGet, link, "")
	assert.Equal(t, http.StatusSeeOther, status)
	assert.Equal(t, "/"+v.key+"/", h.Get("Location"))
	status, text, h := v.ask(http.MethodGet, h.Get("Location"), "")
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "the page", text)
	assert.Equal(t, "no-store", h.Get("Cache-Control"))
	assert.Equal(t, "no-referrer", h.Get("Referrer-Policy"))
	assert.Equal(t, "frame-ancestors 'none'", h.Get("Content-Security-Policy"))
	assert.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"))
	assert.Empty(t, h.Get("Access-Control-Allow-Origin"))
	status, _, _ = v.ask(http.MethodGet, link, "")
	assert.Equal(t, http.StatusGone, status, "a second time the link opens nothing")
	status, _, _ = v.ask(http.MethodGet, "/open/"+strings.Repeat("A", 26), "")
	assert.Equal(t, http.StatusNotFound, status)
}

// Who is not the page is refused, whatever is asked for.
func TestOthersAreRefused(t *testing.T) {
	v := serving(t, nil)
	run, page := "/"+v.key+"/run", "/"+v.key+"/"
	port := v.host[strings.LastIndex(v.host, ":"):]
	for _, c := range []struct {
		what, method, path string
		headers            []string
		status             int
	}{
		{"the page itself", http.MethodPost, run, []string{"Origin", v.origin()}, http.StatusOK},
		{"the page itself, as browsers say it", http.MethodPost, run,
			[]string{"Origin", v.origin(), "Sec-Fetch-Site", "same-origin"}, http.StatusOK},
		{"a link from elsewhere that is opened by hand", http.MethodGet, page, []string{"Sec-Fetch-Site", "none"},
			http.StatusOK},
		{"no key", http.MethodPost, "/run", []string{"Origin", v.origin()}, http.StatusNotFound},
		{"a wrong key", http.MethodPost, "/" + strings.Repeat("A", 26) + "/run", []string{"Origin", v.origin()},
			http.StatusNotFound},
		{"no key, to read", http.MethodGet, "/", nil, http.StatusNotFound},
		{"no origin, to ask", http.MethodPost, run, nil, http.StatusForbidden},
		{"another site", http.MethodPost, run, []string{"Origin", "https://evil.example"}, http.StatusForbidden},
		{"another server here", http.MethodPost, run, []string{"Origin", "http://127.0.0.1:1"}, http.StatusForbidden},
		{"a file or a frame in a sandbox", http.MethodPost, run, []string{"Origin", "null"}, http.StatusForbidden},
		{"the same by another name", http.MethodPost, run, []string{"Origin", "http://localhost" + port},
			http.StatusForbidden},
		{"another site, to read", http.MethodGet, page, []string{"Origin", "https://evil.example"},
			http.StatusForbidden},
		{"a script or picture of another site", http.MethodGet, page, []string{"Sec-Fetch-Site", "cross-site"},
			http.StatusForbidden},
		{"another site of this domain", http.MethodGet, page, []string{"Sec-Fetch-Site", "same-site"},
			http.StatusForbidden},
		{"DNS rebinding", http.MethodGet, page, []string{"Host", "evil.example" + port}, http.StatusForbidden},
		{"DNS rebinding that asks", http.MethodPost, run,
			[]string{"Host", "evil.example" + port, "Origin", "http://evil.example" + port}, http.StatusForbidden},
		{"localhost", http.MethodGet, page, []string{"Host", "localhost" + port}, http.StatusForbidden},
		{"no port", http.MethodGet, page, []string{"Host", "127.0.0.1"}, http.StatusForbidden},
		{"a question before it is asked", http.MethodOptions, run, []string{"Origin", "https://evil.example"},
			http.StatusForbidden},
	} {
		status, text, _ := v.ask(c.method, c.path, "{}", c.headers...)
		assert.Equal(t, c.status, status, c.what)
		if status != http.StatusOK {
			assert.NotContains(t, text, v.key, c.what)
		}
	}
}

// It listens to this machine alone.
func TestLoopbackOnly(t *testing.T) {
	v := serving(t, nil)
	a, ok := v.listener.Addr().(*net.TCPAddr)
	require.True(t, ok)
	assert.True(t, a.IP.IsLoopback())
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	for _, other := range addresses {
		n, ok := other.(*net.IPNet)
		if !ok || n.IP.IsLoopback() || n.IP.To4() == nil {
			continue
		}
		c, err := net.DialTimeout("tcp", net.JoinHostPort(n.IP.String(), fmt.Sprint(a.Port)), time.Second)
		if err == nil {
			c.Close()
		}
		assert.Error(t, err, "it answers at %s", n.IP)
	}
}

// Huge headers are refused, and clients who send slowly are cut off while others are answered.
func TestSlowAndHuge(t *testing.T) {
	v := serving(t, func(s *Server) { s.read = 500 * time.Millisecond })
	huge, err := net.Dial("tcp", v.host)
	require.NoError(t, err)
	defer huge.Close()
	fmt.Fprintf(huge, "GET /%s/ HTTP/1.1\r\nHost: %s\r\nX-Long: %s", v.key, v.host, strings.Repeat("x", 1<<20))
	said, _ := io.ReadAll(huge) // what is left unread may reset the line before the answer comes
	assert.NotContains(t, string(said), "200 OK")

	var slow []net.Conn
	for range mostConnections - 4 {
		c, err := net.Dial("tcp", v.host)
		require.NoError(t, err)
		defer c.Close()
		fmt.Fprintf(c, "POST /%s/run HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nContent-Length: 900\r\n\r\n{", v.key, v.host,
			v.origin())
		slow = append(slow, c)
	}
	status, _, _ := v.ask(http.MethodGet, "/"+v.key+"/", "")
	assert.Equal(t, http.StatusOK, status, "others are answered meanwhile")
	for _, c := range slow {
		require.NoError(t, c.SetReadDeadline(time.Now().Add(3*time.Second)))
		_, err := io.ReadAll(c)
		assert.NoError(t, err, "the server closes it")
	}
}

// Ten thousand requests of others leave nothing behind.
func TestManyRequestsLeaveNothing(t *testing.T) {
	v := serving(t, nil)
	v.ask(http.MethodGet, "/", "")
	before := runtime.NumGoroutine()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	for range 10_000 {
		r, err := client.Get(v.origin() + "/open/wrong")
		require.NoError(t, err)
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
		require.Equal(t, http.StatusNotFound, r.StatusCode)
	}
	client.CloseIdleConnections()
	assert.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 3*time.Second, 10*time.Millisecond)
}

// line opens a page's line and reads what comes.
func (v *served) line(ctx context.Context) <-chan string {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.origin()+"/"+v.key+"/events", nil)
	require.NoError(v.t, err)
	got, err := http.DefaultClient.Do(r)
	require.NoError(v.t, err)
	require.Equal(v.t, "text/event-stream", got.Header.Get("Content-Type"))
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		defer got.Body.Close()
		for s := bufio.NewScanner(got.Body); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return lines
}

// A page is told of changes for as long as it is open, longer than a request may take; the server ends some time after
// the last has gone, and not while one is loaded again.
func TestPagesHoldItOpen(t *testing.T) {
	v := serving(t, func(s *Server) { s.read, s.Grace = 100*time.Millisecond, 300*time.Millisecond })
	ctx, leave := context.WithCancel(context.Background())
	lines := v.line(ctx)
	require.Equal(t, "retry: 500", <-lines)
	time.Sleep(400 * time.Millisecond) // beyond the time for reading a request
	v.Tell("changed", "two\nlines")
	require.Empty(t, <-lines)
	require.Equal(t, "event: changed", <-lines)
	require.Equal(t, "data: two lines", <-lines)

	leave()
	again, leave := context.WithCancel(context.Background())
	defer leave()
	v.line(again)
	time.Sleep(600 * time.Millisecond)
	status, _, _ := v.ask(http.MethodGet, "/"+v.key+"/", "")
	assert.Equal(t, http.StatusOK, status, "a page that is loaded again keeps it")
	leave()
	select {
	case err := <-v.done:
		require.NoError(t, err)
		v.done <- nil
	case <-time.After(3 * time.Second):
		t.Error("the server goes on without a page")
	}
}

// So many pages are open at most.
func TestMostPages(t *testing.T) {
	v := serving(t, nil)
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	for range mostPages {
		v.line(ctx)
	}
	status, _, _ := v.ask(http.MethodGet, "/"+v.key+"/events", "")
	assert.Equal(t, http.StatusTooManyRequests, status)
}
