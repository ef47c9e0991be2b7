package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// A part is a cell as the file has it.
type part struct {
	Cell    string `xml:"r,attr"`
	Style   int    `xml:"s,attr"`
	Formula string `xml:"f"`
	Value   string `xml:"v"`
	Text    string `xml:"is>t"`
}

// partsOf reads the cells of every sheet, and which styles are unlocked.
func partsOf(t *testing.T,
	data []byte) (sheets map[string]map[string]part, unlocked map[int]bool, files map[string][]byte) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	files = map[string][]byte{}
	for _, f := range r.File {
		from, err := f.Open()
		require.NoError(t, err)
		files[f.Name], err = io.ReadAll(from)
		require.NoError(t, err)
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	require.NoError(t, xml.Unmarshal(files["xl/workbook.xml"], &book))
	sheets = map[string]map[string]part{}
	for i, s := range book.Sheets {
		var content struct {
			Cells []part `xml:"sheetData>row>c"`
		}
		require.NoError(t, xml.Unmarshal(files[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)], &content), s.Name)
		sheets[s.Name] = map[string]part{}
		for _, c := range content.Cells {
			sheets[s.Name][c.Cell] = c
		}
	}
	var styles struct {
		Formats []struct {
			Protection struct {
				Locked string `xml:"locked,attr"`
			} `xml:"protection"`
		} `xml:"cellXfs>xf"`
	}
	require.NoError(t, xml.Unmarshal(files["xl/styles.xml"], &styles))
	unlocked = map[int]bool{}
	for i, f := range styles.Formats {
		unlocked[i] = f.Protection.Locked == "0" || f.Protection.Locked == "false"
	}
	return sheets, unlocked, files
}

var (
	quotedText = regexp.MustCompile(`"[^"]*"`)
	a1         = regexp.MustCompile(`(\$?)([A-Z]{1,3})(\$?)([0-9]+)\b`)
	function   = regexp.MustCompile(`([A-Z][A-Z0-9.]*)\(`)
	sheetRef   = regexp.MustCompile(`'(?:[^']|'')+'!`)
)

// relative is a formula with its references as they stand to a cell: the same for formulas copied across.
func relative(t *testing.T, formula, cell string) string {
	t.Helper()
	column, row, err := excelize.CellNameToCoordinates(cell)
	require.NoError(t, err)
	var sheets []string
	formula = sheetRef.ReplaceAllStringFunc(formula, func(s string) string { sheets = append(sheets, s); return "§" })
	return strings.Join(sheets, "") + a1.ReplaceAllStringFunc(formula, func(s string) string {
		m := a1.FindStringSubmatch(s)
		c, err := excelize.ColumnNameToNumber(m[2])
		require.NoError(t, err)
		r, err := strconv.Atoi(m[4])
		require.NoError(t, err)
		if m[1] == "" {
			c -= column
		}
		if m[3] == "" {
			r -= row
		}
		return fmt.Sprintf("R%s%dC%s%d", m[3], r, m[1], c)
	})
}

// One formula is copied across the years of the plan, in every row of every body; and every cell has the figure of the
// run beside it.
func TestOneFormulaCopiedAcross(t *testing.T) {
	for _, path := range examples(t) {
		b, data := bookOf(t, resultOf(t, path))
		sheets, _, _ := partsOf(t, data)
		formulas := 0
		for _, tab := range b.tabs {
			for _, l := range tab.lines {
				first := ""
				for column := range b.years {
					address := fmt.Sprintf("%s%d", b.columnOf(column), b.places[l.name].row)
					c := sheets[tab.sheet][address]
					figure, err := strconv.ParseFloat(c.Value, 64)
					require.NoError(t, err, "%s: %s", path, l.name)
					want := b.cached(l, column)
					// 15 digits are written
					require.InDelta(t, want, figure, 1e-14*math.Abs(want), "%s: %s", path, l.name)
					switch formula := relative(t, c.Formula, address); {
					case column == 1:
						first = formula
					case column > 1:
						require.Equal(t, first, formula, "%s: %s", path, l.name)
					}
					if c.Formula != "" {
						formulas++
					}
				}
			}
		}
		assert.Greater(t, formulas, 100, path)
	}
}

