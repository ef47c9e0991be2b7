package workbook

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// Where things stand on the sheet of assumptions.
const (
	changedCell     = "$D$3" // how many assumptions differ from those of the run
	firstAssumption = xlsx.LiveHeading + 1
	// the column with the figures of the scenario in force; those of the scenarios follow it
	inForce = xlsx.LiveFirst - 1
	spare   = 2 // columns for new scenarios behind them
)

// arrangeAssumptions gives every input its rows: one, or one for each year.
func (b *book) arrangeAssumptions() {
	for _, e := range b.result.Inputs {
		k := slices.Index(b.result.Scenarios, e.Scenario)
		if a := b.byInput[e.Input]; a != nil && k >= 0 {
			a.effective[k] = e
		}
	}
	row := firstAssumption
	for _, t := range b.tabs {
		for i, l := range t.lines {
			if !l.input {
				break
			}
			if i == 0 {
				row++ // the heading
			}
			a := b.byInput[l.name]
			a.settle()
			a.row = row
			row += a.rows(len(b.years))
		}
	}
}

// settle finds out whether the input is a series, and whether that begins in the opening year.
func (a *assumption) settle() {
	for _, values := range a.values {
		for _, v := range values {
			a.series = a.series || !v.Equal(values[0])
		}
	}
	for _, values := range a.values {
		a.opening = a.opening || a.series && len(values) > 0 && !values[0].IsZero()
	}
}

// rows is how many rows the input takes.
func (a *assumption) rows(years int) int {
	switch {
	case !a.series:
		return 1
	case a.opening:
		return years
	}
	return years - 1
}

// columns are those of the sheet that the row i of the input stands for.
func (a *assumption) column(i int) int {
	if a.series && !a.opening {
		return i + 1
	}
	return i
}

// inForce is the formula of a year's figure of an input on the sheet of its body.
func (b *book) inForce(a *assumption, column int) string {
	first := a.row
	switch {
	case !a.series || column == 0 && a.opening:
		return fmt.Sprintf("%s!$D$%d", assumptionsSheet, first)
	case column == 0:
		return "0"
	case a.opening:
		first++
	}
	return fmt.Sprintf("INDEX(%s!$D$%d:$D$%d,%s$%d)", assumptionsSheet, first, first+len(b.years)-2, b.columnOf(column),
		yearNumbers)
}

// share reports whether a number is shown as a percentage: its limits are those of a rate or a share.
func (a *assumption) share() bool {
	return a.unit == sheet.Number && a.given.High > 0 && a.given.High <= 2
}

func (a *assumption) format() string {
	switch {
	case a.unit == sheet.Money:
		return pounds
	case a.share():
		return `0.0##%;[Red]-0.0##%`
	}
	return numbers
}

// spoken is what the assumption is called by people.
func (a *assumption) spoken() string {
	_, name := sheet.BodyOf(a.name)
	return text(report.SpokenInput(name))
}

// about are the columns that say what an assumption rests on.
func about() []string {
	return []string{"Allowed", "Uncertainty", "Source", "Note", "Owner", "Quality", "Assumed from", "Place", xlsx.LiveKey}
}

// aboutWidths are the widths of those columns.
func aboutWidths() []float64 { return []float64{16, 32, 38, 38, 14, 9, 10, 24, 34} }

// asRun is the column of the figures that a scenario had in the run.
func (b *book) asRun(k int) string {
	return letter(inForce + len(b.scenarios) + spare + len(about()) + 1 + k)
}

// ofScenario is the column of a scenario's figures.
func ofScenario(k int) string { return letter(inForce + 1 + k) }

// letter is the name of a column, from 1.
func letter(column int) string {
	name, err := excelize.ColumnNumberToName(column)
	if err != nil {
		return "XFD"
	}
	return name
}

