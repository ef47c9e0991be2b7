package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// starter is a plan of placeholders.
func starter(t *testing.T, kind string) *file.Spec {
	t.Helper()
	text, err := os.ReadFile("../../cmd/envelope/starters/" + kind + ".yaml")
	require.NoError(t, err)
	s, err := file.Load("plan.yaml", text)
	require.NoError(t, err)
	return s
}

// template is a starter as an input workbook.
func template(t *testing.T, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, workbook.WriteTemplate(context.Background(), &b, starter(t, kind)))
	return b.Bytes()
}

// live is a starter as the live workbook of a run.
func live(t *testing.T, kind string) []byte {
	t.Helper()
	s := starter(t, kind)
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 50})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, workbook.Write(context.Background(), &b, s, r, report.Options{}))
	return b.Bytes()
}

// A change of a workbook, as a spreadsheet makes it.
type change func(f *excelize.File) error

// set types a value into a cell, whose style stays.
func set(sheet, cell string, value any) change {
	return func(f *excelize.File) error { return f.SetCellValue(sheet, cell, value) }
}

// formula types a formula, with the figure that it comes to beside it; none for nil.
func formula(sheet, cell, text string, shows any) change {
	return func(f *excelize.File) error {
		if err := f.SetCellValue(sheet, cell, shows); err != nil {
			return err
		}
		return f.SetCellFormula(sheet, cell, text)
	}
}