// A workbook is plain: a few functions, none that calculates for its own sake or spills, two names, no password, and
// nothing unlocked but assumptions, the columns for new scenarios, blanks to sign and the drop-down.
func TestPlain(t *testing.T) {
	may := []string{"ROUND", "IF", "MIN", "MAX", "INDEX", "CHOOSE", "SUMPRODUCT", "ABS", "EXACT", "ROW", "NA",
		"ISNUMBER"}
	for _, path := range examples(t) {
		b, data := bookOf(t, resultOf(t, path))
		sheets, unlocked, files := partsOf(t, data)
		inputs := 0
		for name, cells := range sheets {
			for at, c := range cells {
				bare := quotedText.ReplaceAllString(c.Formula, `""`)
				for _, m := range function.FindAllStringSubmatch(bare, -1) {
					assert.Contains(t, may, m[1], "%s!%s", name, at)
				}
				assert.NotContains(t, bare, "#", "%s!%s", name, at)
				assert.NotContains(t, bare, "[", "%s!%s", name, at)
				assert.LessOrEqual(t, len(c.Formula), mostCharacters)
				if !unlocked[c.Style] || name == controlSheet && at == "B4" {
					continue
				}
				if name == governanceSheet && c.Value+c.Formula == "" {
					continue // a blank to sign
				}
				inputs++
				column, row, err := excelize.CellNameToCoordinates(at)
				require.NoError(t, err)
				asPlanned := ofScenario(0) + strconv.Itoa(row)
				assert.True(t, name == assumptionsSheet && column > inForce &&
					column <= inForce+len(b.scenarios)+spare &&
					(c.Formula == "" || c.Formula == asPlanned), "%s!%s is unlocked", name, at)
			}
		}
		assert.Positive(t, inputs)
		var names []string
		for _, m := range regexp.MustCompile(`<definedName name="([^"]*)"[^>]*>([^<]*)<`).
			FindAllStringSubmatch(string(files["xl/workbook.xml"]), -1) {
			if !strings.HasPrefix(m[1], "_xlnm.") {
				names = append(names, m[1]+" = "+m[2])
			}
		}
		require.Len(t, names, 2)
		assert.Contains(t, names, "Scenario = Control!$B$5")
		assert.Contains(t, strings.Join(names, " "), "Envelope_workbook = Control!$B$")
		assert.Regexp(t, `<calcPr [^>]*fullCalcOnLoad="(1|true)"`, string(files["xl/workbook.xml"]))
		for name, text := range files {
			assert.NotContains(t, name, "vbaProject")
			assert.NotContains(t, name, "externalLink")
			if strings.HasPrefix(name, "xl/worksheets/sheet") {
				assert.Regexp(t, `<sheetProtection [^>]*sheet="(1|true)"`, string(text), name)
				assert.NotContains(t, string(text), "password=")
				assert.NotContains(t, string(text), "hashValue=")
				assert.Contains(t, string(text), `paperSize="9"`, name)
			}
		}
	}
}

// The same result gives the same bytes.
func TestSameBytes(t *testing.T) {
	r := resultOf(t, "../../examples/system/system.yaml")
	_, first := bookOf(t, r)
	_, _, parts := partsOf(t, first)
	for range 3 {
		_, again := bookOf(t, r)
		_, _, others := partsOf(t, again)
		for name, text := range parts {
			require.Equal(t, string(text), string(others[name]), name)
		}
		require.True(t, bytes.Equal(first, again))
	}
}

// hostile are names that would be formulas, references, markup, or no names of sheets.
func hostile() []string {
	return []string{`=1+1`, `=HYPERLINK("x")`, `+A1`, `-2+3`, `@SUM(A1)`, "\t=1", "\r=1", `'quoted'`, `it's`, `A1`,
		`R1C1`, `TRUE`, `$B$4`, `a!b`, `[book]sheet`, `a:b*c?d/e\f`, `<script>alert(1)</script>`, `&lt;b&gt;`,
		`"; DROP TABLE`, `"&A1&"`, `{=1}`, `_x0041_`, "\u202eright to left", "null\x00", "broken\xff", "Results",
		"control", "History", strings.Repeat("long ", 30), strings.Repeat("長", 40), "a\nb", "😀", "café", "CAFÉ"}
}

