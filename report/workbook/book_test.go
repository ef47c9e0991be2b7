package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// examples are the scenario files of the examples.
func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 5)
	return files
}

// resultOf runs a scenario file with few paths: what is tested here rests on the central ledgers.
func resultOf(t *testing.T, path string) *scenario.Result {
	t.Helper()
	spec, err := file.Read(path)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	o := spec.Run()
	o.Paths = 200
	r, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	return r
}

// resultOfSheets runs sheets built by hand, the first as the baseline.
func resultOfSheets(t *testing.T, names []string, sheets ...*sheet.Sheet) *scenario.Result {
	t.Helper()
	m := &scenario.Model{Name: "by hand", Baseline: scenario.Scenario{Name: names[0], Model: sheets[0]},
		Comparisons: []scenario.Comparison{}}
	for i, s := range sheets[1:] {
		m.Scenarios = append(m.Scenarios, scenario.Scenario{Name: names[i+1], Model: s})
	}
	r, err := scenario.Run(context.Background(), m,
		scenario.Options{Paths: 10, Lines: []string{sheets[0].Rows[0].Name}})
	require.NoError(t, err)
	return r
}

// bookOf is a result's workbook, laid out and written.
func bookOf(t *testing.T, r *scenario.Result) (*book, []byte) {
	t.Helper()
	b, err := newBook(context.Background(), r, report.Options{})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, Write(context.Background(), &out, nil, r, report.Options{}))
	return b, out.Bytes()
}

// A trial is a workbook with a scenario chosen and perhaps an assumption changed, and what the library says of it.
type trial struct {
	name     string
	b        *book
	scenario int
	edited   string // the cell of the sheet of assumptions; empty if none
	value    float64
	ledger   *sheet.Ledger
}

// unchanged is a trial of a scenario as it was run.
func unchanged(b *book, k int) trial { return trial{b: b, scenario: k, ledger: b.ledgers[k]} }

// changed is a trial with a random change that the library can work out; ok is false for a change that it refuses.
func (b *book) changed(random *rand.Rand, k int) (tr trial, ok bool) {
	a := b.inputs[random.IntN(len(b.inputs))]
	if a.row == 0 || len(a.values[k]) == 0 || a.opening {
		return trial{}, false
	}
	i := random.IntN(a.rows(len(b.years)))
	v := a.anotherValue(random, a.values[k][a.column(i)])
	values := b.valuesOf(k)
	if a.series {
		values[a.name] = append([]decimal.Decimal{}, values[a.name]...)
		values[a.name][a.column(i)-1] = v
	} else {
		values[a.name] = []decimal.Decimal{v}
	}
	l, err := b.ledgers[k].Program.Exact(values)
	if _, follows := b.thirdOf(a); err != nil || follows {
		return trial{}, false
	}
	for _, other := range b.inputs {
		if t, follows := b.thirdOf(other); follows {
			has, _ := l.At(t.budget, 0)
			less, _ := l.At(t.other, 0)
			values[other.name] = []decimal.Decimal{has.Sub(less)}
		}
	}
	if l, err = b.ledgers[k].Program.Exact(values); err != nil || len(l.Breaks()) > 0 {
		return trial{}, false
	}
	cell, err := excelize.CoordinatesToCellName(inForce+1+k, a.row+i)
	return trial{b: b, scenario: k, edited: cell, value: inCell(a.unit, v), ledger: l}, err == nil
}

// valuesOf are a scenario's inputs.
func (b *book) valuesOf(k int) sheet.Values {
	values := sheet.Values{}
	for _, a := range b.inputs {
		if len(a.values[k]) == 0 {
			continue
		}
		values[a.name] = a.values[k][1:]
		if !a.series || a.opening {
			values[a.name] = a.values[k][:1]
		}
	}
	return values
}

// anotherValue is a value that an input may have: anywhere within its limits, or near to what it was.
func (a *assumption) anotherValue(random *rand.Rand, was decimal.Decimal) decimal.Decimal {
	low, high := a.given.Low, a.given.High
	limited := low != 0 || high != 0
	switch {
	case a.unit == sheet.Money && was.IsZero():
		return decimal.NewFromInt(random.Int64N(200_000_000_000) - 100_000_000_000)
	case a.unit == sheet.Money || !limited:
		places := int32(0)
		if a.unit != sheet.Money {
			places = 6
		}
		return was.Mul(decimal.NewFromFloat(0.5 + random.Float64())).Round(places)
	case random.IntN(2) == 0:
		return decimal.NewFromFloat(low + (high-low)*random.Float64()).Round(4)
	}
	v, _ := was.Float64()
	return decimal.NewFromFloat(min(high, max(low, v+0.04*(random.Float64()-0.5)))).Round(4)
}

// file is the workbook of a trial: the scenario chosen in the drop-down, and the change typed.
func (tr trial) file(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		switch f.Name {
		case "xl/worksheets/sheet1.xml":
			var name strings.Builder
			require.NoError(t, xml.EscapeText(&name, []byte(tr.b.scenarios[tr.scenario])))
			typed(t, w, f, "B4", ` t="inlineStr"><is><t>`+name.String()+`</t></is>`)
		case "xl/worksheets/sheet3.xml":
			if tr.edited != "" {
				typed(t, w, f, tr.edited, `><v>`+strconv.FormatFloat(tr.value, 'f', -1, 64)+`</v>`)
				continue
			}
			fallthrough
		default:
			require.NoError(t, w.Copy(f))
		}
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// typed copies a sheet with another value in a cell.
func typed(t *testing.T, w *zip.Writer, f *zip.File, cell, value string) {
	t.Helper()
	from, err := f.Open()
	require.NoError(t, err)
	text, err := io.ReadAll(from)
	require.NoError(t, err)
	pattern := regexp.MustCompile(`(<c r="` + cell + `" s="\d+")[^>]*>.*?(</c>)`)
	require.Len(t, pattern.FindAllIndex(text, -1), 1, cell)
	to, err := w.Create(f.Name)
	require.NoError(t, err)
	_, err = to.Write(pattern.ReplaceAll(text, []byte("${1}"+strings.ReplaceAll(value, "$", "$$")+"${2}")))
	require.NoError(t, err)
}

// calculated is a book with the sheets that are calculated alone.
func (b *book) calculated(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	b.styles, b.digests = map[style]int{}, map[string][]string{}
	require.NoError(t, b.finish(context.Background(), &out, controlSheet, b.result.Name, b.formulas()))
	return out.Bytes()
}

// at is a cell of rows as they were read.
func at(rows [][]string, column, row int) string {
	if row > len(rows) || column > len(rows[row-1]) {
		return ""
	}
	return strings.TrimSpace(rows[row-1][column-1])
}