// changed is a workbook with changes made to it.
func changed(t *testing.T, data []byte, changes ...change) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	defer f.Close()
	for _, c := range changes {
		require.NoError(t, c(f))
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

// faultsOf is what is said of a workbook, a line each.
func faultsOf(data []byte) string {
	s, err := xlsx.Load("plan.xlsx", data)
	if err == nil {
		_, err = s.Model()
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

// What people do to an input workbook is told by sheet and cell.
func TestDamageToAnInputWorkbook(t *testing.T) {
	body, system := template(t, "body"), template(t, "system")
	percent := func(cell string) change {
		return func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
			if err != nil {
				return err
			}
			return f.SetCellStyle("Assumptions", cell, cell, style)
		}
	}
	plain := func(cell string, id int) change {
		return func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{NumFmt: id})
			if err != nil {
				return err
			}
			return f.SetCellStyle("Assumptions", cell, cell, style)
		}
	}
	for _, c := range []struct {
		name    string
		of      []byte
		changes []change
		want    string
	}{
		{"a growth without its percent sign", body, []change{plain("C10", 0), set("Assumptions", "C10", 2.5)},
			"plan.xlsx, cell Assumptions!C10: funding.real_growth: the cell has 2.5 without a percent sign; write it as 2.5% or as 250%"},
		{"a word for a number", body, []change{set("Assumptions", "C10", "about three")},
			"plan.xlsx, cell Assumptions!C10: funding.real_growth: \"about three\" is not a rate; write 3.4%"},
		{"a percentage for money", body, []change{percent("C9")},
			"plan.xlsx, cell Assumptions!C9: funding.baseline: the cell has a percentage, and the row is in £m"},
		{"a date", body, []change{plain("C10", 14), set("Assumptions", "C10", 40878)},
			"plan.xlsx, cell Assumptions!C10: funding.real_growth: the cell holds a date; give the cell the format of a number, and type the figure again"},
		{"a formula that was not worked out", body, []change{formula("Assumptions", "C10", "1+1", nil)},
			"plan.xlsx, cell Assumptions!C10: the formula has no figure beside it; open the workbook in a spreadsheet and save it"},
		{"a link to another workbook", body, []change{formula("Assumptions", "C10", "[1]Sheet1!A1", 0.02)},
			"plan.xlsx, cell Assumptions!C10: the formula is linked to another workbook; put the figure itself in its place"},
		{"a reference to itself", body, []change{formula("Assumptions", "C10", "C10", nil)},
			"plan.xlsx, cell Assumptions!C10: the formula has no figure beside it; open the workbook in a spreadsheet and save it"},
		{"a heading misspelt", body, []change{set("Assumptions", "J4", "Sourse")},
			"plan.xlsx, cell Assumptions!J4: there is no column \"Sourse\"; columns of your own stand to the right of Place; did you mean \"Source\"?"},
		{"a heading twice", body, []change{set("Assumptions", "J4", "Quality")},
			"plan.xlsx, cell Assumptions!K4: there is a column \"Quality\" already\nplan.xlsx, cell Assumptions!J6: deflator.planned.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J7: deflator.surprise.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J9: funding.baseline.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J10: funding.real_growth.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J12: opening.before_support.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J13: opening.support.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J15: support.withdrawn.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J17: need.real_growth.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J19: savings.planned.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J20: savings.delivery.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J21: savings.recurrent.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J23: earmark.share.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J24: earmark.leakage.quality: \"Placeholder\" is not one of unrated, red, amber, green\nplan.xlsx, cell Assumptions!J25: earmark.returns.per_pound.quality: \"Placeholder\" is not one of unrated, red, amber, green"},
		{"a place misspelt", body, []change{set("Assumptions", "W10", "funding > real_grwth")},
			"plan.xlsx, cell Assumptions!C10: funding.real_grwth: there is no key \"real_grwth\" here; did you mean \"real_growth\"?"},
		{"a place twice", body, []change{set("Assumptions", "W10", "funding > baseline")},
			"plan.xlsx, cell Assumptions!C10: funding.baseline: row 9 of the sheet \"Assumptions\" gives this already; delete one of the two rows\nplan.xlsx, cell Assumptions!C9: funding: found 0 of real_growth, cash_growth and cash; give exactly one of them"},
		{"a row without a place", body, []change{set("Assumptions", "W10", "")},
			"plan.xlsx, cell Assumptions!C10: the row has no place, so that nothing reads it; copy a whole row, with its place in column W\nplan.xlsx, cell Assumptions!C9: funding: found 0 of real_growth, cash_growth and cash; give exactly one of them"},
		{"a low end without a high end", body, []change{set("Assumptions", "E17", nil)},
			"plan.xlsx, cell Assumptions!D17: need.real_growth: p90 is missing; give the value that one future in ten is above"},
		{"ends in the wrong order", body, []change{set("Assumptions", "D17", 0.05)},
			"plan.xlsx, cell Assumptions!D17: need.real_growth.p10: p10 is 5%; it must be below p90, 4.2%"},
		{"a value and another form", body, []change{set("Assumptions", "C7", 0.01)},
			"plan.xlsx, cell Assumptions!C7: deflator.surprise: found value in Assumptions!C7, and also normal in Assumptions!U7; a number has only one of these"},
		{"a gap between years", body, []change{set("Assumptions", "P15", nil)},
			"plan.xlsx, cell Assumptions!O15: support.withdrawn: found 1 value for 4 years, 2026/27 to 2029/30; write one for each year, or values: [...] and then: for the years after them\nplan.xlsx, cell Assumptions!Q15: support.withdrawn.values: there is a value here, and none before it; fill the cells of a list from the first, without a gap\nplan.xlsx, cell Assumptions!R15: support.withdrawn.values: there is a value here, and none before it; fill the cells of a list from the first, without a gap"},
		{"a word for a year's figure", body, []change{set("Assumptions", "Q15", "most")},
			"plan.xlsx, cell Assumptions!Q15: support.withdrawn[2028/29]: \"most\" is not a rate; write 3.4%"},
		{"too few years", body, []change{set("Assumptions", "R15", nil)}, "plan.xlsx, cell Assumptions!O15: support.withdrawn: found 3 values for 4 years, 2026/27 to 2029/30; write one for each year, or values: [...] and then: for the years after them"},
		{"a rating that is none", body, []change{set("Assumptions", "K10", "orange")},
			"plan.xlsx, cell Assumptions!K10: funding.real_growth.quality: \"orange\" is not one of unrated, red, amber, green"},
		{"braces that are not closed", body, []change{set("Assumptions", "U7", "{normal: {mean: 0%")},
			"plan.xlsx, cell Assumptions!U7: deflator.surprise: the bracket { that opens here is not closed; close it with }\nplan.xlsx, cell Assumptions!U7: deflator.surprise: \"{normal: {mean: 0%\" is not keys in braces; write it as in {normal: {mean: 0%, sd: 0.5%}}\nplan.xlsx, cell Assumptions!J7: deflator.surprise: there is no number here; write value: and a rate such as 3.4%, or make it uncertain with p10 and p90"},
		{"what is no keys in braces", body, []change{set("Assumptions", "U7", "normal")},
			"plan.xlsx, cell Assumptions!U7: deflator.surprise: \"normal\" is not keys in braces; write it as in {normal: {mean: 0%, sd: 0.5%}}\nplan.xlsx, cell Assumptions!J7: deflator.surprise: there is no number here; write value: and a rate such as 3.4%, or make it uncertain with p10 and p90"},
		{"a scenario without a name", body, []change{set("Start", "C21", nil)},
			"plan.xlsx, cell Assumptions!F24: earmark.leakage: the scenario has no name; name it in cell Start!C21"},
		{"a row one column to the left", body, []change{set("Assumptions", "A60", "Share"), set("Assumptions", "B60", 0.02),
			set("Assumptions", "V60", "earmark > share")},
			"plan.xlsx, cell Assumptions!V60: the row has no place, so that nothing reads it; copy a whole row, with its place in column W"},
		{"a scenario whose row is gone", body, []change{set("Start", "I21", nil)},
			"plan.xlsx, cell Start!C21: the row has no place, so that nothing reads it; copy a whole row, with its place in column I\nplan.xlsx, cell Assumptions!F24: earmark.leakage: the scenario has no name; name it in the row whose place is scenario 1"},
		{"figures of years beside a figure of all", body, []change{set("Assumptions", "O10", 0.03)},
			"plan.xlsx, cell Assumptions!C10: funding.real_growth: the row has a figure in Value, and figures of years; empty one or the other\nplan.xlsx, cell Assumptions!O10: funding.real_growth: found 1 value for 4 years, 2026/27 to 2029/30; write one for each year, or values: [...] and then: for the years after them"},
		{"a place's column gone", system, []change{set("Bodies", "X4", nil)},
			"plan.xlsx, cell Bodies!A4: the row of headings has no Place; put the column back, as envelope template writes it"},
		{"a value's column gone", system, []change{set("Bodies", "D4", nil), set("Pools", "S4", nil)},
			"plan.xlsx, cell Bodies!A4: the row of headings has no Value; put the column back, as envelope template writes it"},
		{"headings gone", system, []change{func(f *excelize.File) error { return f.RemoveRow("Bodies", 4) }},
			"plan.xlsx, cell Bodies!A4: the sheet has no row of headings; put it back above this row, as envelope template writes it"},
		{"years turned into a date", body, []change{set("Start", "C14", "2025/26")},
			"plan.xlsx, cell Start!C14: years: \"2025/26\" is not a span of years; write 2018/19 to 2023/24, the opening year first"},
		{"a figure that must be there left out", body, []change{set("Assumptions", "C9", nil)},
			"plan.xlsx, cell Assumptions!C9: funding.baseline: there is no opening funding; give the baseline, or the opening cost and position"},
		{"a share beyond the whole", body, []change{set("Assumptions", "C21", 1.7)},
			"plan.xlsx, cell Assumptions!C21: savings.recurrent: 170% is outside 0% to 100%"},
		{"a name gone", system, []change{set("Bodies", "A5", nil)}, "plan.xlsx, cell Bodies!A5: there is no name here; write whose numbers the rows are that have a star in their place\nplan.xlsx, cell Pools!F6: pools.Better care fund: the partners' shares add up to 40%; they must add up to 100%\nplan.xlsx, cell Pools!E9: pools.Better care fund.partners: a pool has at least two partners, found 1"},
		{"a contract with nobody", system, []change{set("Contracts", "D6", "Acute Trust")},
			"plan.xlsx, cell Contracts!D6: transfers.Acute contract.from: there is no body \"Acute Trust\" that has money of its own in this system; did you mean \"Acute trust\"?"},
		{"a shared number that is not there", system, []change{set("Contracts", "D9", "as efficiency in price")},
			"plan.xlsx, cell Contracts!D9: transfers.Acute contract.efficiency: there is no assumption \"efficiency in price\"; did you mean \"efficiency in prices\"?"},
		{"two scenarios of one name", body, []change{set("Start", "C23", "ring-fenced")},
			"plan.xlsx, cell Start!C23: there is a scenario \"ring-fenced\" already; give this one another name"},
		{"a scenario without a number", body, []change{set("Start", "C24", "hard times")},
			"plan.xlsx, cell Start!C24: the scenario \"hard times\" has no numbers; write what differs in the columns Scenario 4 of the other sheets, or empty this cell"},
		{"a row pasted a column too far", body, []change{set("Assumptions", "C23", nil),
			set("Assumptions", "B23", 0.1)},
			"plan.xlsx, cell Assumptions!B23: earmark.share: a figure stands in the column Unit, and none where the row's are read; put it into Value, Low, High or a year; was the row pasted a column too far?"},
		{"two faults at once", body, []change{set("Assumptions", "C10", "x"), set("Assumptions", "C21", "y")},
			"plan.xlsx, cell Assumptions!C10: funding.real_growth: \"x\" is not a rate; write 3.4%\nplan.xlsx, cell Assumptions!C21: savings.recurrent: \"y\" is not a rate; write 3.4%"},
		{"an invisible character", body, []change{set("Start", "C11", "a\u202eb")},
			"plan.xlsx, cell Start!C11: name: the character U+202E is a mark that turns the direction of text, so that it reads other than it is; delete it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, faultsOf(changed(t, c.of, c.changes...)))
		})
	}
}

