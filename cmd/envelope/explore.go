package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/openenvelope/envelope/explore"
	"github.com/openenvelope/envelope/internal/local"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/report/page"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
)

type exploreCmd struct {
	fileArg
	Paths  *uint64 `help:"Number of paths of each move (default: 16,384). The page opens with the file's own figures."`
	Year   string  `help:"The year to answer for (default: the last that the settlement covers)."`
	To     string  `help:"Leave the page in a file that needs nothing else: the engine is in it." type:"path" placeholder:"FILE.html"`
	NoOpen bool    `help:"Print the link and open no browser."`
	longFlag
}

// Run serves the page of a file to this machine, until it is closed or interrupted.
func (c *exploreCmd) Run(ctx context.Context, s streams) error {
	if err := withinPaths("--paths", c.Paths); err != nil {
		return badInput{err}
	}
	if c.To != "" {
		return c.leave(ctx, s)
	}
	first, err := c.site(ctx, s)
	if err != nil {
		return err
	}
	server, err := local.Listen()
	if err != nil {
		return err
	}
	var site atomic.Pointer[http.Handler]
	site.Store(&first)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if c.File != "-" && c.SetFrom != "-" {
		go c.watch(ctx, s, server, &site)
	}
	fmt.Fprintf(s.out, "%s\nThe link opens once, on this machine alone. It ends when the page is closed, or with Ctrl-C.\n",
		server.Link())
	if !c.NoOpen {
		if err := openBrowser(server.Link()); err != nil {
			s.note("envelope: no browser could be opened; open the link yourself")
		}
	}
	err = server.Serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		(*site.Load()).ServeHTTP(w, r)
	}))
	if errors.Is(err, context.Canceled) {
		return nil // Ctrl-C is how one ends it
	}
	return err
}

// open is the file as it is now, ready to answer, and its own figures.
func (c *exploreCmd) open(ctx context.Context, s streams) (*live.Plan, *scenario.Result, error) {
	spec, m, o, err := c.load(s)
	if err != nil {
		return nil, nil, err
	}
	if err := c.bounded(ctx, m, o, 1); err != nil {
		return nil, nil, err
	}
	r, err := scenario.Run(ctx, m, o)
	if err != nil {
		return nil, nil, blame(ctx, m, o, err)
	}
	answers := live.Options{Year: c.Year, Seed: o.Seed}
	if c.Paths != nil {
		answers.Paths, answers.MostPaths = *c.Paths, max(*c.Paths, live.MostPaths)
	}
	plan, err := live.Open(ctx, spec, answers)
	if err != nil {
		return nil, nil, badInput{err}
	}
	return plan, r, nil
}

// write writes the page of a result.
func (c *exploreCmd) write(ctx context.Context, w io.Writer, r *scenario.Result, l page.Live) error {
	return page.Write(ctx, w, r, page.Options{Options: report.Options{Year: c.Year}, Live: &l})
}

// site is the page of the file as it is now, and what answers behind it.
func (c *exploreCmd) site(ctx context.Context, s streams) (http.Handler, error) {
	plan, r, err := c.open(ctx, s)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := c.write(ctx, &text, r, page.Live{About: plan.About()}); err != nil {
		return nil, badInput{err}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(text.Bytes())
	})
	mux.HandleFunc("POST /workbook", c.movedBook(plan))
	mux.Handle("/", explore.Handler(plan, explore.Options{}))
	return mux, nil
}

// movedBook answers with the file as an input workbook, its numbers moved as the page says.
func (c *exploreCmd) movedBook(plan *live.Plan) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var book bytes.Buffer
		spec, err := c.movedSpec(plan, http.MaxBytesReader(w, r.Body, 64<<10))
		if err == nil {
			err = workbook.WriteTemplate(r.Context(), &book, spec)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		_, _ = w.Write(book.Bytes())
	}
}

// movedSpec is the file with the moves of a question in JSON, as it would be read if it stood where it does.
func (c *exploreCmd) movedSpec(plan *live.Plan, question io.Reader) (*file.Spec, error) {
	var ask live.Ask
	if err := json.NewDecoder(question).Decode(&ask); err != nil {
		return nil, err
	}
	text, err := plan.Moved(ask.Moves...)
	if err != nil {
		return nil, err
	}
	return file.Reader{Workbook: xlsx.Load}.LoadIn(os.DirFS(filepath.Dir(c.File)), "moved.yaml", text)
}

// leave writes the page to a file, with the engine in it.
func (c *exploreCmd) leave(ctx context.Context, s streams) error {
	engine, err := engineInside()
	if err != nil {
		return badInput{fmt.Errorf("--to: %w", err)}
	}
	plan, r, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	engine.Name, engine.Text = plan.About().File, string(plan.Spec().Text())
	alone, err := file.Load(engine.Name, []byte(engine.Text))
	if err != nil {
		return badInput{fmt.Errorf("--to: the page holds one file, without others that it names: %w", err)}
	}
	if len(alone.Differences(plan.Spec())) > 0 {
		return badInput{errors.New("--to: the page holds the file as it stands; write what is set (--set, --end) into it")}
	}
	return report.WriteFile(c.To, func(w io.Writer) error {
		return c.write(ctx, w, r, page.Live{About: plan.About(), Engine: &engine})
	})
}

// glance is how often the file is looked at. One that is being written is let alone until it looks the same twice.
const glance = 250 * time.Millisecond

// watch makes the site anew whenever the file changes, and tells the open pages: to load again, or what is wrong with
// it, while they show what it was.
func (c *exploreCmd) watch(ctx context.Context, s streams, server *local.Server, site *atomic.Pointer[http.Handler]) {
	ticks := time.NewTicker(glance)
	defer ticks.Stop()
	was := stamp(c.File)
	for last := was; ; {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		now := stamp(c.File)
		settled := now == last
		last = now
		if now == was || now == "" || !settled {
			continue
		}
		was = now
		next, err := c.site(ctx, s)
		if err != nil {
			server.Tell("faults", told(err))
			continue
		}
		site.Store(&next)
		server.Tell("changed", "{}")
	}
}

// stamp tells a file as it is now from what it was; empty while it is not there.
func stamp(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

// told is an error as a page shows it: a list of sentences in JSON, faults with their lines.
func told(err error) string {
	all := []string{}
	var faults file.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			f.File = filepath.Base(f.File)
			all = append(all, f.Error())
		}
	} else {
		all = append(all, err.Error())
	}
	text, _ := json.Marshal(all)
	return string(text)
}

// openBrowser opens a link in the browser of who is logged in.
func openBrowser(link string) error {
	command := exec.Command("xdg-open", link)
	switch runtime.GOOS {
	case "windows":
		command = exec.Command("rundll32", "url.dll,FileProtocolHandler", link)
	case "darwin":
		command = exec.Command("open", link)
	}
	if err := command.Start(); err != nil {
		return err
	}
	go func() { _ = command.Wait() }()
	return nil
}
