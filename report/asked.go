package report

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
)

// WriteAnswer writes an answer for people: the sentence, the table, and the notes. It uses the unit, the width and the
// colour of the options. The error is the writer's own; no writer is a fault.
func WriteAnswer(w io.Writer, a *ask.Answer, currency string, o Options) error {
	a = door.Or(a)
	p := pageOf(a, currency, o)
	words := answerInWords(p.view, a, clean(currency))
	if !strings.Contains(words, clean(a.Question)) { // so as not to say it twice
		p.title(sentence(Plainly(a.Question, false)))
	}
	p.paragraph("", Plainly(words, false))
	if p.labels = p.columns - columnOfAnswer*len(a.Columns); p.labels < leastLabel { // in two parts, then
		p.labels = max(p.columns-columnOfAnswer*((len(a.Columns)+1)/2), leastLabel)
	}
	p.labels = min(p.labels, p.columns/2)
	if len(a.Rows) > 0 {
		p.grid(p.tableHeading(a), shorter(cleaned(a.Columns)), []section{p.answerRows(a)})
	}
	notes := append(slices.Clone(a.Notes), "95% Monte Carlo intervals, from "+count(a.Run.Paths)+" paths, seed "+
		strconv.FormatUint(a.Run.Seed, 10)+".")
	if set := scenario.SettingsInWords(a.Run.Set); set != "" {
		notes = append(notes, sentence(set)+".")
	}
	p.line("")
	for _, n := range notes {
		p.paragraph("- ", clean(Plainly(n, false)))
	}
	_, err := door.Writer(w).Write(p.out.Bytes())
	return err
}

// pageOf is an empty page for an answer.
func pageOf(a *ask.Answer, currency string, o Options) page {
	p := page{view: view{unit: o.Unit}, out: &bytes.Buffer{}, columns: o.columns(), ink: ink(o.Color)}
	if p.given = p.unit.Size > 0; !p.given {
		p.unit = finance.DisplayUnitFor(largest(a), clean(currency))
	}
	p.money = scaleIn(p.unit)
	return p
}

// columnOfAnswer is about how wide a column of an answer's table is, and leastLabel how wide its names may be at least.
const (
	columnOfAnswer = 14
	leastLabel     = 20
)

// largest is the largest amount of money in an answer.
func largest(a *ask.Answer) (most finance.Amount) {
	look := func(q ask.Quantity) {
		if x := math.Abs(q.Value); q.Unit == ask.Money && finite(x) {
			most = max(most, amount(x))
		}
	}
	look(a.Value)
	for _, r := range a.Rows {
		for _, c := range r.Cells {
			look(c)
		}
	}
	return most
}

// answerInWords is the sentence.
func answerInWords(v view, a *ask.Answer, currency string) string {
	var b strings.Builder
	first := true
	for _, part := range a.Sentence {
		b.WriteString(part.Text)
		if part.Quantity != nil {
			b.WriteString(v.quantity(*part.Quantity, currency, first))
			first = false
		}
	}
	return sentence(clean(b.String()))
}

// quantity writes a quantity with its interval; the first of a sentence says what the interval is.
func (v view) quantity(q ask.Quantity, currency string, first bool) string {
	if !finite(q.Value) {
		return "not known"
	}
	switch q.Unit {
	case ask.Money:
		figure, interval := v.money.besideInterval(q.Estimate)
		return bracketed(v.sized(figure, currency), interval, first)
	case ask.Probability:
		figure, interval := probabilityBeside(q.Estimate)
		return bracketed(figure, interval, first)
	case ask.Points:
		figure, interval := percent(1).besideInterval(q.Estimate)
		return bracketed(minus(signed(figure, q.Value))+" points", interval, first)
	case ask.Share:
		figure, interval := percent(0).besideInterval(q.Estimate)
		return bracketed(figure+"%", interval, first)
	case ask.Rate:
		figure, interval := percent(2).besideInterval(q.Estimate)
		return bracketed(minus(figure)+"%", interval, first)
	}
	figure, interval := scale{1, 1}.besideInterval(q.Estimate)
	return bracketed(figure, interval, first)
}

// QuantityInWords writes a quantity and its 95% Monte Carlo interval, with no more digits than the interval supports,
// like [ChanceInWords], [RateInWords] and [MoneyInWords].
func QuantityInWords(q ask.Quantity, currency string) string {
	v := view{unit: finance.DisplayUnitFor(amount(q.Value), clean(currency))}
	v.money = scaleIn(v.unit)
	return v.quantity(q, clean(currency), true)
}

