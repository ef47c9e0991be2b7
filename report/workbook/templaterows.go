package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// A column is one of a form.
type column struct {
	head  string
	width float64
	cell  func(t *template, f *form, r inputRow, row int) any
}

// columns are those of a form.
func (t *template) columns(f *form) (all []column) {
	add := func(head string, width float64, cell func(t *template, f *form, r inputRow, row int) any) {
		all = append(all, column{head, width, cell})
	}
	if f.stars > 0 {
		add(xlsx.HeadName, 22, nameCell(0))
	}
	if f.stars > 1 {
		add(xlsx.HeadPart, 18, nameCell(1))
	}
	add(xlsx.HeadWhat, 40, func(t *template, _ *form, r inputRow, _ int) any {
		return t.words(spokenOf(r.Entry), style{wrap: true})
	})
	add(xlsx.HeadUnit, 8, func(t *template, _ *form, r inputRow, _ int) any {
		return t.words(t.unitOf(r.Entry), style{color: grey})
	})
	width := 15.0
	if f.sheet == "Start" {
		width = 44
	}
	add(xlsx.HeadValue, width, func(t *template, f *form, r inputRow, _ int) any {
		if shared, ok := r.shared(); ok {
			return t.words(shared, style{color: blue, fill: inputs, wrap: true, format: "@"})
		}
		return t.input(r, r.Value)
	})
	if f.scenarios {
		add(xlsx.HeadLow, 11, func(t *template, _ *form, r inputRow, _ int) any { return t.range_(r, r.Low) })
		add(xlsx.HeadHigh, 11, func(t *template, _ *form, r inputRow, _ int) any { return t.range_(r, r.High) })
		for i := range max(mostScenarios, len(t.changes)) {
			add(xlsx.HeadChange+" "+strconv.Itoa(i+1), 13, func(t *template, _ *form, r inputRow, _ int) any {
				return t.change(r, i)
			})
		}
	}
	add(xlsx.HeadSource, 30, noteCell(func(g file.Given) string { return g.Source }))
	add(xlsx.HeadQuality, 9, noteCell(func(g file.Given) string { return g.Quality }))
	add(xlsx.HeadOwner, 14, noteCell(func(g file.Given) string { return g.Owner }))
	add(xlsx.HeadNote, 26, noteCell(func(g file.Given) string { return g.Note }))
	add(xlsx.HeadMeans, 52, func(t *template, _ *form, r inputRow, _ int) any {
		return t.words(text(sentence(r.Means)), style{color: grey, wrap: true})
	})
	if f.scenarios {
		t.rarely(f, add)
	}
	add(xlsx.HeadPlace, 46, func(t *template, _ *form, r inputRow, _ int) any {
		return t.words(r.place, style{color: grey})
	})
	if f.sheet == bodiesSheet {
		add(headRow, 9, t.bodyRow)
		add(headBodies, 22, t.bodyInList)
	}
	return all
}

// rarely adds the columns that few numbers need.
func (t *template) rarely(f *form, add func(string, float64, func(*template, *form, inputRow, int) any)) {
	for i := range f.years {
		add(xlsx.HeadYear+" "+strconv.Itoa(i+1), 10, func(t *template, _ *form, r inputRow, _ int) any {
			if i < len(r.Years) {
				return t.input(r, r.Years[i])
			}
			return t.spare(r, "")
		})
	}
	add(xlsx.HeadAfter, 10, func(t *template, _ *form, r inputRow, _ int) any { return t.spare(r, r.Then) })
	add(xlsx.HeadLaw, 40, func(t *template, _ *form, r inputRow, _ int) any {
		if r.Unit == "" {
			return nil
		}
		if _, ok := r.shared(); ok {
			return t.words("", style{color: blue, fill: inputs, wrap: true, format: "@"})
		}
		return t.words(r.Law, style{color: blue, fill: inputs, wrap: true, format: "@"})
	})
	add(xlsx.HeadDefault, 22, func(t *template, _ *form, r inputRow, _ int) any {
		return t.words(text(r.Otherwise), style{color: grey, wrap: true})
	})
}

// spare is a cell of a year that may be filled: of a number that may differ from year to year.
func (t *template) spare(r inputRow, value string) any {
	if value == "" && (r.Unit == "" || r.Certain && len(r.Years) == 0) {
		return nil
	}
	return t.input(r, value)
}

// shared is what a row says that takes a shared number and nothing else: as delivery.
func (r inputRow) shared() (said string, ok bool) {
	name, ok := strings.CutPrefix(r.Law, "{assumption: ")
	name, ok2 := strings.CutSuffix(name, "}")
	if !ok || !ok2 || r.Value != "" || strings.ContainsAny(name, ":,{}[]\"'#") {
		return "", false
	}
	return xlsx.Shared + name, true
}

