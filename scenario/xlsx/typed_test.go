package xlsx_test

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// Figures that are pasted stay text in a spreadsheet, with whatever stood around them: they are the numbers that they
// look like, in the unit that stands beside them.
func TestFiguresAsText(t *testing.T) {
	system := template(t, "system")
	textOf := func(cell string, value any) string {
		s, err := xlsx.Load("plan.xlsx", changed(t, system, set("Bodies", cell, value)))
		require.NoError(t, err, "%v", value)
		return string(s.Text())
	}
	for _, c := range []struct {
		cell   string
		number float64
		texts  []string
	}{
		{"D11", -28.4, []string{"-28.4", "−28.4", "(28.4)", " -28.4 ", "-£28.4", "£-28.4", "(£28.4)", "-£28.4m", "\u00a0-28.40"}},
		{"D6", 1480.5, []string{"1480.5", "1,480.5", "1 480.5", "1\u00a0480.5", "£1,480.5", "£ 1,480.50"}},
		{"D30", 0, []string{"0", "0.0", "£0", "(0)"}},
		{"D7", 0.034, []string{"3.4%", "3.4 %", "3.40%"}},
		{"D7", -0.01, []string{"-1%", "(1%)", "−1.0%"}},
	} {
		want := textOf(c.cell, c.number)
		for _, said := range c.texts {
			assert.Equal(t, want, textOf(c.cell, said), "%s in %s", said, c.cell)
		}
	}
}

// Thousands and millions are written in many ways.
func TestUnitsOfMoney(t *testing.T) {
	for unit, says := range map[string]string{"£k": "£1480500k", "£000": "£1480500k", "£'000": "£1480500k",
		"£ million": "£1480500m", "£bn": "£1480500bn"} {
		b := changed(t, template(t, "body"), set("Assumptions", "B9", unit), set("Assumptions", "C9", 1480500))
		s, err := xlsx.Load("plan.xlsx", b)
		require.NoError(t, err, unit)
		assert.Contains(t, string(s.Text()), says, unit)
	}
}

// What could be two numbers, or none, is not guessed.
func TestTextsThatAreNoFigures(t *testing.T) {
	system := template(t, "system")
	none := `is no figure; write 0 for none, or leave the cell empty`
	for said, want := range map[string]string{"-": none, "nil": none, "TBC": none, "n/a": none,
		"412,5":    `"412,5" is not an amount of money`,
		"1,48":     `"1,48" is not an amount of money`,
		"1,480 50": `"1,480 50" is not an amount of money`,
		"3.4%":     `"3.4%" is a rate, not an amount of money`,
	} {
		assert.Contains(t, faultsOf(changed(t, system, set("Bodies", "D11", said))),
			"plan.xlsx, cell Bodies!D11: bodies.Acute trust.opening.position: ", said)
		assert.Contains(t, faultsOf(changed(t, system, set("Bodies", "D11", said))), want, said)
	}
	assert.Equal(t, "plan.xlsx, cell Bodies!D7: bodies.Commissioner.funding.real_growth: 3.4 is 340%; did you mean 3.4%?",
		faultsOf(changed(t, system, set("Bodies", "D7", "3.4"))))
}

// A rating is read however it is written.
func TestRatingsInCapitals(t *testing.T) {
	system := template(t, "system")
	assert.Empty(t, faultsOf(changed(t, system, set("Bodies", "L7", "Amber "), set("Start", "E22", "RED"))))
}

// rowsOf copies rows of the sheet of bodies to its end, as people do: the row of the name first, whose name stays if
// none is given.
func rowsOf(first, last, at int, name string) change {
	return func(f *excelize.File) error {
		for n := first; n <= last; n++ {
			if err := f.DuplicateRowTo("Bodies", n, at+n-first); err != nil {
				return err
			}
			if n == first {
				continue
			}
			if err := f.SetCellFormula("Bodies", cell("A", at+n-first), cell("A", at+n-first-1)); err != nil {
				return err
			}
		}
		if name != "" {
			return f.SetCellValue("Bodies", cell("A", at), name)
		}
		return nil
	}
}

func cell(column string, row int) string {
	at, err := excelize.JoinCellName(column, row)
	if err != nil {
		return err.Error()
	}
	return at
}

// Rows that are copied are told once that their name is still that of others, where it is to be typed.
func TestCopiedRows(t *testing.T) {
	system := template(t, "system")
	assert.Equal(t, `plan.xlsx, cell Bodies!A33: "Acute trust" has rows already, from row 11 of the sheet "Bodies"; type here whose rows these are, or delete them`,
		faultsOf(changed(t, system, rowsOf(10, 20, 33, ""))))
	assert.Equal(t, `plan.xlsx, cell Bodies!D33: bodies.Acute trust.opening.position: row 11 of the sheet "Bodies" gives this already; delete one of the two rows`,
		faultsOf(changed(t, system, rowsOf(11, 11, 33, ""), formula("Bodies", "A33", "A11", "Acute trust"))))
}

// A range with a middle, or without one, is read for numbers that are shares, whose ranges end at their limits.
func TestRangesOfShares(t *testing.T) {
	system := template(t, "system")
	assert.Empty(t, faultsOf(changed(t, system, set("Bodies", "E14", 0.35), set("Bodies", "D14", 0.5),
		set("Bodies", "F14", 0.65), set("Bodies", "E15", 0.6), set("Bodies", "D15", nil), set("Bodies", "F15", 0.9))))
	assert.Empty(t, faultsOf(changed(t, system, set("Bodies", "D14", 0.5), set("Bodies", "E14", nil),
		set("Bodies", "F14", nil))), "a known figure takes the place of a range")
}
