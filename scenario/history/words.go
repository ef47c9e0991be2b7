package history

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/file"
)

// counted is a number with its noun: "1 value", "3 values".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// nameOf is the text printed before the line numbers of a series.
func nameOf(s evidence.Series) string {
	if s.File == "" {
		return "series"
	}
	return s.File
}

// wrong is one fault of a series as a whole, at its first value.
func wrong(s evidence.Series, f fault.Fault) file.Faults {
	l := &faultList{file: nameOf(s)}
	line, column := 0, 0
	if len(s.Points) > 0 {
		line, column = s.Points[0].Line, s.Points[0].Column
	}
	l.add(line, column, f.At(s.Name))
	return l.all
}

// write is a figure of a series (money in pence) as a scenario file writes it: 1.9%, -£617m, £12.50.
func write(s evidence.Series, x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "not a number"
	case !s.Money:
		return percent(x)
	}
	pence := math.Round(x)
	sign := ""
	if pence < 0 {
		sign = "-"
	}
	if pence = math.Abs(pence); pence >= finance.Million {
		return sign + signOf(s) + strconv.FormatFloat(pence/finance.Million, 'f', -1, 64) + "m"
	}
	return sign + signOf(s) + strconv.FormatFloat(pence/finance.Pound, 'f', -1, 64)
}

// percent writes a fraction of at most nine digits as a percentage, without more digits.
func percent(x float64) string {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x*100, 'g', 12, 64), 64)
	return strconv.FormatFloat(y, 'f', -1, 64) + "%"
}

// signOf is the sign of a series' currency.
func signOf(s evidence.Series) string {
	if s.Symbol == "" {
		return "£"
	}
	return s.Symbol
}

// yaml is the fit as a number of a scenario file, on one line, to paste after its key.
func (e estimate) yaml() string {
	var numbers []string
	for _, p := range e.question.law.kind().Parameters {
		x, ok := e.values[p.Name]
		if !ok {
			continue
		}
		text := strconv.FormatFloat(x, 'f', -1, 64)
		if p.SameUnit {
			text = write(e.series, x)
		}
		numbers = append(numbers, p.Name+": "+text)
	}
	source := fmt.Sprintf("Fitted to %s of %s, %s", fault.Short(e.series.Name), filepath.Base(nameOf(e.series)),
		e.series.Span())
	return fmt.Sprintf("{%s: {%s}, %s, source: %q, quality: amber}", e.question.law.name, strings.Join(numbers, ", "),
		e.moves(), source)
}

// moves is the process as a key of a scenario file.
func (e estimate) moves() string {
	switch e.question.process {
	case EachYear:
		return "each_year: {persistence: " + strconv.FormatFloat(e.values["persistence"], 'f', -1, 64) + "}"
	case Walk:
		return "ar1: {persistence: 1}"
	}
	return "each_year: true"
}

// words says what is fitted to a series: "normal, drawn each year with persistence".
func (q question) words(s evidence.Series) string {
	name := strings.ReplaceAll(q.law.name, "_", " ")
	switch q.process {
	case Walk:
		return name + ", a walk from the value of " + s.Label(s.Points[len(s.Points)-1].Year)
	case EachYear:
		return name + ", drawn each year with persistence"
	}
	return name + ", drawn each year on its own"
}
