package workbook

import (
	"fmt"
	"math"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/xuri/excelize/v2"
)

// Where things stand on the sheet of the control.
const (
	selector      = controlSheet + "!$B$4"
	scenarioRow   = 4  // the drop-down, and below it the number of its scenario
	checksRow     = 11 // the first check
	scenariosRow  = 21 // the first scenario of the table about digits
	mostNamed     = 40 // cells in which a penny may decide
	controlWidths = 150
)

// version is that of the workbook's layout.
const version = 1

// writeControl writes the first sheet.
func (b *book) writeControl() {
	p := b.page(controlSheet, look{widths: []float64{48, 42, 14, 12, 58}})
	b.choices()
	p.title(text(b.result.Name), b.guide())
	p.skip(scenarioRow)
	p.tall(20, b.words("Scenario in force (choose from the list)", style{bold: true}),
		b.words(b.scenarios[0], style{bold: true, color: blue, fill: inputs, unlocked: true}))
	list := fmt.Sprintf("$A$%d:$A$%d", scenariosRow, scenariosRow+len(b.scenarios)-1)
	// Not MATCH, which takes * and ? in a name for any letters, and large letters for small ones.
	which := fmt.Sprintf("SUMPRODUCT(EXACT(%s,$B$%d)*(ROW(%s)-%d))", list, scenarioRow, list, scenariosRow-1)
	p.put(b.words("Its number in the list", style{color: grey}),
		b.live("IF("+which+"=0,NA(),"+which+")", 1, style{color: grey, format: wholes, left: true}))
	p.skip(7)
	p.put(b.section("What the run found"))
	b.paragraph(p, report.Answer(b.result, report.Options{Year: b.options.Year, Unit: b.options.Unit}))
	p.skip(checksRow - 1)
	b.writeStatus(p)
	p.skip(scenariosRow - 4)
	b.writeDigits(p)
	b.writeContents(p)
	b.writeList(p, "Not modelled", b.result.NotModelled)
	var warnings []string
	for _, w := range b.result.Warnings {
		warnings = append(warnings, w.Error())
	}
	b.writeList(p, "Warnings of the run", warnings)
	b.writeRecord(p)
	p.end()
}

// guide says how the book is used.
func (b *book) guide() string {
	if b.values != "" {
		return "This workbook holds values and is not live: " + b.values + "."
	}
	return "A live workbook. Choose a scenario below, or change what is blue on yellow in the sheet Assumptions: every sheet of a body follows."
}

// choices makes the drop-down, and colours what is well and what is not.
func (b *book) choices() {
	v := excelize.NewDataValidation(false)
	v.SetSqref(fmt.Sprintf("B%d", scenarioRow))
	v.SetSqrefDropList(fmt.Sprintf("$A$%d:$A$%d", scenariosRow, scenariosRow+len(b.scenarios)-1))
	v.SetError(excelize.DataValidationErrorStyleStop, "Not a scenario", "Choose one of the list.")
	v.SetInput("Scenario", "Choose one of the list; the whole book follows.")
	b.try(b.file.AddDataValidation(controlSheet, v))
	b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "Scenario",
		RefersTo: fmt.Sprintf("%s!$B$%d", controlSheet, scenarioRow+1)}))
	area := fmt.Sprintf("D%d:D%d", checksRow, checksRow+3)
	for _, c := range []struct{ word, color, fill string }{{"OK", good, goodOn}, {"LOOK", bad, badOn},
		{"changed", ink, changed}} {
		how, err := b.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: c.color},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.fill}}})
		b.try(err)
		b.try(b.file.SetConditionalFormat(controlSheet, area,
			[]excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "==",
				Value: `"` + c.word + `"`, Format: &how}}))
	}
}

// paragraph writes text over the width of the sheet.
func (b *book) paragraph(p *page, s string) {
	s = text(s)
	lines := math.Ceil(float64(len([]rune(s))) / controlWidths)
	row := p.tall(14*math.Max(lines, 1), b.words(s, style{wrap: true}))
	if b.err == nil {
		b.try(p.w.MergeCell(fmt.Sprintf("A%d", row), fmt.Sprintf("E%d", row)))
	}
}

