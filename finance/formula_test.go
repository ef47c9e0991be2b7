package finance_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The formulas of the workbooks come to the figures beside them, worked out here once more: in decimals, where the
// spreadsheet that wrote the figures counts in floating point.
func TestWorkbookFormulasComeToTheirValues(t *testing.T) {
	for _, book := range workbooks(t) {
		values := readBook(t, book.name+".values")
		f := newFormulas(readBook(t, book.name))
		for i, line := range values {
			for j := 3; i > 0 && j < len(line); j++ {
				if line[j] == "" {
					continue
				}
				unit := sheet.Number
				if strings.HasPrefix(line[1], "£") {
					unit = sheet.Money
				}
				got, err := f.cell(i, j)
				require.NoError(t, err)
				assert.True(t, same(unit, got, number(t, line[j])), "%s: %s in %s is %s, not %s", book.name, line[0],
					values[0][j], got, line[j])
			}
		}
	}
}

// formulas are the cells of a workbook, each worked out once.
type formulas struct {
	lines [][]string
	known map[[2]int]decimal.Decimal
}

func newFormulas(lines [][]string) *formulas {
	return &formulas{lines, map[[2]int]decimal.Decimal{}}
}

// cell is a cell's figure; an empty one is zero.
func (f *formulas) cell(line, column int) (decimal.Decimal, error) {
	at := [2]int{line, column}
	if d, ok := f.known[at]; ok {
		return d, nil
	}
	text := f.lines[line][column]
	if text == "" {
		return decimal.Zero, nil
	}
	r := &reader{of: f, text: strings.TrimPrefix(text, "=")}
	d := r.comparison()
	if r.text != "" {
		r.fail("%q is left of %q", r.text, text)
	}
	if f.known[at] = d; r.err != nil {
		return d, fmt.Errorf("line %d: %w", line+1, r.err)
	}
	return d, nil
}

// A reader works a formula out while it reads it, from the left.
type reader struct {
	of   *formulas
	text string // what is left to read
	err  error
}

func (r *reader) fail(format string, args ...any) decimal.Decimal {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
	r.text = ""
	return decimal.Zero
}

// next takes one of the given signs off the text.
func (r *reader) next(signs ...string) string {
	for _, s := range signs {
		if rest, ok := strings.CutPrefix(r.text, s); ok {
			r.text = rest
			return s
		}
	}
	return ""
}

// comparison is 1 where it holds, else 0.
func (r *reader) comparison() decimal.Decimal {
	a := r.sum()
	holds := func(is bool) decimal.Decimal {
		if is {
			return one
		}
		return decimal.Zero
	}
	switch r.next(">=", "<=", "<>", ">", "<", "=") {
	case ">=":
		return holds(a.GreaterThanOrEqual(r.sum()))
	case "<=":
		return holds(a.LessThanOrEqual(r.sum()))
	case "<>":
		return holds(!a.Equal(r.sum()))
	case ">":
		return holds(a.GreaterThan(r.sum()))
	case "<":
		return holds(a.LessThan(r.sum()))
	case "=":
		return holds(a.Equal(r.sum()))
	}
	return a
}

func (r *reader) sum() decimal.Decimal {
	a := r.product()
	for {
		switch r.next("+", "-") {
		case "+":
			a = a.Add(r.product())
		case "-":
			a = a.Sub(r.product())
		default:
			return a
		}
	}
}

// places are the decimals that the products and quotients of a workbook keep.
const places = 40

func (r *reader) product() decimal.Decimal {
	a := r.factor()
	for {
		switch r.next("*", "/") {
		case "*":
			a = a.Mul(r.factor()).Round(places)
		case "/":
			b := r.factor()
			if b.IsZero() {
				return r.fail("division by zero")
			}
			a = a.DivRound(b, places)
		default:
			return a
		}
	}
}

func (r *reader) factor() decimal.Decimal {
	switch {
	case r.next("-") != "":
		return r.factor().Neg()
	case r.next("(") != "":
		a := r.comparison()
		if r.next(")") == "" {
			return r.fail("a bracket is open before %q", r.text)
		}
		return a
	}
	for _, name := range []string{"ROUND", "IF", "MIN", "MAX", "SUM"} {
		if r.next(name+"(") != "" {
			return r.call(name, r.arguments())
		}
	}
	word := r.word()
	if digits, percent := strings.CutSuffix(word, "%"); word != "" &&
		(word[0] == '.' || word[0] >= '0' && word[0] <= '9') {
		d, err := decimal.NewFromString(digits)
		if err != nil {
			return r.fail("%q is not a number", word)
		}
		if percent {
			d = d.Shift(-2)
		}
		return d
	}
	line, column, ok := place(word)
	if !ok || line >= len(r.of.lines) || column >= len(r.of.lines[line]) {
		return r.fail("%q is not a cell", word)
	}
	d, err := r.of.cell(line, column)
	if err != nil {
		return r.fail("%v", err)
	}
	return d
}

// word takes a number or a cell off the text.
func (r *reader) word() string {
	n := strings.IndexFunc(r.text, func(c rune) bool {
		return !strings.ContainsRune("$%.", c) && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')
	})
	if n < 0 {
		n = len(r.text)
	}
	word := r.text[:n]
	r.text = r.text[n:]
	return word
}

// place is where a cell stands: $D$44 is line 43, column 3.
func place(cell string) (line, column int, ok bool) {
	cell = strings.ReplaceAll(cell, "$", "")
	if cell == "" || cell[0] < 'A' || cell[0] > 'Z' {
		return 0, 0, false
	}
	line, err := strconv.Atoi(cell[1:])
	return line - 1, int(cell[0] - 'A'), err == nil && line > 0
}

var rangeOfCells = regexp.MustCompile(`^\$?[A-Z]\$?\d+:`)

// arguments are those of a call, the cells of a range one by one.
func (r *reader) arguments() (all []decimal.Decimal) {
	for {
		if rangeOfCells.MatchString(r.text) {
			all = append(all, r.cells()...)
		} else {
			all = append(all, r.comparison())
		}
		switch r.next(",", ")") {
		case ")":
			return all
		case "":
			r.fail("a call is open before %q", r.text)
			return all
		}
	}
}

// cells are those of a range in one line.
func (r *reader) cells() (all []decimal.Decimal) {
	line, first, ok := place(r.word())
	colon := r.next(":")
	last, end, fine := place(r.word())
	if !ok || !fine || colon == "" || line != last {
		r.fail("not a range in one line before %q", r.text)
		return nil
	}
	for column := first; column <= end; column++ {
		d, err := r.of.cell(line, column)
		if err != nil {
			r.fail("%v", err)
		}
		all = append(all, d)
	}
	return all
}

func (r *reader) call(name string, args []decimal.Decimal) decimal.Decimal {
	if want := map[string]int{"ROUND": 2, "IF": 3}[name]; len(args) == 0 || want > 0 && len(args) != want {
		return r.fail("%s has %d arguments", name, len(args))
	}
	switch name {
	case "ROUND":
		return args[0].Round(int32(args[1].IntPart()))
	case "IF":
		if !args[0].IsZero() {
			return args[1]
		}
		return args[2]
	case "MIN":
		return decimal.Min(args[0], args[1:]...)
	case "MAX":
		return decimal.Max(args[0], args[1:]...)
	}
	return decimal.Sum(args[0], args[1:]...)
}