// What is no workbook is told in a line, and nothing is read without end.
func TestWhatIsNoWorkbook(t *testing.T) {
	body := template(t, "body")
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "plan.xlsx: the file is empty; envelope template writes a workbook to begin with"},
		{"a text with another name", []byte("schema: 2\n"), "plan.xlsx: this is no Excel workbook, whatever its name says; open it in a spreadsheet and save it as an Excel workbook (.xlsx); a scenario file as text has a name that ends in .yaml"},
		{"an old workbook", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...),
			"plan.xlsx: this is an old Excel workbook (.xls), or one with a password; save it as an Excel workbook (.xlsx) without a password"},
		{"half of it", body[:len(body)/2], "plan.xlsx: the workbook is damaged: zip: not a valid zip file; open it in a spreadsheet, look at it, and save it anew"},
		{"an error of a formula", replaced(t, body, "xl/worksheets/sheet2.xml", func(s string) string {
			return regexp.MustCompile(`(<c r="C10"[^>]*)>.*?</c>`).ReplaceAllString(s,
				`$1 t="e"><f>A1/0</f><v>#DIV/0!</v></c>`)
		}), "plan.xlsx, cell Assumptions!C10: funding.real_growth: the cell shows \"#DIV/0!\"; mend its formula"},
		{"another archive", archive(t, map[string]string{"a.txt": "a"}),
			"plan.xlsx: this is a zip archive, and no workbook; give a workbook (.xlsx)"},
		{"macros", archive(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}),
			"plan.xlsx: the workbook has macros; save it as an Excel workbook without macros (.xlsx)"},
		{"OpenDocument", archive(t, map[string]string{"mimetype": "x", "content.xml": "x"}),
			"plan.xlsx: this is an OpenDocument file; save it as an Excel workbook (.xlsx)"},
		{"Word", archive(t, map[string]string{"word/document.xml": "x"}),
			"plan.xlsx: this is a document of Word; give a workbook (.xlsx)"},
		{"a binary workbook", archive(t, map[string]string{"xl/workbook.bin": "x"}),
			"plan.xlsx: this is a binary workbook (.xlsb); save it as an Excel workbook (.xlsx)"},
		{"an entity", replaced(t, body, "xl/worksheets/sheet1.xml", func(s string) string {
			return `<!DOCTYPE x [<!ENTITY a "b">]>` + s
		}), "plan.xlsx: the workbook's part \"sheet1.xml\" defines entities; save it anew in a spreadsheet, which does not"},
		{"an entity that is not defined", replaced(t, body, "xl/worksheets/sheet1.xml", func(s string) string {
			return strings.Replace(s, "<t", "<t>&a;</t><t", 1)
		}), "plan.xlsx: the workbook is damaged: sheet1.xml: its XML is not well-formed; open it in a spreadsheet, look at it, and save it anew"},
		{"a cell far away", replaced(t, body, "xl/worksheets/sheet1.xml", func(s string) string {
			return strings.Replace(s, "</sheetData>",
				`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`, 1)
		}), "plan.xlsx: the sheet \"Start\" has a cell in XFD1048576; cells are read as far as ALL100000"},
		{"a sheet gone", replaced(t, body, "xl/worksheets/sheet2.xml", nil),
			"plan.xlsx: the workbook is damaged: the sheet \"Assumptions\" is missing; open it in a spreadsheet, look at it, and save it anew"},
		{"a number that is none", replaced(t, body, "xl/worksheets/sheet2.xml", func(s string) string {
			return strings.Replace(s, "<v>0.02</v>", "<v>0,02</v>", 1)
		}), "plan.xlsx: the workbook is damaged: Assumptions!C6, a cell has a number that is none; open it in a spreadsheet, look at it, and save it anew"},
		{"a shared text that is not there", replaced(t, body, "xl/worksheets/sheet2.xml", func(s string) string {
			return strings.Replace(s, "<sheetData>", `<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row>`, 1)
		}), "plan.xlsx: the workbook is damaged: Assumptions!A1, a cell names a text that is not there; open it in a spreadsheet, look at it, and save it anew"},
		{"a bomb", archive(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 129<<20)}),
			"plan.xlsx: the workbook unpacks to more than 64 MB; that is the most that is read"},
		{"a heading that lost what it shows", replaced(t, body, "xl/worksheets/sheet2.xml", func(s string) string {
			return regexp.MustCompile(`(<c r="F4" s="[0-9]+")[^>]*>.*?</c>`).ReplaceAllString(s,
				`$1 t="e"><f>#REF!</f><v>#REF!</v></c>`)
		}), "plan.xlsx, cell Assumptions!F4: the heading shows \"#REF!\"; put back the sheet that it refers to, or type the heading anew, as in Scenario 1"},
		{"a row of a body deleted, which others take its name from",
			replaced(t, template(t, "system"), "xl/worksheets/sheet3.xml", func(s string) string {
				lost := regexp.MustCompile(`(<c r="A8" s="[0-9]+")[^>]*>.*?</c>`).ReplaceAllString(s,
					`$1 t="e"><f>#REF!</f><v>#REF!</v></c>`)
				return regexp.MustCompile(`(<c r="A9" s="[0-9]+")[^>]*>.*?</c>`).ReplaceAllString(lost,
					`$1 t="e"><f>A8</f><v>#REF!</v></c>`)
			}), "plan.xlsx, cell Bodies!A8: bodies.*.opening.cost: what the cell refers to was deleted; undo that and empty the rows instead, or type here what the cell showed"},
		{"no headings", replaced(t, body, "xl/worksheets/sheet2.xml", hide),
			"plan.xlsx, cell Assumptions!A4: the row of headings has no Place; put the column back, as envelope template writes it"},
		{"a table of something else", replaced(t, replaced(t, body, "xl/worksheets/sheet1.xml", bare),
			"xl/worksheets/sheet2.xml", bare), "plan.xlsx: no sheet has the headings Value and Place; envelope template writes a workbook that has them, and a run leaves one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := faultsOf(c.data)
			assert.Equal(t, c.want, got)
			assert.NotContains(t, got, "\n")
		})
	}
}