// writeStatus writes the checks of the whole book.
func (b *book) writeStatus(p *page) {
	p.put(b.heading("Check"), b.heading("Found"), b.headingRight("Allowed"), b.headingIn("Status"),
		b.headingIn("What it means"))
	var misses []string
	for _, t := range b.tabs {
		misses = append(misses, t.check)
	}
	row := checksRow
	status := func(condition string) string { return "IF(" + condition + `,"OK","LOOK")` }
	changed := assumptionsSheet + "!" + changedCell
	allowed := b.mostAllowed(b.tally())
	for _, c := range []struct {
		check, found string
		cached       any
		allowed      any
		status, is   string
		means        string
	}{
		{"The scenario is one of the list", fmt.Sprintf("IF(ISNUMBER(Scenario),%s,\"none\")", "$B$4"), b.scenarios[0],
			nil, status("ISNUMBER(Scenario)"), "OK", "All sheets follow it"},
		{"Identities: what all checks of all sheets miss", strings.Join(misses, "+"), 0.0,
			b.figure(0, style{format: pounds}), status(fmt.Sprintf("$B$%d=0", row+1)), "OK",
			"Not 0 where assumptions contradict each other"},
		{"The lines of the run: largest difference, in pence", checksSheet + "!" + largestCell, 0.0,
			b.live(checksSheet+"!"+allowedCell, allowed, style{format: wholes}),
			fmt.Sprintf(`IF(%s>0,"changed",IF(%s!%s=0,"OK","LOOK"))`, changed, checksSheet, beyondCell), "OK",
			"Not compared where assumptions were changed; see Checks"},
		{"Assumptions changed since the run", changed, 0.0, nil, fmt.Sprintf(`IF(%s>0,"changed","OK")`, changed), "OK",
			"Results, fan and tornado are of the run, without the changes"},
	} {
		how := style{format: wholes, left: true}
		if strings.HasPrefix(c.check, "Identities") {
			how.format = pounds
		}
		p.put(b.words(c.check, style{}), b.live(c.found, c.cached, how), c.allowed,
			b.live(c.status, c.is, style{bold: true, indent: 1}), b.words(c.means, style{color: grey, indent: 1}))
	}
}

// writeDigits says how far the book's figures may stand from the run's, and where a penny may decide.
func (b *book) writeDigits(p *page) {
	p.put(b.section("Fifteen digits"))
	said := "The run works in exact decimals. A spreadsheet keeps 15 digits, so a figure that ends near half a penny may be rounded to the other side. " +
		"The table says how far any figure of the sheets of bodies may be from the run's for that, worked out from the formulas and the assumptions of the run. " +
		"Checks are sums of whole pence, and exactly 0 whatever is rounded."
	if b.values != "" {
		said = "The figures are those of the run."
	}
	b.paragraph(p, said)
	p.skip(scenariosRow - 1)
	p.tall(28, b.heading("Scenario"), b.heading("Where it may be most"), b.headingRight("Figures that may differ"),
		b.headingRight("Most, in pence"), b.headingIn("Cells where a penny may decide another way"))
	var named []string
	for k, name := range b.scenarios {
		d := b.digits(k)
		p.put(b.words(name, style{}), b.words(d.where, style{color: grey}),
			b.figure(float64(d.count), style{format: wholes}), b.figure(d.most, style{format: wholes}),
			b.figure(float64(len(d.branches)), style{format: wholes, left: true, indent: 1}))
		for _, c := range d.branches {
			named = append(named, name+": "+c)
		}
	}
	if more := len(named) - mostNamed; more > 0 {
		named = append(named[:mostNamed], fmt.Sprintf("and %d more", more))
	}
	b.writeList(p, "Cells where a penny may decide another way", named)
}

// A doubt is how far the figures of a scenario may stand from the run's.
type doubt struct {
	count    int     // cells of money that may differ
	most     float64 // pence
	where    string
	branches []string
}

