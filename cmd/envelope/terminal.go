package main

import (
	"io"
	"os"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// terminalWidth is the width of the terminal on standard output, or 80 if there is none.
func terminalWidth() int {
	if w, ok := terminalOf(os.Stdout); ok {
		return w
	}
	return 80
}

// terminalOf is the width of the terminal behind a writer; ok is false if there is none.
func terminalOf(w io.Writer) (columns int, ok bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	return columns, err == nil && columns > 0
}

// colour reports whether to use colour: on a terminal, unless NO_COLOR is set (no-color.org).
func colour() bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(os.Stdout.Fd()))
}

// unitNamed is the display unit of the --unit flag.
func unitNamed(name, symbol string) finance.DisplayUnit {
	units := finance.DisplayUnits(symbol)
	at := map[string]int{"bn": 0, "m": 1, "000": 2, "units": 3}[name]
	return units[at]
}

// progress shows how far a run is: to people on a terminal, to programs as messages.
type progress struct {
	w    io.Writer
	bar  *progressbar.ProgressBar
	s    streams
	last time.Time // time of the last message
}

// progressEvery is the least time between two messages.
const progressEvery = 50 * time.Millisecond

func newProgress(s streams) *progress {
	p := &progress{s: s}
	if f, ok := s.err.(*os.File); ok && !s.json && term.IsTerminal(int(f.Fd())) {
		p.w = s.err
	}
	return p
}

// show draws the bar; it is called from one goroutine at a time. The total may grow on the way.
func (p *progress) show(done, total uint64) {
	if p.s.json && (done == total || time.Since(p.last) >= progressEvery) {
		p.last = time.Now()
		p.s.send(message{Progress: &progressMessage{done, total}})
	}
	if p.w == nil {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions64(int64(total), progressbar.OptionSetWriter(p.w),
			progressbar.OptionSetDescription("paths"), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(),
			progressbar.OptionUseANSICodes(true), progressbar.OptionThrottle(100*time.Millisecond))
	}
	if p.bar.GetMax64() != int64(total) {
		p.bar.ChangeMax64(int64(total))
	}
	_ = p.bar.Set64(int64(done))
}

// over shows many runs, one after the other, as one; about how many there will be is known.
func (p *progress) over(runs int) func(done, total uint64) {
	var before, last uint64
	return func(done, total uint64) {
		if done <= last { // a run tells of more each time, so this is the next
			before += last
		}
		last = done
		p.show(before+done, max(uint64(runs)*total, before+total))
	}
}

// clear removes the bar.
func (p *progress) clear() {
	if p != nil && p.bar != nil {
		_ = p.bar.Clear()
	}
}
