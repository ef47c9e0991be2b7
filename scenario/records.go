package scenario

import (
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
)

// SchemaVersion is the version of the form of the records.
const SchemaVersion = 1

// A Record is one figure in long form: the same shape in JSON, CSV and notebooks.
type Record struct {
	Scenario string `json:"scenario"`         // its name
	Versus   string `json:"versus,omitempty"` // the other scenario of a paired difference
	Body     string `json:"body"`             // empty for the whole
	Line     string `json:"line"`             // the row on the sheet, without its body
	Year     string `json:"year"`             // as the sheet labels it
	// Basis is cash, or real at plan or at outturn: in the prices of PriceYear, deflated by inflation as planned
	// or as it turned out.
	Basis     string   `json:"basis"`
	PriceYear string   `json:"price_year,omitempty"` // of real figures
	Unit      string   `json:"unit"`                 // the currency's sign, or "fraction"
	Stat      string   `json:"stat"`                 // central, mean, sd, min, max, p5 … p95
	Value     float64  `json:"value"`                // money in the currency's unit, rates as fractions
	Lo        *float64 `json:"lo"`                   // 95% Monte Carlo interval; null where there is none
	Hi        *float64 `json:"hi"`                   // the upper end
	Set       string   `json:"set,omitempty"`        // settings made for this run, in words
}

// A ChanceRecord is one probability in long form.
type ChanceRecord struct {
	Scenario    string  `json:"scenario"`         // its name
	Versus      string  `json:"versus,omitempty"` // the other scenario of a difference
	Body        string  `json:"body"`             // empty for the whole
	Condition   string  `json:"condition"`        // its name: "balance_in_year"
	Year        string  `json:"year"`             // as the sheet labels it
	Probability float64 `json:"probability"`      // from 0 to 1; a difference from −1 to 1
	Lo          float64 `json:"lo"`               // 95% Monte Carlo interval
	Hi          float64 `json:"hi"`               // its upper end
	Set         string  `json:"set,omitempty"`    // settings made for this run, in words
}

// sides lists every scenario, then every comparison.
func (r *Result) sides() []Comparison {
	var all []Comparison
	for _, s := range r.Scenarios {
		all = append(all, Comparison{Of: s})
	}
	return append(all, r.Comparisons...)
}

// Records lists every figure: scenarios in order, then differences; within each line, years, then statistics.
func (r *Result) Records() []Record {
	r = door.Or(r)
	all := make([]Record, 0, len(r.cells)*mostStats)
	for _, side := range r.sides() {
		for _, l := range r.Lines {
			base := r.baseRecord(side, l)
			for _, year := range r.Years {
				if c, ok := r.cells[cellKey{side.Of, side.Versus, l.Name, year}]; ok {
					base.Year = year
					all = appendRecords(all, base, c)
				}
			}
		}
	}
	return all
}

// mostStats is the most records that a cell has, to allocate the list.
const mostStats = 12

// baseRecord is what all records of a line have in common.
func (r *Result) baseRecord(side Comparison, l Line) Record {
	body, name := r.bodyOf(l.Name)
	base := Record{Scenario: side.Of, Versus: side.Versus, Body: body, Unit: "fraction", Set: r.setWords(side)}
	if l.Money {
		base.Unit = r.Currency
	}
	base.Line, base.Basis = basisOf(name)
	if base.Basis != "cash" {
		base.PriceYear = r.Years[0]
	}
	return base
}

// appendRecords adds a cell's figures; for an unknown mean there is a warning instead.
func appendRecords(all []Record, base Record, c Cell) []Record {
	figure := func(stat string, value float64, lo, hi *float64) {
		if !math.IsNaN(value) {
			base.Stat, base.Value, base.Lo, base.Hi = stat, value, lo, hi
			all = append(all, base)
		}
	}
	figure("central", c.Central, nil, nil)
	figure("mean", c.Mean.Value, &c.Mean.Lo, &c.Mean.Hi)
	figure("sd", c.SD.Value, &c.SD.Lo, &c.SD.Hi)
	figure("min", c.Min, nil, nil)
	figure("max", c.Max, nil, nil)
	for _, p := range c.Percentiles {
		figure("p"+strconv.FormatFloat(p.P*100, 'g', 3, 64), p.Value, &p.Lo, &p.Hi)
	}
	return all
}