// hostileSheet is a sheet whose rows, notes, sources and bodies are named so.
func hostileSheet() *sheet.Sheet {
	s := &sheet.Sheet{Years: []string{"=2025/26", "-2026/27", "2027/28"}}
	for i, name := range hostile() {
		body := "bodies." + strings.ReplaceAll(name, ".", " ") + "."
		s.AddInput(sheet.Input{Name: body + "given." + name, Unit: sheet.Money,
			Values: []decimal.Decimal{decimal.NewFromInt(int64(100 * i))}, Source: name})
		s.Add(sheet.Row{Name: body + "row " + strings.ReplaceAll(name, ".", " "), Unit: sheet.Money, Note: name,
			Opening: sheet.Ref(body + "given." + name),
			Formula: sheet.Ref(body + "given." + name).Plus(sheet.Last("total"))})
	}
	var all []sheet.Expr
	for _, r := range s.Rows {
		all = append(all, sheet.Last(r.Name))
	}
	s.Add(sheet.Row{Name: "total", Unit: sheet.Money, Formula: sheet.Sum(all...)})
	slices.Reverse(s.Rows)
	return s
}

// Nothing that a file names is live: no text begins as a formula, every formula is ours, and sheets have names that
// Excel takes.
func TestHostileNames(t *testing.T) {
	s := hostileSheet()
	require.Greater(t, len(hostile()), 30)
	r := resultOfSheets(t, []string{`=cmd|' /C calc'!A0`, "*", "?", "Plan", "plan"}, s, s, s, s, s)
	r.Name, r.NotModelled = `=1+1`, hostile()
	for _, text := range hostile() {
		r.Warnings = append(r.Warnings, scenario.Warning{ID: text, Fault: fault.OutOfRange.Found("%s", text)})
	}
	b, data := bookOf(t, r)
	assert.Empty(t, b.values)
	sheets, _, _ := partsOf(t, data)
	assert.Len(t, sheets, 3+1+len(hostile())+3) // before and behind the bodies
	seen := map[string]bool{}
	for name, cells := range sheets {
		assert.False(t, seen[strings.ToLower(name)], name)
		seen[strings.ToLower(name)] = true
		assert.LessOrEqual(t, len([]rune(name)), mostSheetName)
		assert.False(t, strings.ContainsAny(name, `[]:*?/\'`), name)
		assert.False(t, strings.ContainsAny(name[:1], "=+-@"), name)
		for at, c := range cells {
			for _, s := range []string{c.Text, c.Value} {
				if _, err := strconv.ParseFloat(s, 64); err != nil && s != "" {
					assert.False(t, strings.ContainsAny(s[:1], "=+-@\t\r"), "%s!%s: %q", name, at, s)
				}
			}
			for _, word := range []string{"HYPERLINK", "SUM(", "cmd", "calc", "DROP"} {
				assert.NotContains(t, sheetRef.ReplaceAllString(c.Formula, ""), word, "%s!%s", name, at)
			}
		}
	}
}

// A system of more bodies than a workbook takes live, and a formula longer than a cell holds, are written as values,
// and the book says why.
func TestValues(t *testing.T) {
	many := &sheet.Sheet{Years: []string{"0", "1"}}
	for i := range MostBodies + 2 {
		many.Add(sheet.Row{Name: fmt.Sprintf("bodies.Trust %d.balance", i), Unit: sheet.Money, Formula: sheet.Num(0)})
	}
	long := &sheet.Sheet{Years: []string{"0", "1"}}
	long.AddInput(sheet.Input{Name: "given", Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(1)}})
	var terms []sheet.Expr
	for range 3000 {
		terms = append(terms, sheet.Ref("given"))
	}
	long.Add(sheet.Row{Name: "sum", Unit: sheet.Money, Formula: sheet.Sum(terms...)})
	for _, c := range []struct {
		s    *sheet.Sheet
		says string
	}{
		{many, "it has 42 bodies, and a live workbook at most 40"},
		{long, "the formula of sum is longer than a cell may hold"},
	} {
		b, data := bookOf(t, resultOfSheets(t, []string{"only"}, c.s))
		assert.Equal(t, c.says, b.values)
		sheets, _, _ := partsOf(t, data)
		assert.Equal(t, "This workbook holds values and is not live: "+c.says+".", sheets[controlSheet]["A2"].Text)
		for _, tab := range b.tabs {
			for at, c := range sheets[tab.sheet] {
				assert.Empty(t, c.Formula, "%s!%s", tab.sheet, at)
			}
		}
		assert.LessOrEqual(t, len(b.tabs), MostBodies+1)
	}
}

