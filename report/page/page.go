package page

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/scenario"
)

// Name is the page's file in a folder of results.
const Name = "report.html"

// A Share says how much of a figure's variance rests on some inputs: a fraction, with its 95% Monte Carlo interval.
type Share struct {
	Inputs []string
	Share  scenario.Estimate
}

// Options says what the page shows. The zero value is a good start.
type Options struct {
	report.Options
	// Shares say how much of the variance of a figure rests on which inputs, and SharesOf which figure that is, in
	// words. Without any the page says that it was not worked out.
	Shares   []Share
	SharesOf string
	// Pictures are shown besides: a tornado under what drives the result, bridges, tables of two assumptions.
	Pictures []*report.Chart
	// Live, if not nil, makes the page answer while its numbers move: it is served with the questions of package
	// explore beside it (run, compare, moved, manifest), and a line of events that says that the file has changed.
	Live *live.About
}

//go:embed page.html
var layout string

//go:embed page.css
var style string

//go:embed page.js
var script string

// File is the page of a result as a file of a folder of results, for [report.WriteAll].
func File(r *scenario.Result, o Options) report.File {
	return report.File{Name: Name, Write: func(ctx context.Context, w io.Writer) error { return Write(ctx, w, r, o) }}
}

// Write writes a result as a page of HTML. The same result gives the same bytes on one kind of processor. It fails as
// [report.NewDigest] and the charts of package report do, with the context's error when that ends, and with the
// writer's own.
func Write(ctx context.Context, w io.Writer, r *scenario.Result, o Options) error {
	ctx, w = door.Context(ctx), door.Writer(w)
	if r == nil {
		return fault.Missing.Found("there is no result to write")
	}
	c, err := newContent(ctx, r, o)
	if err != nil {
		return err
	}
	t, err := template.New(Name).Funcs(functions()).Parse(layout)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, c); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

//go:embed live.js
var liveScript string

// policy allows the style sheet and the script and nothing else; of a live page its second script, too, and questions
// to who served it.
func policy(live bool) string {
	scripts, asks := hash(script), []string(nil)
	if live {
		scripts, asks = scripts+" "+hash(liveScript), []string{"connect-src 'self'"}
	}
	return strings.Join(slices.Concat([]string{"default-src 'none'", "style-src " + hash(style),
		"script-src " + scripts}, asks, []string{"base-uri 'none'", "form-action 'none'"}), "; ")
}

// hash is a source of the content policy: what has these bytes.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