// writeAssumptions writes the sheet of assumptions.
func (b *book) writeAssumptions() {
	last := b.lastAssumption()
	widths := []float64{44, 10, 8, 19}
	for range b.scenarios {
		widths = append(widths, 19)
	}
	for range spare {
		widths = append(widths, 16)
	}
	widths = append(widths, aboutWidths()...)
	for range b.scenarios {
		widths = append(widths, 15)
	}
	end := letter(inForce + len(b.scenarios) + spare + len(about()))
	p := b.page(assumptionsSheet,
		look{widths: widths, stillColumns: inForce, stillRows: firstAssumption - 1, titleColumns: "$A:$B",
			area: fmt.Sprintf("$A$1:$%s$%d", end, last), wide: 2})
	b.validate()
	b.markChanges(last)
	hint := "Change what is blue on yellow; money is in " + b.currency +
		" and pence, as typed. An uncertain number moves with its whole range. What differs from the run turns orange." +
		" Scenarios follow the first of them until you type over their cells. A new scenario has a column of its own:" +
		" name it, and give what differs from the first; envelope run model.xlsx works it out."
	if b.values != "" {
		hint = "As in the run. The sheets of bodies do not follow them: " + b.values + "."
	}
	p.title("Assumptions", hint)
	first, stop := ofScenario(0), ofScenario(len(b.scenarios)-1)
	count := fmt.Sprintf("SUMPRODUCT(--(%s%d:%s%d<>%s%d:%s%d))", first, firstAssumption, stop, last,
		b.asRun(0), firstAssumption, b.asRun(len(b.scenarios)-1), last)
	p.put(b.words("Changed since the run", style{bold: true}), nil, nil,
		b.live(count, 0, style{bold: true, format: wholes}))
	p.skip(firstAssumption - 1)
	head := []any{b.heading("Assumption"), b.heading("Year"), b.heading("Unit"), b.headingRight("In force")}
	for _, name := range b.scenarios {
		head = append(head, b.headingRight(name))
	}
	for range spare {
		head = append(head, b.words(xlsx.LiveNew,
			style{color: blue, fill: inputs, wrap: true, middle: true, right: true,
				unlocked: b.values == ""}))
	}
	for _, h := range about() {
		head = append(head, b.heading(h))
	}
	for _, name := range b.scenarios {
		head = append(head, b.headingRight("In the run: "+name))
	}
	p.tall(42, head...)
	for _, t := range b.tabs {
		for i, l := range t.lines {
			if !l.input {
				break
			}
			if i == 0 {
				p.put(b.section(text(b.title(t))))
			}
			b.writeAssumption(p, b.byInput[l.name])
		}
	}
	p.end()
}

// lastAssumption is the last row of the sheet's table.
func (b *book) lastAssumption() int {
	last := firstAssumption
	for _, a := range b.inputs {
		if a.row > 0 {
			last = max(last, a.row+a.rows(len(b.years))-1)
		}
	}
	return last
}

// writeAssumption writes the rows of an input; what it rests on stands beside the first.
func (b *book) writeAssumption(p *page, a *assumption) {
	plain := style{format: a.format()}
	from, follows := b.thirdOf(a)
	open := b.values == "" && !follows
	for i := range a.rows(len(b.years)) {
		column, row := a.column(i), p.row+1
		year, unit := "all years", "number"
		if a.series {
			year = text(b.years[column])
		}
		switch {
		case a.unit == sheet.Money:
			unit = b.currency
		case a.share():
			unit = "%"
		}
		formula := fmt.Sprintf("INDEX(%s%d:%s%d,1,Scenario)", ofScenario(0), row, ofScenario(len(b.scenarios)-1), row)
		if follows {
			formula = b.follows(from)
		}
		cells := []any{b.words(a.spoken(), style{indent: 1}), b.words(year, style{color: grey}),
			b.words(unit, style{color: grey}),
			b.live(formula, b.value(a, 0, column), style{format: a.format(), bold: true})}
		for k := range b.scenarios {
			how := plain
			if open {
				how = style{format: a.format(), color: blue, fill: inputs, unlocked: true}
			}
			if a.asPlanned(k) && b.values == "" {
				cells = append(cells, b.live(ofScenario(0)+strconv.Itoa(row), b.value(a, k, column), how))
				continue
			}
			cells = append(cells, b.given(a, k, column, how))
		}
		for range spare {
			how := style{format: a.format(), color: blue, unlocked: open}
			if !follows {
				how.fill = inputs
			}
			cells = append(cells, b.words("", how))
		}
		height := 0.0
		if i == 0 {
			said := b.restsOn(a)
			height = heightOf(said, aboutWidths())
			cells = append(cells, said...)
		} else {
			cells = append(cells, make([]any, len(about()))...)
		}
		for k := range b.scenarios {
			cells = append(cells, b.given(a, k, column, style{format: a.format(), color: grey}))
		}
		p.tall(height, cells...)
	}
}