// A byte that is not as it was written is found, in whatever part it stands that is read.
func TestAChangedByte(t *testing.T) {
	body := template(t, "body")
	at := bytes.Index(body, []byte("xl/worksheets/sheet2.xml"))
	assert.Regexp(t, `^plan.xlsx: the workbook is damaged: sheet2.xml: .*; open it in a spreadsheet`,
		faultsOf(flipped(body, at+200)))
}

func hide(s string) string { return strings.ReplaceAll(s, ">Place<", ">Plaice<") }

// bare is a sheet without a cell.
func bare(s string) string {
	return regexp.MustCompile(`(?s)<sheetData>.*</sheetData>`).ReplaceAllString(s, "<sheetData/>")
}

func flipped(data []byte, at int) []byte {
	data = bytes.Clone(data)
	data[at] ^= 0xff
	return data
}

// archive is a zip archive of parts.
func archive(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(w, text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

// replaced is an archive with a part changed, or left out where there is no change.
func replaced(t *testing.T, data []byte, part string, change func(string) string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	parts := map[string]string{}
	for _, f := range r.File {
		from, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(from)
		require.NoError(t, err)
		parts[f.Name] = string(text)
	}
	require.Contains(t, parts, part)
	if change == nil {
		delete(parts, part)
	} else {
		was := parts[part]
		parts[part] = change(was)
		require.NotEqual(t, was, parts[part])
	}
	return archive(t, parts)
}

// What is done to a live workbook beyond its assumptions is told by sheet and cell.
func TestDamageToALiveWorkbook(t *testing.T) {
	book := live(t, "body")
	for _, c := range []struct {
		name    string
		changes []change
		want    string
	}{
		{"a formula written over", []change{set("our body", "E40", 5)}, "plan.xlsx, cell our body!E40: changed: our body, E40; only the sheet Assumptions is input: put the cell back, and change the assumption that it follows from"},
		{"a formula changed", []change{formula("our body", "E40", "1+1", 2)},
			"plan.xlsx, cell our body!E40: changed: our body, E40, which has the formula \"=1+1\"; only the sheet Assumptions is input: put the cell back, and change the assumption that it follows from"},
		{"what is in force written over", []change{set("Assumptions", "D10", 0.5)},
			"plan.xlsx, cell Assumptions!D10: funding.real_growth: changed: Assumptions, D10; change the figure in the column of a scenario, and not what is in force"},
		{"a result changed", []change{set("Results", "F9", 1)}, "plan.xlsx, cell Results!F9: changed: Results, F9; only the sheet Assumptions is input: put the cell back, and change the assumption that it follows from"},
		{"a sheet renamed", []change{func(f *excelize.File) error {
			return f.SetSheetName("Fan", "Chart")
		}}, "plan.xlsx: the sheet \"Fan\" is gone; only the sheet Assumptions is input: put the cell back, and change the assumption that it follows from"},
		{"a figure deleted", []change{set("Assumptions", "E10", nil)}, "plan.xlsx, cell Assumptions!E10: funding.real_growth: the figure is gone; write what it is: 0.025 as it was"},
		{"a word for a figure", []change{set("Assumptions", "E10", "three")},
			"plan.xlsx, cell Assumptions!E10: funding.real_growth: found the text \"three\"; write a number"},
		{"a new scenario without a name", []change{set("Assumptions", "H10", 0.01)},
			"plan.xlsx, cell Assumptions!H5: the column has figures, and no name; write the name of the new scenario here"},
		{"a new scenario of a name that is taken", []change{set("Assumptions", "H5", "ring-fenced"),
			set("Assumptions", "H10", 0.01)}, "plan.xlsx, cell Assumptions!H5: there is a scenario \"ring-fenced\" already; give the new one another name"},
		{"a new scenario without figures", []change{set("Assumptions", "H5", "dear")},
			`plan.xlsx, cell Assumptions!H5: the scenario "dear" has no figures; give what differs in its column, or empty its name`},
		{"a scenario of another name", []change{set("Assumptions", "F5", "dear")},
			`plan.xlsx, cell Assumptions!F5: a scenario of the run was renamed "dear"; put its name back: "ring-fenced"; a new scenario has a column of its own behind the last`},
		{"a row inserted", []change{func(f *excelize.File) error { return f.InsertRows("Assumptions", 10, 1) }},
			`plan.xlsx, cell Assumptions!R10: rows were inserted, deleted or sorted: this was the row of "funding.real_growth"; undo that; a row stays where it is`},
		{"a row deleted", []change{func(f *excelize.File) error { return f.RemoveRow("Assumptions", 10) }},
			`plan.xlsx, cell Assumptions!R10: rows were inserted, deleted or sorted: this was the row of "funding.real_growth"; undo that; a row stays where it is`},
		{"a share beyond the whole", []change{set("Assumptions", "E17", 1.5)},
			"plan.xlsx, cell Assumptions!E17: savings.recurrent: 150% is outside 0% to 100%"},
		{"a figure that follows from others", []change{set("Assumptions", "E14", 1e9)},
			"plan.xlsx, cell Assumptions!E14: opening.cost: funding £900m less position -£10m makes a cost of £910m, but the cost given is £1bn; give two of the three"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, faultsOf(changed(t, book, c.changes...)))
		})
	}
}

