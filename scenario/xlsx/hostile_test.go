package xlsx_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A hostile workbook has parts that take as much as they can of what a reader has.
type hostile struct {
	want  string // that is said of it; where there is a |, what stands behind it is said of the whole size
	parts func() map[string]string
}

// room is how many bytes a part may have that is read whole, and cells how many cells: a sixteenth without -deep.
func room() int  { return testkit.Deep(38<<20, 2<<20) }
func cells() int { return testkit.Deep(699_000, 44_000) }

// filled is a part of as many copies as there is room for.
func filled(head, copied, tail string) func() string {
	return func() string { return head + strings.Repeat(copied, (room()-len(head)-len(tail))/len(copied)) + tail }
}

// cellsOf is a sheet of rows of so many cells, each as it is said for its number.
func cellsOf(wide int, one func(i int) string) string {
	var b strings.Builder
	for i := range cells() {
		if i%wide == 0 {
			b.WriteString("<row>")
		}
		if b.WriteString(one(i)); i%wide == wide-1 {
			b.WriteString("</row>")
		}
	}
	return b.String()
}

// workbookOf are the parts of a workbook with sheets, whose rows are given.
func workbookOf(rows ...string) map[string]string {
	parts := map[string]string{}
	var list, rels strings.Builder
	for i, r := range rows {
		fmt.Fprintf(&list, `<sheet name="S%d" id="r%d"/>`, i, i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="x/worksheet" Target="s%d.xml"/>`, i, i)
		parts[fmt.Sprintf("xl/s%d.xml", i)] = "<worksheet><sheetData>" + r + "</sheetData></worksheet>"
	}
	parts["xl/workbook.xml"] = "<workbook><sheets>" + list.String() + "</sheets></workbook>"
	parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + rels.String() + "</Relationships>"
	return parts
}

// with are parts, and one more.
func with(parts map[string]string, name string, text func() string) func() map[string]string {
	return func() map[string]string {
		parts = maps.Clone(parts)
		parts[name] = text()
		return parts
	}
}

// text is a cell with a text.
func text(said string) string { return `<c t="inlineStr"><is><t>` + said + `</t></is></c>` }

// headings are those of an input workbook.
func headings(heads ...string) string {
	row := "<row>"
	for _, h := range heads {
		row += text(h)
	}
	return row + "</row>"
}

// inputs is an input workbook of as many rows as there may be, which are as they are said for their number: a name, a
// unit, a value and a place.
func inputs(row func(i int) string) func() map[string]string {
	return func() map[string]string {
		var b strings.Builder
		b.WriteString(headings("Name", "Unit", "Value", "Place"))
		for i := range 39_990 {
			b.WriteString("<row>" + row(i) + "</row>")
		}
		return workbookOf(b.String())
	}
}

// ofSheet is a workbook of one sheet.
func ofSheet(rows func() string) func() map[string]string {
	return func() map[string]string { return workbookOf(rows()) }
}

// liveBook is a live workbook: what it was made of, and the rows of its assumptions.
func liveBook(madeOf, assumptions string) map[string]string {
	file := strings.Split("schema: 2\nyears: 2020/21 to 2021/22\nnot_modelled: []\nfunding: {baseline: £9m, "+
		"real_growth: 2%}\nneed: {real_growth: 3%}", "\n")
	rows := headings("layout", "live", "2  x")
	for i, line := range file {
		rows += headings("file", "f.yaml", fmt.Sprintf("%d  %s", i+1, line))
	}
	parts := workbookOf(rows+headings("scenario", "x", "1  baseline")+madeOf, assumptions)
	parts["xl/workbook.xml"] = strings.NewReplacer("S0", "Made of", "S1", "Assumptions").
		Replace(parts["xl/workbook.xml"])
	return parts
}

// hostileParts are workbooks of parts that are large, deep, or of many elements.
func hostileParts() map[string]hostile {
	many := func(head, part, tail string) func() map[string]string {
		return ofSheet(filled(head, part, tail))
	}
	const unpacks, held = "unpacks to more than", "a tag or a text"
	const none, elements = "headings Value and Place", "headings Value and Place|more than 6000000 elements"
	return map[string]hostile{
		"empty rows":             {elements, many("", "<row/>", "")},
		"empty cells":            {"cells are read as far as", many("<row>", "<c/>", "</row>")},
		"merged cells":           {none, many("", `<mergeCell ref="A1:B2"/>`, "")},
		"attributes":             {held, many("<row ", `a="" `, "/>")},
		"elements of attributes": {elements, many("", "<x "+strings.Repeat(`a="" `, 1000)+"/>", "")},
		"spaces":                 {held, many("", " ", "")},
		"a long comment":         {held, many("<!--", "x", "-->")},
		"comments":               {none, many("", "<!---->", "")},
		"instructions":           {elements, many("", "<??>", "")},
		"entities": {none + "|a tag or a text",
			many("", "<v>"+strings.Repeat("&lt;", 200_000)+"</v>", "")},
		"letters":           {held, many("", "<v>"+strings.Repeat("é", 200_000)+"</v>", "")},
		"texts as they are": {held, many("", "<v><![CDATA["+strings.Repeat("<", 900_000)+"]]></v>", "")},
		"deep":              {"nested deeper than 64", many("", "<x>", "")},
		"a quotation mark":  {held, many(`<x a="`, ">", "")},
		"a bomb":            {unpacks, ofSheet(func() string { return strings.Repeat(" ", 65<<20) })},
		"styles": {"more than 100000 styles", with(workbookOf(""), "xl/styles.xml",
			filled("<a><cellXfs>", "<xf/>", "</cellXfs></a>"))},
		"formats": {none, with(workbookOf(""), "xl/styles.xml",
			filled("<a>", `<numFmt numFmtId="1" formatCode="`+strings.Repeat(`0`, 9_000)+`"/>`, "</a>"))},
		"shared texts": {none + "|more than 400000 texts", with(workbookOf(""), "xl/sharedStrings.xml",
			filled("<a>", "<si><t>x</t></si>", "</a>"))},
		"empty shared texts": {"more than 400000 texts", with(workbookOf(""), "xl/sharedStrings.xml", filled("<a>", "<si/>", "</a>"))},
		"long shared texts": {none, with(workbookOf(""), "xl/sharedStrings.xml",
			filled("<a>", "<si><t>"+strings.Repeat("x", 32_000)+"</t></si>", "</a>"))},
		"a shared text in pieces": {held, with(workbookOf(""), "xl/sharedStrings.xml",
			filled("<a><si>", "<r><t>"+strings.Repeat("x", 100)+"</t></r>", "</si></a>"))},
		"defined names": {"no sheets with cells", with(map[string]string{}, "xl/workbook.xml",
			filled("<a>", `<definedName name="x">S0!$A$1</definedName>`, "</a>"))},
		"relationships": {"is missing", with(workbookOf(""), "xl/_rels/workbook.xml.rels",
			filled("<a>", `<Relationship Id="r0" Type="x/worksheet" Target="../../../../a/b/c"/>`, "</a>"))},
		"sheets": {"no sheets with cells", with(workbookOf(""), "xl/workbook.xml", filled("<a>", `<sheet name="S1" id="r7"/>`, "</a>"))},
		"sheets of one part": {"more than 2000 sheets", func() map[string]string {
			var b strings.Builder
			for i := range cells() {
				fmt.Fprintf(&b, `<sheet name="S%d" id="r0"/>`, i)
			}
			parts := workbookOf("<row>" + text("Value") + text("Place") + "</row>")
			parts["xl/workbook.xml"] = "<a>" + b.String() + "</a>"
			return parts
		}},
	}
}

// hostileCells are workbooks of many cells, or of cells that take much.
func hostileCells() map[string]hostile {
	number := func(int) string { return "<c><v>1</v></c>" }
	place := func(row, column int) string {
		name := string([]byte{'A' + byte(column/26%26), 'A' + byte(column%26)})
		return fmt.Sprintf(`<c r="%s%d"><v>1</v></c>`, name, row)
	}
	const none, much = "headings Value and Place", "more than 24 MB of text"
	texts := "<sst><si><t>" + strings.Repeat("x ", 16_000) + "</t></si></sst>"
	return map[string]hostile{
		"cells": {none, ofSheet(func() string { return cellsOf(1000, number) })},
		"more cells": {none + "|more than 700000 cells", ofSheet(func() string {
			return cellsOf(1000, number) + cellsOf(1000, number)
		})},
		"texts": {none, ofSheet(func() string {
			return cellsOf(1000, func(int) string { return text("some words") })
		})},
		"texts as headings": {"has no Place", func() map[string]string {
			var all []string
			for range 10 {
				all = append(all, strings.Repeat("<row>"+strings.Repeat(text("Value"), 900)+"</row>", cells()/9_100))
			}
			return workbookOf(all...)
		}},
		"long numbers": {none, ofSheet(func() string {
			return cellsOf(1000, func(int) string { return "<c><v>0." + strings.Repeat("7", 60) + "</v></c>" })
		})},
		"an endless number": {none, ofSheet(func() string {
			return strings.Repeat("<row><c><v>0."+strings.Repeat("7", 900_000)+"</v></c></row>", room()/(1<<20))
		})},
		"backwards": {none, ofSheet(func() string {
			return cellsOf(1, func(i int) string { return place(99_000-i/8, 30+i%8) })
		})},
		"all in one place": {none, ofSheet(func() string {
			return cellsOf(1, func(int) string { return place(7, 30) })
		})},
		"far apart": {none, func() map[string]string {
			return workbookOf(slices.Repeat([]string{`<c r="A1"><v>1</v></c><c r="ALL100000"><v>1</v></c>`}, 1_900)...)
		}},
		"tables far apart": {"the row has no place", func() map[string]string {
			rows := headings("Name", "Value", "Place") + `<row r="100000"><c/><c><v>1</v></c></row>`
			return workbookOf(slices.Repeat([]string{rows}, 1_900)...)
		}},
		"one long text": {much, func() map[string]string {
			parts := workbookOf(cellsOf(1000, func(int) string { return `<c t="s"><v>0</v></c>` }))
			parts["xl/sharedStrings.xml"] = texts
			return parts
		}},
		"one long formula": {much, ofSheet(func() string {
			return `<row><c><f t="shared" si="0">` + strings.Repeat("A1+", 2_700) + `</f></c></row>` +
				cellsOf(1000, func(int) string { return `<c><f t="shared" si="0"/></c>` })
		})},
		"formulas": {none, ofSheet(func() string {
			return cellsOf(1000, func(int) string { return `<c><f>SUM(A1:B7)*C3</f><v>1</v></c>` })
		})},
		"long formulas": {none, ofSheet(func() string {
			return strings.Repeat("<row><c><f>"+strings.Repeat("A1+", 2_700)+"</f><v>1</v></c></row>", room()/14_000)
		})},
		"one formula again and again": {much, ofSheet(func() string {
			return `<row><c><f t="shared" si="0">` + strings.Repeat("A1+", 2_700) + `</f>` +
				strings.Repeat(`<f t="shared" si="0"/>`, cells()) + "</c></row>"
		})},
		"errors": {none, ofSheet(func() string {
			return cellsOf(1000, func(int) string { return `<c t="e"><v>#REF!</v></c>` })
		})},
	}
}

// hostileInputs are input workbooks whose rows say little that can be read.
func hostileInputs() map[string]hostile {
	value, long := "<c><v>1</v></c>", strings.Repeat("1", 90)
	const years, twice = "does not say which years", "gives this already"
	row := func(name, unit, value, place string) string { return text(name) + text(unit) + value + text(place) }
	return map[string]hostile{
		"unknown places": {years,
			inputs(func(i int) string { return row("", "number", value, fmt.Sprint("x", i)) })},
		"rows": {"more than 40000 rows", ofSheet(func() string {
			var b strings.Builder
			b.WriteString(headings("Value", "Place"))
			for i := range 40_010 {
				b.WriteString(headings("1", fmt.Sprint("x", i)))
			}
			return b.String()
		})},
		"one place": {twice, inputs(func(int) string { return row("", "number", value, "need > real_growth") })},
		"deep places": {twice, inputs(func(int) string {
			return row("", "number", value, strings.Repeat("x > ", 30)+"x")
		})},
		"endless places": {"more than 32 keys", ofSheet(func() string {
			one := "<row>" + row("", "number", value, strings.Repeat(">", 500_000)) + "</row>"
			return headings("Name", "Unit", "Value", "Place") + strings.Repeat(one, testkit.Deep(46, 4))
		})},
		"rows without places": {"the row has no place",
			inputs(func(int) string { return row("", "number", value, "") })},
		"rows without names": {"there is no name here",
			inputs(func(int) string { return row("", "number", value, "bodies > * > x") })},
		"names": {"the most is 2000", inputs(func(i int) string {
			return row(fmt.Sprint("b", i), "number", value, "bodies > * > need > real_growth")
		})},
		"rates without a sign": {"without a percent sign", inputs(func(i int) string {
			return row(fmt.Sprint("b", i), "%", value, "bodies > * > need > real_growth")
		})},
		"numbers of no size": {"too large or too small", inputs(func(i int) string {
			return row("", "number", "<c><v>1e300</v></c>", fmt.Sprint("x", i))
		})},
		"long figures": {"more than 1024 kB",
			inputs(func(i int) string { return row("", "£m", text(long), fmt.Sprint("x", i)) })},
		"braces": {"the mapping has 2001 keys", inputs(func(i int) string {
			return row("", "number", text("{p10: 1%, p90: 2%}"), fmt.Sprint("assumptions > x", i))
		})},
		"deep braces": {"nested deeper than", inputs(func(i int) string {
			return row("", "number", text(strings.Repeat("{a: ", 60)), fmt.Sprint("assumptions > x", i))
		})},
		"lists": {years, inputs(func(int) string { return row("", "text", text("x"), "not_modelled[]") })},
		"scenarios": {"has no numbers", inputs(func(i int) string {
			return row("", "text", text(fmt.Sprint("s", i)), fmt.Sprint("scenario ", i+1))
		})},
		"references": {years, inputs(func(i int) string {
			return row("", "number", fmt.Sprintf("<c><f>S0!C%d</f><v>1</v></c>", i+3), fmt.Sprint("x", i))
		})},
		"references in a circle": {"no figure beside it", inputs(func(i int) string {
			return row("", "number", fmt.Sprintf("<c><f>C%d</f></c>", i+2), fmt.Sprint("x", i))
		})},
		"links": {"linked to another workbook", inputs(func(i int) string {
			return row("", "number", "<c><f>[1]S0!C1</f></c>", fmt.Sprint("x", i))
		})},
		"broken cells": {"mend its formula", inputs(func(i int) string {
			return row("", "number", `<c t="e"><v>#DIV/0!</v></c>`, fmt.Sprint("x", i))
		})},
		"unknown headings": {"there is no column", func() map[string]string {
			rows := "<row>" + strings.Repeat(text("Vallue"), 900) + text("Value") + text("Place") + "</row>"
			return workbookOf(slices.Repeat([]string{rows}, cells()/902)...)
		}},
		"columns of years": {twice, ofSheet(func() string {
			b := "<row>" + text("Value")
			for i := range 990 {
				b += text(fmt.Sprint("Year ", i+1))
			}
			return b + text("Place") + "</row>" +
				strings.Repeat("<row>"+strings.Repeat(value, 991)+text("need > real_growth")+"</row>", cells()/1_000)
		})},
	}
}

// hostileLive are live workbooks whose account of themselves is not what a run left.
func hostileLive() map[string]hostile {
	repeated := func(most int, row func(i int) string) string {
		var b strings.Builder
		for i := range min(most, cells()/3) {
			b.WriteString(row(i))
		}
		return b.String()
	}
	wide := "<row r=\"5\">" + strings.Repeat("<c/>", 4) + strings.Repeat(text("x"), 900) + text("Allowed") + "</row>"
	input := func(i int) string { return headings("input", "", fmt.Sprintf("%d  need.real_growth", i+6)) }
	return map[string]hostile{
		"a row far away": {"are not where they were", func() map[string]string {
			return liveBook(headings("cells", "Made of", "2000000000  "+strings.Repeat("AAAA", 8_000)), wide)
		}},
		"digests": {"are not where they were", func() map[string]string {
			return liveBook(repeated(2_000, func(i int) string {
				return headings("cells", "Assumptions", fmt.Sprintf("%d  %s", i+100, strings.Repeat("AAAA", 2_500)))
			}), wide)
		}},
		"inputs of one number": {"are not where they were", func() map[string]string {
			return liveBook(repeated(99_000, input), wide)
		}},
		"inputs of new scenarios": {"are not where they were", func() map[string]string {
			row := "<row r=\"5\">" + strings.Repeat("<c/>", 4) + text("baseline")
			for i := range 900 {
				row += text(fmt.Sprint("new ", i))
			}
			return liveBook(repeated(99_000, input), row+text("Allowed")+"</row>")
		}},
		"scenarios of a run": {"there is no scenario", func() map[string]string {
			return liveBook(repeated(90_000, func(i int) string {
				return headings("scenario", fmt.Sprint("s", i), fmt.Sprintf("1  s%d", i))
			}), wide)
		}},
		"scenarios and inputs": {"are not where they were", func() map[string]string {
			return liveBook(repeated(900, func(i int) string {
				return headings("scenario", fmt.Sprint("s", i), "1  baseline")
			})+repeated(90_000, input), wide)
		}},
		"settings": {"the most is 500", func() map[string]string {
			return liveBook(repeated(90_000, func(i int) string {
				return headings("set", "need.real_growth", "1  1%")
			}), wide)
		}},
		"tables": {"are not where they were", func() map[string]string {
			return liveBook(repeated(90_000, func(i int) string {
				return headings("table", fmt.Sprintf("t%d.csv", i), "1  a")
			}), wide)
		}},
		"a long file": {"more than 1024 kB", func() map[string]string {
			return liveBook(repeated(2_000, func(i int) string {
				return headings("file", "f.yaml", "1  # "+strings.Repeat("x", 8_000))
			}), wide)
		}},
	}
}

// The answer to any workbook up to the limits takes what the answer to any file may, and what is too much is told.
func TestTheCostOfAnyWorkbookIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	for _, all := range []map[string]hostile{hostileInputs(), hostileLive(), hostileCells(), hostileParts()} {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			t.Run(name, func(t *testing.T) {
				data := archive(t, all[name].parts())
				assert.LessOrEqual(t, len(data), xlsx.MaxFile)
				var said string
				testkit.Priced(t, func() { said = faultsOf(data) }, fmt.Sprintf("%d kB", len(data)>>10))
				want, whole, two := strings.Cut(all[name].want, "|")
				if two && testkit.Deep(1, 0) == 1 {
					want = whole
				}
				require.NotEmpty(t, want)
				assert.Contains(t, said, want)
				assert.Less(t, len(said), 100_000, "an answer that can be read")
			})
		}
	}
}

