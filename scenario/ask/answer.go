package ask

import (
	"math"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// An Answer is the answer to a question: a sentence, a table, and how to draw the table. Every number has its 95% Monte
// Carlo interval.
type Answer struct {
	Question string   // as it was asked, in words
	Sentence []Part   // the answer in a sentence, for people
	Value    Quantity // the figure asked for; where there is none, its value is NaN
	Columns  []string // the headings of the table's columns, without the one of the rows' names
	Rows     []Row    // the rows of the table; none where there is nothing to list
	Picture  Picture  // how the table, or the curve, is best drawn
	Curve    *Curve   // how the figure is distributed over the paths; nil where it is not about one line in one year
	Notes    []string // what a reader should know
	Run      Run      // the run that the answer was found on
}

// A Run says which paths, seed and settings an answer was found on.
type Run struct {
	Paths uint64
	Seed  uint64
	Set   []scenario.Setting // the settings of the file that hold for the whole question
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

// A Row is a row of a table: a name and a cell for each column. A cell that is missing has the value NaN.
type Row struct {
	Name  string
	Cells []Quantity
}

// A Part of a sentence is some text, then a quantity, if there is one.
type Part struct {
	Text     string
	Quantity *Quantity
}

// A Picture is a way to draw a table.
type Picture int

// The pictures.
const (
	NoPicture Picture = iota // it is best read as a table
	Tornado                  // for each row a bar, from the first column to the second
	Waterfall                // a step for each row, by its first column, from the first row to the last
	HeatMap                  // a coloured field for every cell
	SCurve                   // the answer's curve: how likely a lower figure is
)

// exactly is a number without Monte Carlo error.
func exactly(x float64) scenario.Estimate { return scenario.Estimate{Value: x, Lo: x, Hi: x} }

// none is a missing cell.
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

// unit is the unit of a figure.
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

// title is a figure in words, with the name of its scenario.
func (s *Study) title(f Figure) string {
	if f.Scenario == "" && len(s.names.scenarios) > 1 {
		f.Scenario = s.names.scenarios[0]
	}
	return s.short(f)
}

// short is a figure in words. Where its terms name every body, it says "all bodies" instead.
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