// What a scenario does not have of its own it has as planned, as that stands: in the columns of the file's scenarios
// and in those of new ones.
func TestScenariosFollowThePlan(t *testing.T) {
	for _, typed := range []any{0.031, "3.1%"} {
		book := changed(t, live(t, "body"), set("Assumptions", "E10", typed), set("Assumptions", "H5", "dear"),
			set("Assumptions", "H12", 0.05))
		s, err := xlsx.Load("plan.xlsx", book)
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		inputs, err := m.Inputs()
		require.NoError(t, err)
		growth, scenarios := map[string][]string{}, map[string]bool{}
		for _, in := range inputs {
			if scenarios[in.Scenario] = true; in.Input == "funding.real_growth" {
				growth[in.Scenario] = in.Values
			}
		}
		require.Contains(t, scenarios, "dear")
		require.Greater(t, len(scenarios), 2)
		for name := range scenarios {
			assert.Equal(t, []string{"0.031"}, growth[name], "%s: %v", name, typed)
		}
	}
}

// Whatever bytes there are, they are a file or faults.
func FuzzLoad(f *testing.F) {
	for _, kind := range []string{"body", "system"} {
		text, err := os.ReadFile("../../cmd/envelope/starters/" + kind + ".yaml")
		require.NoError(f, err)
		s, err := file.Load("plan.yaml", text)
		require.NoError(f, err)
		var b bytes.Buffer
		require.NoError(f, workbook.WriteTemplate(context.Background(), &b, s))
		f.Add(b.Bytes())
	}
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := xlsx.Load("plan.xlsx", data)
		if err == nil {
			_, err = s.Model()
		}
		var faults file.Faults
		if err != nil {
			require.ErrorAs(t, err, &faults)
		}
	})
}
