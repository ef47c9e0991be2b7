package finance

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// layout is a sheet being laid out from a model, with the shorthands that the rules share.
type layout struct {
	*sheet.Sheet
	ctx      context.Context // once it has ended, the rest is left out
	m        *Model
	notes    map[string]Note // the notes of the whole model
	prefix   string          // the prefix of the body that is laid out, in the whole model
	faults   Faults
	near     *sheet.Suggester // the suggester of the whole model
	read     map[int]bool     // the model's rows that replaced a number
	formulas []formula        // formulas to read once all rows are laid out
	replaced bool             // a formula gave the number asked for last
	// doubtful is set if a transfer, a pool or the like is at fault, in this system or in one around it: the money of
	// the bodies is then not reliable.
	doubtful bool
	// draft leaves out notes, sources and formulas of inputs and of bodies' rows: the layout only serves to find a
	// body's faults, and is thrown away.
	draft bool
	// full is set once there are more rows and inputs than a system may have.
	full bool
	// having lists the bodies that have a row, by the row's name in the body.
	having map[string][]string
	// memories are the rows that are remembered from before the opening year, and for how many years.
	memories map[string]int
	// merging holds the systems that merge into another, once they are asked for.
	merging map[string]bool
}

// money adds a row of money with a formula for the later years only.
func (w *layout) money(name, note string, formula sheet.Expr) {
	w.Add(sheet.Row{Name: name, Unit: sheet.Money, Formula: formula, Note: note})
}

// moneyFrom adds a row of money with its own opening formula.
func (w *layout) moneyFrom(opening sheet.Expr, name, note string, formula sheet.Expr) {
	w.Add(sheet.Row{Name: name, Unit: sheet.Money, Opening: opening, Formula: formula, Note: note})
}

// moneyAlways adds a row of money with the same formula in the opening year and later.
func (w *layout) moneyAlways(name, note string, formula sheet.Expr) {
	w.moneyFrom(formula, name, note, formula)
}

// number adds a row of numbers.
func (w *layout) number(opening sheet.Expr, name, note string, formula sheet.Expr) {
	w.Add(sheet.Row{Name: name, Unit: sheet.Number, Opening: opening, Formula: formula, Note: note})
}

// A span is the limits of an input: low to high, both included.
type span struct{ low, high float64 }

// growth is the limits of a yearly rate of change; share the limits of a part of a whole.
func growth() span   { return span{-1, 1} }
func share() span    { return span{0, 1} }
func anything() span { return span{} }

// refuses says what is wrong with a rate, if anything is.
func (s span) refuses(r Rate) (f Fault, refused bool) {
	switch {
	case !r.finite():
		return fault.OutOfRange.Found("%v is not a finite number", float64(r)), true
	case s == anything() || (float64(r) >= s.low && float64(r) <= s.high):
		return Fault{}, false
	case s == growth() && float64(r) >= -100 && float64(r) <= 100:
		return fault.OutOfRange.Found("%v is %s a year", float64(r), r).Suggest(fmt.Sprintf("%v%%", float64(r))), true
	}
	return fault.OutOfRange.Found("%s is outside %s to %s", r, Rate(s.low), Rate(s.high)), true
}

// rates adds an input of rates, or the row whose formula gives them, and returns its reference. An empty series takes
// the fallback.
func (w *layout) rates(path string, values []Rate, fallback Rate, may span) sheet.Expr {
	if e, ok := w.given(path, sheet.Number, may); ok {
		return e
	}
	source := w.source(path)
	if len(values) == 0 {
		values = []Rate{fallback}
		if !w.draft {
			source = fmt.Sprintf("default: %s", fallback)
		}
	}
	w.count(path, len(values))
	for i, r := range values {
		if f, refused := may.refuses(r); refused {
			w.fault(w.element(path, i, len(values)), f)
		}
	}
	w.AddInput(sheet.Input{Name: path, Unit: sheet.Number, Values: decimals(values), Low: may.low, High: may.high,
		Source: source})
	return sheet.Ref(path)
}

// during adds an input that is 1 from one year to another and 0 in the other years. It belongs to the structure; why is
// the reason.
func (w *layout) during(path string, from, until Year, why string) sheet.Expr {
	var years []Rate
	for y := w.m.First + 1; y <= w.m.Last; y++ {
		if y >= from && y <= until {
			years = append(years, 1)
		} else {
			years = append(years, 0)
		}
	}
	e := w.rates(path, years, 0, share())
	w.fix(why)
	return e
}

// amounts adds an input of money, or the row whose formula gives it, and returns its reference. An empty series is
// zero; a zero without a note counts as the default.
func (w *layout) amounts(path string, values ...Amount) sheet.Expr {
	if e, ok := w.given(path, sheet.Money, anything()); ok {
		return e
	}
	source := w.source(path)
	if len(values) == 0 {
		values = []Amount{0}
	}
	if source == "" && len(values) == 1 && values[0] == 0 {
		source = "default: none"
	}
	w.count(path, len(values))
	for i, a := range values {
		if a > MaxAmount || a < -MaxAmount {
			w.fault(w.element(path, i, len(values)), fault.TooLarge.Found("%s is beyond ±%s", a, MaxAmount))
		}
	}
	w.AddInput(sheet.Input{Name: path, Unit: sheet.Money, Values: decimals(values), Source: source})
	return sheet.Ref(path)
}

func (w *layout) fault(path string, f Fault) { w.faults = append(w.faults, f.At(path)) }

// count checks the length of a series.
func (w *layout) count(path string, n int) {
	if want := w.m.horizon(); n != 1 && n != want {
		w.fault(path, fault.Conflict.Found("has %d values", n).
			Want("give one for all years, or %d, one for each year from %s to %s", want, w.m.Label(w.m.First+1),
				w.m.Label(w.m.Last)))
	}
}

// element is the path of one value of a series.
func (w *layout) element(path string, i, n int) string {
	if n == 1 {
		return path
	}
	return fmt.Sprintf("%s[%s]", path, w.m.Label(w.m.First+1+Year(i)))
}

// fix marks the input added last as one that may not be uncertain, and says why, unless a formula stands in its place.
func (w *layout) fix(why string) {
	if !w.replaced {
		w.Inputs[len(w.Inputs)-1].Fixed = why
	}
}

// sourced says where the input added last comes from, unless a formula stands in its place.
func (w *layout) sourced(source string) {
	if !w.replaced {
		w.Inputs[len(w.Inputs)-1].Source = source
	}
}

// source is the notes on a number, in one line; empty in a draft.
func (w *layout) source(path string) string {
	if w.draft {
		return ""
	}
	n, ok := w.notes[w.prefix+path]
	if !ok {
		return ""
	}
	text := n.Source
	for _, more := range []string{n.Remark, n.Place} {
		if more != "" && text != "" {
			text += "; "
		}
		text += more
	}
	return text
}

// plusOne is 1 + x.
func plusOne(x sheet.Expr) sheet.Expr { return sheet.Num(1).Plus(x) }

// oneMinus is 1 − x.
func oneMinus(x sheet.Expr) sheet.Expr { return sheet.Num(1).Minus(x) }