// setWords is the settings of a scenario in words, or of both scenarios of a comparison.
func (r *Result) setWords(side Comparison) string {
	return SettingsInWords(slices.DeleteFunc(slices.Clone(r.Set), func(s Setting) bool {
		return !slices.Contains(r.set[side.Of], s) && !slices.Contains(r.set[side.Versus], s)
	}))
}

// bodyOf splits the name of a row or condition into its body, in words, and its name there.
func (r *Result) bodyOf(name string) (body, line string) {
	body, line = sheet.BodyOf(name)
	if body == "" {
		return r.Body, line
	}
	return sheet.BodyLabel(body), line
}

// basisOf splits a row's name into the line and the prices it is shown in.
func basisOf(row string) (line, basis string) {
	if line, ok := strings.CutSuffix(row, finance.AtPlannedPrices); ok {
		return line, "real at plan"
	}
	if line, ok := strings.CutSuffix(row, finance.AtOutturnPrices); ok {
		return line, "real at outturn"
	}
	return row, "cash"
}

// ChanceRecords lists every probability, in the order of Records.
func (r *Result) ChanceRecords() []ChanceRecord {
	r = door.Or(r)
	var all []ChanceRecord
	for _, side := range r.sides() {
		for _, condition := range r.Conditions {
			for _, year := range r.Years[1:] {
				if chance, ok := r.chances[chanceKey{side.Of, side.Versus, condition.Name(), year}]; ok {
					c := chance.Probability
					body, name := r.bodyOf(condition.Name())
					all = append(all, ChanceRecord{side.Of, side.Versus, body, name, year, c.Value, c.Lo, c.Hi,
						r.setWords(side)})
				}
			}
		}
	}
	return all
}

// WriteJSON writes all records as one JSON object: schema_version, name, result_hash, exact_percentiles if percentiles
// are exact, records, chances, warnings. The error is the writer's own; no writer is a fault.
func (r *Result) WriteJSON(w io.Writer) error {
	r, w = door.Or(r), door.Writer(w)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(struct {
		SchemaVersion    int            `json:"schema_version"`
		Name             string         `json:"name"`
		Hash             string         `json:"result_hash"`
		ExactPercentiles bool           `json:"exact_percentiles,omitempty"`
		Records          []Record       `json:"records"`
		Chances          []ChanceRecord `json:"chances"`
		Warnings         []Warning      `json:"warnings,omitempty"`
	}{SchemaVersion, r.Name, r.Hash, r.Run.ExactPercentiles, r.Records(), r.ChanceRecords(), r.Warnings})
}

// WriteCSV writes all records as CSV with a heading; probabilities are records with the stat "probability" and the
// condition as their line. Spreadsheets open it as it is: figures are plain numbers without exponents that read back to
// the same bits, text that looks like a formula has an apostrophe before it, and the file begins with a byte order mark
// if any byte is not ASCII. The error is the writer's own; no writer is a fault.
func (r *Result) WriteCSV(w io.Writer) error {
	r, w = door.Or(r), door.Writer(w)
	t := table.NewWriter(w)
	t.Row("schema_version", "scenario", "versus", "body", "line", "year", "basis", "price_year", "unit", "stat",
		"value", "lo", "hi", "set")
	for _, x := range r.Records() {
		t.Row(SchemaVersion, x.Scenario, x.Versus, x.Body, x.Line, x.Year, x.Basis, x.PriceYear, x.Unit, x.Stat,
			x.Value, x.Lo, x.Hi, x.Set)
	}
	for _, x := range r.ChanceRecords() {
		t.Row(SchemaVersion, x.Scenario, x.Versus, x.Body, x.Condition, x.Year, "", "", "fraction", "probability",
			x.Probability, x.Lo, x.Hi, x.Set)
	}
	return t.Flush()
}