// heightOf is the height of a row with wrapped text: 0 for one line, and no more than ten.
func heightOf(cells []any, widths []float64) float64 {
	lines := 1.0
	for i, c := range cells {
		if c, ok := c.(excelize.Cell); ok {
			s, _ := c.Value.(string)
			lines = math.Max(lines, math.Ceil(float64(len([]rune(s)))/widths[i]))
		}
	}
	if lines == 1 {
		return 0
	}
	return 13 * math.Min(lines, 10)
}

// given is an input's figure in a scenario, or nothing.
func (b *book) given(a *assumption, k, column int, how style) any {
	if len(a.values[k]) == 0 {
		return nil
	}
	return b.figure(b.value(a, k, column), how)
}

// asPlanned reports whether a scenario has the baseline's number, in every respect.
func (a *assumption) asPlanned(k int) bool {
	first, other := a.effective[0], a.effective[k]
	first.Scenario, first.Values = other.Scenario, other.Values
	return k > 0 && len(a.values[k]) > 0 && reflect.DeepEqual(first, other) &&
		slices.EqualFunc(a.values[0], a.values[k], decimal.Decimal.Equal)
}

// value is an input's figure as a cell has it: money in pounds.
func (b *book) value(a *assumption, k, column int) float64 {
	if len(a.values[k]) == 0 {
		return 0
	}
	return inCell(a.unit, a.values[k][column])
}

// inCell is an exact figure as a cell has it: money in the currency's unit.
func inCell(u sheet.Unit, d decimal.Decimal) float64 {
	if u == sheet.Money {
		d = d.Shift(-2)
	}
	v, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return 0
	}
	return v
}

// restsOn says what an assumption rests on.
func (b *book) restsOn(a *assumption) (cells []any) {
	for _, of := range []func(e scenario.EffectiveInput) string{
		func(scenario.EffectiveInput) string { return a.allowed() },
		func(e scenario.EffectiveInput) string {
			return strings.Trim(e.Law+"; "+e.Process, "; ")
		},
		func(e scenario.EffectiveInput) string { return e.Source },
		func(e scenario.EffectiveInput) string { return e.Note },
		func(e scenario.EffectiveInput) string { return e.Owner },
		func(e scenario.EffectiveInput) string { return e.Quality },
		func(e scenario.EffectiveInput) string { return e.AssumedFrom },
		func(e scenario.EffectiveInput) string { return e.Place },
	} {
		cells = append(cells, b.words(text(b.inScenarios(a, of)), style{color: grey, wrap: true}))
	}
	return append(cells, b.words(text(a.name), style{color: grey, wrap: true}))
}

// inScenarios is what holds in the first scenario that has the input, and what else holds in others.
func (b *book) inScenarios(a *assumption, of func(scenario.EffectiveInput) string) string {
	var said []string
	first, known := "", false
	for k, e := range a.effective {
		one := of(e)
		switch {
		case len(a.values[k]) == 0:
			continue
		case !known:
			first, known = one, true
			said = append(said, one)
		case one != first && one != "":
			said = append(said, b.scenarios[k]+": "+one)
		}
	}
	return strings.TrimPrefix(strings.Join(said, "; "), "; ")
}

// markChanges colours what differs from the run.
func (b *book) markChanges(last int) {
	how, err := b.file.NewConditionalStyle(
		&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{changed}},
			Font: &excelize.Font{Bold: true, Color: ink}})
	b.try(err)
	area := fmt.Sprintf("%s%d:%s%d", ofScenario(0), firstAssumption, ofScenario(len(b.scenarios)-1), last)
	b.try(b.file.SetConditionalFormat(assumptionsSheet, area, []excelize.ConditionalFormatOptions{{Type: "formula",
		Criteria: fmt.Sprintf("%s%d<>%s%d", ofScenario(0), firstAssumption, b.asRun(0), firstAssumption),
		Format:   &how}}))
}
