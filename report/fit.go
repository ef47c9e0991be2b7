package report

import (
	"bytes"
	"fmt"
	"io"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// Fit writes a page for a terminal: what was fitted to a series with its standard errors, how well it fits, how good
// its one-step forecasts were, and the text to paste into a scenario file. It takes the width and the colour from the
// options.
func Fit(w io.Writer, f *evidence.Fitted, ahead *evidence.Calibration, o Options) error {
	w = door.Writer(w)
	if f == nil || ahead == nil {
		return fault.Missing.Found("there is no fit")
	}
	p := page{out: &bytes.Buffer{}, columns: o.columns(), ink: ink(o.Color)}
	p.title(fmt.Sprintf("%s, %s", label(f.Series.Name), clean(f.Series.Span())))
	p.paragraph("", fmt.Sprintf("%s, fitted to %d values.", sentence(f.Words), len(f.Series.Points)))
	p.parameters(f, clean(ahead.Currency))
	p.paragraph("",
		fmt.Sprintf("Log-likelihood %.2f, AICc %.2f. Largest distance between law and values %.3f (p %.2f).",
			f.LogLikelihood, f.AICc, f.Distance, f.P))
	p.ahead(ahead)
	p.listed("What so short a history can tell", f.Notes)
	p.line("")
	p.line(p.ink.bold("To paste into a scenario file, behind the number's key"))
	p.line(f.YAML)
	_, err := w.Write(p.out.Bytes())
	return err
}

// parameters is the table of fitted numbers.
func (p page) parameters(f *evidence.Fitted, currency string) {
	var blocks section
	for _, q := range f.Parameters {
		write, name := pure, label(q.Name)
		if q.SameUnit && f.Series.Money {
			u := finance.DisplayUnitFor(amount(q.Value), currency)
			write, name = func(x float64) string { return inMoney(x, u) }, name+", "+u.Name
		} else if q.SameUnit {
			write, name = func(x float64) string { return percent(3).round(x, 3) }, name+", %"
		}
		blocks = append(blocks, block{name, []row{{cells: []string{write(q.Value), write(q.SE), write(q.Bias)}}}})
	}
	p.grid("Fitted numbers", []string{"value", "standard error", "bias"}, []section{blocks})
}

// inMoney writes an amount of the currency's unit in a unit of display; a question mark where it is not known.
func inMoney(x float64, u finance.DisplayUnit) string {
	if !finite(x) {
		return "?"
	}
	return amount(x).In(u)
}

// pure writes a pure number; a question mark where it is not known.
func pure(x float64) string {
	if !finite(x) {
		return "?"
	}
	return fmt.Sprintf("%.3f", x)
}

// ahead says how good one-step forecasts were.
func (p page) ahead(c *evidence.Calibration) {
	if len(c.Hits) == 0 {
		p.paragraph("", "The series is too short to forecast any of its years from those before.")
		return
	}
	p.paragraph("", fmt.Sprintf("Each year from %s forecast from the years before it alone:", clean(c.Years)))
	p.setUnit(c, finance.DisplayUnit{})
	p.hits(c)
	p.paragraph("", coverageWords(c))
}