// A book whose sheets would have more cells than are read again is written as values, with the sheets that there is
// room for.
func TestBodiesForWhichThereIsNoRoom(t *testing.T) {
	wide := &sheet.Sheet{}
	for year := range 101 {
		wide.Years = append(wide.Years, fmt.Sprint(year))
	}
	const lines = 2_000
	for i := range 4 {
		for n := range lines {
			wide.Add(sheet.Row{Name: fmt.Sprintf("bodies.Trust %d.line %d", i, n), Unit: sheet.Money,
				Formula: sheet.Num(0)})
		}
	}
	b, err := newBook(t.Context(), resultOfSheets(t, []string{"only"}, wide), report.Options{})
	require.NoError(t, err)
	assert.Equal(t, "its sheets would have more than 630000 cells, which is the most that can be read again", b.values)
	assert.Equal(t, 1, b.omitted)
	assert.Len(t, b.tabs, 3, "three bodies; the whole has no line")
}

// Scenarios may have other rows and other formulas: a cell then chooses. An amount in a formula is in pounds there.
func otherwise() (plain, other *sheet.Sheet) {
	build := func(more bool) *sheet.Sheet {
		s := &sheet.Sheet{Years: []string{"0", "1", "2", "3"}}
		s.AddInput(sheet.Input{Name: "given", Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(12345)}})
		formula := sheet.Last("x").Plus(sheet.Ref("given")).Plus(sheet.Cash(decimal.NewFromInt(12345), "£"))
		if more {
			s.AddInput(sheet.Input{Name: "rate", Unit: sheet.Number, Values: []decimal.Decimal{decimal.New(5, -2)},
				Low: -1, High: 1})
			s.Add(sheet.Row{Name: "extra", Unit: sheet.Money, Formula: sheet.Ref("x").Ago(2).Times(sheet.Ref("rate"))})
			formula = formula.Plus(sheet.Ref("extra"))
		}
		s.Rows = append([]sheet.Row{{Name: "x", Unit: sheet.Money, Opening: sheet.Ref("given"), Formula: formula}},
			s.Rows...)
		return s
	}
	return build(false), build(true)
}

func TestScenariosWithOtherFormulas(t *testing.T) {
	plain, other := otherwise()
	b, data := bookOf(t, resultOfSheets(t, []string{"plain", "other"}, plain, other))
	assert.Empty(t, b.values)
	sheets, _, _ := partsOf(t, data)
	formula := func(name string) string {
		return sheets["Envelope"][fmt.Sprintf("%s%d", b.columnOf(1), b.places[name].row)].Formula
	}
	assert.Equal(t, "CHOOSE(Scenario,ROUND(D10+E7+123.45,2),ROUND(D10+E7+123.45+E11,2))", formula("x"))
	assert.Equal(t, "CHOOSE(Scenario,0,ROUND(C10*E8,2))", formula("extra"))
}

// A context that has ended ends the writing, and what is no result is an error.
func TestWriteEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	plain, _ := otherwise()
	r := resultOfSheets(t, []string{"plain"}, plain)
	require.ErrorIs(t, Write(ctx, &bytes.Buffer{}, nil, r, report.Options{}), context.Canceled)
	require.Error(t, Write(context.Background(), &bytes.Buffer{}, nil, nil, report.Options{}))
}
