package history

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/file"
)

// counted is a number of things in words: "1 value", "3 values".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// monthOf is the first month of a kind of year, as labels need it.
func monthOf(calendar bool) time.Month {
	if calendar {
		return time.January
	}
	return time.April
}

// name is what is printed before line numbers.
func (s Series) name() string {
	if s.File == "" {
		return "series"
	}
	return s.File
}

// fault is one fault of the series as a whole, at its first value.
func (s Series) fault(f fault.Fault) file.Faults {
	l := &faultList{file: s.name()}
	line, column := 0, 0
	if len(s.Points) > 0 {
		line, column = s.Points[0].Line, s.Points[0].Column
	}
	l.add(line, column, f.At(s.Name))
	return l.all
}

// write is a figure of the series, money in pence, as a scenario file has it: 1.9%, -£617m, £12.50.
func (s Series) write(x float64) string {
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
		return sign + s.sign() + strconv.FormatFloat(pence/finance.Million, 'f', -1, 64) + "m"
	}
	return sign + s.sign() + strconv.FormatFloat(pence/finance.Pound, 'f', -1, 64)
}

// percent writes a fraction of nine digits or fewer as a percentage, without a digit more.
func percent(x float64) string {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x*100, 'g', 12, 64), 64)
	return strconv.FormatFloat(y, 'f', -1, 64) + "%"
}

// sign is the currency's sign.
func (s Series) sign() string {
	if s.Symbol == "" {
		return "£"
	}
	return s.Symbol
}

// YAML is the fit as a number of a scenario file, to be pasted behind its key, on one line.
func (f *Fitted) YAML() string {
	f = door.Or(f)
	var b strings.Builder
	b.WriteString("{" + f.question.law.name + ": {")
	for i, p := range f.question.law.kind().Parameters {
		x, ok := f.values[p.Name]
		if !ok {
			continue
		}
		if i > 0 && !strings.HasSuffix(b.String(), "{") {
			b.WriteString(", ")
		}
		text := strconv.FormatFloat(x, 'f', -1, 64)
		if p.SameUnit {
			text = f.Series.write(x)
		}
		b.WriteString(p.Name + ": " + text)
	}
	fmt.Fprintf(&b, "}, %s, source: %q, quality: amber}", f.moves(),
		fmt.Sprintf("Fitted to %s of %s, %s", fault.Short(f.Series.Name), filepath.Base(f.Series.name()),
			f.Series.Span()))
	return b.String()
}

// moves is the process as a key of a scenario file.
func (f *Fitted) moves() string {
	if p, ok := f.Persistence(); ok {
		return "each_year: {persistence: " + strconv.FormatFloat(p.Value, 'f', -1, 64) + "}"
	}
	if f.question.process == Walk {
		return "ar1: {persistence: 1}"
	}
	return "each_year: true"
}