// nameCell is the cell of a name: the name itself, or the same as in the row above.
func nameCell(i int) func(*template, *form, inputRow, int) any {
	return func(t *template, f *form, r inputRow, row int) any {
		if i >= len(r.names) {
			return nil
		}
		if i == 0 && (!r.first || f.named()) {
			return t.live(fmt.Sprintf("A%d", row-1), r.names[0], style{color: grey})
		}
		if at, ok := t.names[r.names[i]]; ok {
			return t.live(at, r.names[i], style{color: grey})
		}
		return t.nameInput(r.names[i])
	}
}

// nameInput is a cell in which a name is typed.
func (t *template) nameInput(name string) excelize.Cell {
	return t.words(name, style{color: blue, fill: inputs, bold: true, wrap: true, format: "@"})
}

// noteCell is a cell of what is known about a number.
func noteCell(of func(file.Given) string) func(*template, *form, inputRow, int) any {
	return func(t *template, f *form, r inputRow, _ int) any {
		if r.Unit == "" && !strings.HasPrefix(r.place, strings.ToLower(xlsx.HeadChange)+" ") {
			return nil
		}
		return t.words(of(r.Given), style{color: blue, fill: inputs, wrap: true, format: "@"})
	}
}

// range_ is an end of a range; none where the number cannot be uncertain.
func (t *template) range_(r inputRow, value string) any {
	if r.Unit == "" || r.Certain {
		return nil
	}
	return t.input(r, value)
}

// change is what stands in the place of a number in a scenario.
func (t *template) change(r inputRow, i int) any {
	if r.Unit == "" {
		return nil
	}
	if i >= len(r.Changes) || blank(r.Changes[i]) {
		return t.input(r, "")
	}
	g := r.Changes[i]
	if t.knows[i] == known(g) {
		if g.Low == "" && g.High == "" && len(g.Years) == 0 && g.Then == "" && g.Law == "" {
			return t.input(r, g.Value)
		}
	}
	return t.words(g.InBraces(), style{color: blue, fill: inputs, wrap: true, format: "@"})
}

// input is a cell to fill in, with a number where its text is one.
func (t *template) input(r inputRow, value string) any {
	how := style{color: blue, fill: inputs}
	if r.Unit == "" {
		how.format, how.wrap = "@", true
		if at, ok := t.names[value]; ok &&
			slices.Contains([]string{"from", "to", "into", "provider"}, r.Keys[len(r.Keys)-1]) {
			return t.live(at, value, style{color: blue, fill: inputs})
		}
		return t.words(value, how)
	}
	how.format = map[string]string{"rate": `0.0##%;[Red]-0.0##%`, "amount": `#,##0.0##;[Red]-#,##0.0##`,
		"years": wholes, "number": `#,##0.####;[Red]-#,##0.####`}[r.Unit]
	if value == "" {
		return t.words("", how)
	}
	if x, ok := t.numberOf(value, r.Unit, t.unitOf(r.Entry)); ok {
		return t.figure(x, how)
	}
	how.format, how.wrap = "@", true
	return t.words(value, how)
}

// unitOf is what the numbers of an entry are in.
func (t *template) unitOf(e file.Entry) string {
	switch e.Unit {
	case "":
		return xlsx.UnitText
	case "rate":
		return "%"
	case "amount":
		gap := ""
		if len([]rune(t.currency)) > 1 {
			gap = " "
		}
		return t.currency + gap + t.sizeOf(e)
	}
	return e.Unit
}

// money reads an amount such as -£25m.
func (t *template) money(s string) (d decimal.Decimal, size string, ok bool) {
	m := t.amounts.FindStringSubmatch(strings.ReplaceAll(s, "−", "-"))
	if m == nil {
		return d, "", false
	}
	d, err := decimal.NewFromString(m[1] + m[2] + strings.ReplaceAll(m[3], ",", ""))
	return d, m[4], err == nil
}

// numberOf is the number of a cell in a unit; false where its text is to stay.
func (t *template) numberOf(value, unit, in string) (float64, bool) {
	var d decimal.Decimal
	switch unit {
	case "rate":
		digits, percent := strings.CutSuffix(value, "%")
		x, err := decimal.NewFromString(digits)
		if err != nil {
			return 0, false
		}
		if d = x; percent {
			d = d.Shift(-2)
		}
	case "amount":
		x, size, ok := t.money(value)
		if !ok {
			return 0, false
		}
		wanted := strings.TrimSpace(strings.TrimPrefix(in, t.currency))
		d = x.Shift(int32(3 * (slices.Index(sizes(), size) - slices.Index(sizes(), wanted))))
	default:
		x, err := decimal.NewFromString(value)
		if err != nil || strings.HasSuffix(value, "%") {
			return 0, false
		}
		d = x
	}
	if d.NumDigits() > 15 {
		return 0, false
	}
	return d.InexactFloat64(), true
}

// sizes are those of money, each a thousand times the one before.
func sizes() []string { return []string{"", "k", "m", "bn"} }