// digits finds the doubt of a scenario.
func (b *book) digits(k int) (d doubt) {
	if b.values != "" {
		return doubt{}
	}
	for _, t := range b.tabs {
		for _, l := range t.lines {
			if _, ok := b.rows[k][l.name]; !ok || l.check || l.unit != sheet.Money {
				continue
			}
			for column := range b.years {
				pence := b.pence(k, l.name, column)
				if pence > 0 {
					d.count++
				}
				if pence > d.most {
					d.most, d.where = pence, b.address(cell{l.name, column})
				}
			}
		}
	}
	for _, c := range b.bounds[k].branches {
		d.branches = append(d.branches, b.address(c))
	}
	return d
}

// address is where a figure stands, for people: "Acute trust!F17, support paid".
func (b *book) address(c cell) string {
	at := b.places[c.name]
	_, name := sheet.BodyOf(c.name)
	return fmt.Sprintf("%s!%s%d, %s", at.tab.sheet, b.columnOf(c.column), at.row, text(sheet.Label(name)))
}

// writeContents lists the sheets.
func (b *book) writeContents(p *page) {
	p.put()
	p.put(b.section("Sheets"))
	rows := [][2]string{
		{controlSheet, "the scenario in force, what the run found, checks"},
		{checksSheet, "the lines of the run, as this book works them out and as the run did"},
		{assumptionsSheet,
			"every number given: one column for each scenario, with limits, uncertainty, source, owner and quality"},
	}
	for _, t := range b.tabs {
		rows = append(rows, [2]string{t.sheet, text(b.title(t)) +
			": a row for each line, a column for each year, one formula copied across; shown in " + text(b.unit.Name) +
			", kept in pounds and pence"})
	}
	if b.omitted > 0 {
		rows = append(rows, [2]string{"",
			fmt.Sprintf("%d more bodies have no sheet here; ledger.csv has them", b.omitted)})
	}
	rows = append(rows, [2]string{resultsSheet, "what the run found, as values"})
	if _, ok := b.fanOf(); ok {
		rows = append(rows, [2]string{fanSheet, "the fan chart of the scenario in force"})
	}
	if _, ok := b.waterfallOf(); ok {
		rows = append(rows, [2]string{waterfallSheet, "why the balance moves between the opening year and the year asked about"})
	}
	if _, ok := b.tornadoOf(); ok {
		rows = append(rows, [2]string{tornadoSheet, "which numbers drive the balance of the scenario in force"})
	}
	rows = append(rows, [2]string{governanceSheet,
		"limits of use, checks, decisions and data, what changed, and who answers for it"})
	for _, r := range rows {
		p.put(b.words(r[0], style{indent: 1}), b.words(r[1], style{color: grey}))
	}
}

// writeList writes texts under a heading; nothing where there are none.
func (b *book) writeList(p *page, title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	p.put()
	p.put(b.section(title))
	for _, t := range texts {
		b.paragraph(p, t)
	}
}

// writeRecord says what the book was made of.
func (b *book) writeRecord(p *page) {
	p.put()
	p.put(b.section("Record"))
	for _, r := range [][2]any{
		{"Layout of this workbook", version},
		{"Envelope", scenario.Version},
		{"What was set in the file", text(scenario.SettingsInWords(b.result.Set))},
		{"Simulated futures", b.result.Run.Paths},
		{"Seed", fmt.Sprint(b.result.Run.Seed)},
		{"Result", b.result.Hash},
	} {
		if r[1] == "" {
			continue
		}
		row := p.put(b.words(r[0].(string), style{indent: 1}),
			excelize.Cell{StyleID: b.style(style{color: grey, format: wholes, left: true}), Value: r[1]})
		if r[1] == version {
			b.try(b.file.SetDefinedName(&excelize.DefinedName{Name: "Envelope_workbook",
				RefersTo: fmt.Sprintf("%s!$B$%d", controlSheet, row)}))
		}
	}
}