// cell writes a quantity alone.
func (v view) cell(q ask.Quantity) string {
	if math.IsNaN(q.Value) {
		return "–"
	}
	switch q.Unit {
	case ask.Money:
		return v.money.write(q.Estimate)
	case ask.Probability:
		return probability(q.Estimate)
	case ask.Points:
		return points(q.Estimate)
	case ask.Share:
		return percent(0).write(q.Estimate) + "%"
	case ask.Rate:
		return percent(2).write(q.Estimate) + "%"
	}
	return scale{1, 1}.write(q.Estimate)
}

// tableHeading says in which unit the money is, if there is any.
func (p page) tableHeading(a *ask.Answer) string {
	for _, r := range a.Rows {
		for _, c := range r.Cells {
			if c.Unit == ask.Money && finite(c.Value) {
				return "Money in " + p.unit.Name
			}
		}
	}
	return ""
}

func (p page) answerRows(a *ask.Answer) (s section) {
	var names []string
	for _, r := range a.Rows {
		names = append(names, clean(Plainly(r.Name, true)))
	}
	names = shorter(names)
	for at, r := range a.Rows {
		cells := make([]string, len(a.Columns))
		for i := range cells {
			cells[i] = "–"
			if i < len(r.Cells) {
				cells[i] = p.cell(r.Cells[i])
			}
		}
		s = append(s, block{names[at], []row{{"", cells}}})
	}
	return s
}

func cleaned(names []string) (all []string) {
	for _, n := range names {
		all = append(all, clean(n))
	}
	return all
}

// An askedNumber is a number of an answer as programs read it: nil if it is not known.
type askedNumber struct {
	Value *float64 `json:"value"`
	Lo    *float64 `json:"lo"`
	Hi    *float64 `json:"hi"`
	Unit  string   `json:"unit"`
}

func numberOf(q ask.Quantity) askedNumber {
	known := func(x float64) *float64 {
		if !finite(x) {
			return nil
		}
		return &x
	}
	return askedNumber{known(q.Value), known(q.Lo), known(q.Hi), q.Unit.String()}
}

// WriteAnswerJSON writes an answer for programs: money in the currency's unit, rates and chances as fractions. The
// error is the writer's own; no writer is a fault.
func WriteAnswerJSON(w io.Writer, a *ask.Answer, currency string) error {
	a = door.Or(a)
	type row struct {
		Name  string        `json:"name"`
		Cells []askedNumber `json:"cells"`
	}
	v := view{unit: finance.DisplayUnitFor(largest(a), clean(currency))}
	v.money = scaleIn(v.unit)
	out := struct {
		Question string             `json:"question"`
		Words    string             `json:"words"`
		Value    askedNumber        `json:"value"`
		Columns  []string           `json:"columns"`
		Rows     []row              `json:"rows"`
		Notes    []string           `json:"notes"`
		Paths    uint64             `json:"paths"`
		Seed     uint64             `json:"seed"`
		Set      []scenario.Setting `json:"set,omitempty"`
	}{a.Question, answerInWords(v, a, clean(currency)), numberOf(a.Value), a.Columns, []row{}, a.Notes, a.Run.Paths,
		a.Run.Seed, a.Run.Set}
	for _, r := range a.Rows {
		cells := []askedNumber{}
		for _, c := range r.Cells {
			cells = append(cells, numberOf(c))
		}
		out.Rows = append(out.Rows, row{r.Name, cells})
	}
	e := json.NewEncoder(door.Writer(w))
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// WriteAnswerCSV writes an answer's table with a line for each cell; if it has no table, its value. The error is the
// writer's own; no writer is a fault.
func WriteAnswerCSV(w io.Writer, a *ask.Answer) error {
	a = door.Or(a)
	t := table.NewWriter(w)
	t.Row("row", "column", "value", "lo", "hi", "unit")
	put := func(row, column string, q ask.Quantity) {
		if finite(q.Value) {
			t.Row(row, column, q.Value, q.Lo, q.Hi, q.Unit.String())
		}
	}
	if len(a.Rows) == 0 {
		put(a.Question, "", a.Value)
	}
	for _, r := range a.Rows {
		for i, c := range r.Cells {
			put(r.Name, a.Columns[i], c)
		}
	}
	return t.Flush()
}

// shorter are the names of rows or columns with their numbers to two decimals, where they still differ then: steps of
// a third of a point are 1.33% and 2.67%.
func shorter(names []string) []string {
	short := slices.Clone(names)
	for i, name := range names {
		number, percent := strings.CutSuffix(name, "%")
		d, err := decimal.NewFromString(number)
		if err != nil || d.Exponent() >= -2 {
			continue
		}
		if short[i] = d.StringFixed(2); percent {
			short[i] += "%"
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(short)))) < len(names) {
		return names
	}
	return short
}