// A large workbook that is sound is read: 2,000 bodies, the most that there may be, with a change each.
func TestAWorkbookOfManyBodies(t *testing.T) {
	bodies := testkit.Deep(2_000, 200)
	var b strings.Builder
	b.WriteString(headings("Name", "Unit", "Value", "Low", "High", "Scenario 1", "Place"))
	b.WriteString(headings("", "text", "2024/25 to 2029/30", "", "", "", "years"))
	b.WriteString(headings("", "text", "nothing left out", "", "", "", "not_modelled[]"))
	b.WriteString(headings("", "text", "more need", "", "", "", "scenario 1"))
	for i := range bodies {
		for key, cells := range map[string][]string{
			"funding > baseline":    {"£m", fmt.Sprint(i + 1), "", "", ""},
			"funding > real_growth": {"%", "2%", "", "", ""},
			"need > real_growth":    {"%", "3%", "", "", "4%"},
		} {
			row := slices.Concat([]string{fmt.Sprint("Body ", i+1)}, cells, []string{"bodies > * > " + key})
			b.WriteString(headings(row...))
		}
	}
	data := archive(t, workbookOf(b.String()))
	s, err := xlsx.Load("large.xlsx", data)
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Len(t, m.Baseline.Model.(*finance.Model).Bodies, bodies)
	require.Len(t, m.Scenarios, 1)
	assert.Equal(t, "more need", m.Scenarios[0].Name)
}
