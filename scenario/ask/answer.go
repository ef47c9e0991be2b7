package ask

import (
	"math"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// An Answer is what a question comes to: a sentence, a table and what to draw of it. Every number has its 95% Monte
// Carlo interval.
type Answer struct {
	Question string   // as it was asked, in words
	Sentence []Part   // what it comes to, for people
	Value    Quantity // the figure asked for, where there is one; else its value is NaN
	Columns  []string // of the table, beside its rows' names
	Rows     []Row    // of the table; none where there is nothing to list
	Picture  Picture  // how the table is best drawn
	Notes    []string // what a reader should know
	Run      Run      // what it was found on
}

// A Run says what an answer was found on.
type Run struct {
	Paths uint64
	Seed  uint64
	Set   []scenario.Setting // in the file, for all that was asked
}

// A Quantity is an estimate with its unit.
type Quantity struct {
	scenario.Estimate
	Unit Unit
}

// A Unit is what a number counts.
type Unit int

// The units.
const (
	Money       Unit = iota // in the currency's unit
	Rate                    // a fraction: 0.034 is 3.4%
	Probability             // from 0 to 1
	Points                  // a difference of probabilities
	Share                   // of a whole, from 0 to 1
	Number                  // of years, of paths
)

// String is the unit in records: "money", "rate".
func (u Unit) String() string {
	names := [...]string{"money", "rate", "probability", "points", "share", "number"}
	if u < 0 || int(u) >= len(names) {
		return "unknown"
	}
	return names[u]
}

// A Row is one of a table's: a name and a cell for each column. A cell that is not there has the value NaN.
type Row struct {
	Name  string
	Cells []Quantity
}

// A Part of a sentence is text, and after it a quantity, if there is one.
type Part struct {
	Text     string
	Quantity *Quantity
}

// A Picture is a way to draw a table.
type Picture int

// The pictures.
const (
	NoPicture Picture = iota // it is best read as a table
	Tornado                  // a bar for each row from the first column to the second
	Waterfall                // steps, of the first column, from the first row to the last
	HeatMap                  // a field for every cell
)

// exactly is a number without Monte Carlo error.
func exactly(x float64) scenario.Estimate { return scenario.Estimate{Value: x, Lo: x, Hi: x} }

// none is a cell that is not there.
func none() Quantity { return Quantity{Estimate: exactly(math.NaN())} }

// says makes a sentence of texts and quantities.
func says(parts ...any) (sentence []Part) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			sentence = append(sentence, Part{Text: part})
		case Quantity:
			if len(sentence) == 0 || sentence[len(sentence)-1].Quantity != nil {
				sentence = append(sentence, Part{})
			}
			sentence[len(sentence)-1].Quantity = &part
		}
	}
	return sentence
}

// answer begins an answer about a figure.
func (s *Study) answer(question string, paths uint64) *Answer {
	return &Answer{Question: question, Value: none(),
		Run: Run{paths, s.options.Seed, s.model.Set}}
}

// unit is that of a figure.
func (s *Study) unit(f Figure) Unit {
	switch {
	case f.Statistic.Kind == Chance && f.Versus != "":
		return Points
	case f.Statistic.Kind == Chance:
		return Probability
	case f.Count != None:
		return Number
	}
	return s.names.unit(f.Line)
}

// title is a figure in words, with the scenario that it is of.
func (s *Study) title(f Figure) string {
	if f.Scenario == "" && len(s.names.scenarios) > 1 {
		f.Scenario = s.names.scenarios[0]
	}
	return s.short(f)
}

// short is a figure in words, with "all bodies" in the place of terms that name every one.
func (s *Study) short(f Figure) string {
	text := f.String()
	for _, list := range f.Event {
		first := list[0]
		_, line := sheet.BodyOf(first.Line)
		rows, err := s.names.everyBody(line)
		if err != nil || len(rows) != len(list) || len(list) < 2 {
			continue
		}
		alike := true
		for i, t := range list {
			alike = alike && t.Line == rows[i] && t.Op == first.Op && t.Level == first.Level && t.Over == first.Over &&
				t.Year == first.Year
		}
		if alike {
			first.Line = line
			text = strings.Replace(text, Event{list}.String(), "all bodies "+first.String(), 1)
		}
	}
	return text
}
