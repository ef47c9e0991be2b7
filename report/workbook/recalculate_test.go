package workbook

import (
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// office converts files with LibreOffice, all in one process and with a profile of their own.
type office struct {
	program, profile string
}

func newOffice(t *testing.T) office {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("skipped: LibreOffice (soffice) is not installed, so no workbook is calculated again")
	}
	o := office{program, t.TempDir()}
	settings := filepath.Join(o.profile, "user", "registrymodifications.xcu")
	require.NoError(t, os.MkdirAll(filepath.Dir(settings), 0o755))
	require.NoError(t, os.WriteFile(settings, []byte(alwaysCalculate), 0o644))
	return o
}

// alwaysCalculate has every formula worked out when a file is loaded, whatever figure stands beside it.
const alwaysCalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// convert writes files in another format into a folder.
func (o office) convert(t *testing.T, format, folder string, files ...string) {
	t.Helper()
	args := append([]string{"-env:UserInstallation=file://" + o.profile, "--headless", "--norestore", "--convert-to",
		format, "--outdir", folder}, files...)
	began := time.Now()
	out, err := exec.Command(o.program, args...).CombinedOutput()
	require.NoError(t, err, string(out))
	t.Logf("%d files to %s in %v", len(files), format, time.Since(began).Round(time.Millisecond))
}

const (
	toODS = "ods"
	// Every sheet as a file, with all digits and not as shown.
	toCSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
)

// A batch is workbooks that LibreOffice calculates again together.
type batch struct {
	folder string
	trials []trial
	files  []string
	whole  []int // which of them hold every sheet, and are tried as ODS too
}

func (b *batch) add(t *testing.T, tr trial, name string, data []byte) {
	t.Helper()
	tr.name = name
	b.trials = append(b.trials, tr)
	b.files = append(b.files, filepath.Join(b.folder, name+".xlsx"))
	require.NoError(t, os.WriteFile(b.files[len(b.files)-1], tr.file(t, data), 0o644))
}

// addScenarios adds a result's workbook with each of its scenarios chosen.
func (b *batch) addScenarios(t *testing.T, name string, r *scenario.Result) *book {
	t.Helper()
	book, data := bookOf(t, r)
	require.Empty(t, book.values, name)
	for k := range book.scenarios {
		b.add(t, unchanged(book, k), fmt.Sprintf("%s-%d", name, k), data)
	}
	b.whole = append(b.whole, len(b.files)-1)
	return book
}

// calculate has the workbooks calculated again, and compares them with the library.
func (b *batch) calculate(t *testing.T, o office) {
	t.Helper()
	out := t.TempDir()
	var whole []string
	for _, i := range b.whole {
		whole = append(whole, b.files[i])
	}
	if len(whole) > 0 {
		o.convert(t, toODS, out, whole...)
	}
	for _, i := range b.whole {
		tr := b.trials[i]
		from := filepath.Join(out, tr.name+".ods")
		tr.name += "-ods"
		to := filepath.Join(b.folder, tr.name+".ods")
		require.NoError(t, os.Rename(from, to))
		b.trials, b.files = append(b.trials, tr), append(b.files, to)
	}
	o.convert(t, toCSV, out, b.files...)
	differ := 0
	for _, tr := range b.trials {
		differ += tr.compare(t, out)
	}
	t.Logf("%d workbooks; %d cells differ, all within their bounds", len(b.trials), differ)
}

// edits is how many random changes of assumptions each example's workbook is tried with.
var edits = flag.Int("edits", 2, "random changes of assumptions of each workbook; -deep has 200")

// Every example's workbook, calculated again by LibreOffice, is the library's ledger: through every scenario by the
// drop-down, and with random changes of assumptions. Checks are exactly zero, every cell is within its bound, and to
// the penny where that is zero.
func TestRecalculated(t *testing.T) {
	o := newOffice(t)
	for e, path := range examples(t) {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			all := batch{folder: t.TempDir()}
			b, changes := all.addScenarios(t, name, resultOf(t, path)), testkit.Deep(200, *edits)
			if changes < 20 && name != "settlement" {
				all.whole = nil // as ODS with many changes only, which are not made in a hurry
			}
			random, part := rand.New(rand.NewPCG(17, uint64(e))), b.calculated(t)
			for i := 0; i < changes; {
				if tr, ok := b.changed(random, random.IntN(len(b.scenarios))); ok {
					all.add(t, tr, fmt.Sprintf("%s-changed-%d", name, i), part)
					i++
				}
			}
			all.calculate(t, o)
		})
	}
	t.Run("by hand", func(t *testing.T) {
		all := batch{folder: t.TempDir()}
		plain, other := otherwise()
		evil := hostileSheet()
		all.addScenarios(t, "ties", resultOfSheets(t, []string{"ties"}, tieSheet(rand.New(rand.NewPCG(5, 6)), 100)))
		all.addScenarios(t, "otherwise", resultOfSheets(t, []string{"plain", "other"}, plain, other))
		all.addScenarios(t, "hostile", resultOfSheets(t, []string{"*", "?", "Plan", "plan"}, evil, evil, evil, evil))
		all.calculate(t, o)
	})
}

// rowsOf reads a sheet that was calculated again.
func (tr trial) rowsOf(t *testing.T, folder, sheet string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, tr.name+"-"+sheet+".csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	return rows
}

// compare reads a workbook that was calculated again, and says how many cells are not those of the library, though
// within their bounds.
func (tr trial) compare(t *testing.T, folder string) (differ int) {
	t.Helper()
	limits := newBounds(tr.ledger, tr.b.rows[tr.scenario])
	wrong := 0
	for _, tab := range tr.b.tabs {
		rows := tr.rowsOf(t, folder, tab.sheet)
		for _, l := range tab.lines {
			for column := range tr.b.years {
				text := at(rows, labels+tr.b.earlier+1+column, tr.b.places[l.name].row)
				want, ok := tr.ledger.At(l.name, column)
				problem, same := tr.judge(text, want, ok, l, limits, column)
				if !same {
					differ++
				}
				if problem != "" && wrong < 5 {
					wrong++
					assert.Fail(t, problem, "%s, %s in %s (%s)", tr.name, l.name, tr.b.years[column], tr.edited)
				}
			}
		}
	}
	tr.status(t, tr.rowsOf(t, folder, controlSheet))
	return differ
}

// judge compares a cell with the library's figure.
func (tr trial) judge(text string, want decimal.Decimal, has bool, l *line, limits *bounds,
	column int) (problem string, same bool) {
	text, isPercent := strings.CutSuffix(text, "%")
	v, err := strconv.ParseFloat(text, 64)
	if isPercent {
		v /= 100
	}
	if err != nil {
		return fmt.Sprintf("%q is not a number, want %s", text, want), false
	}
	allowed := 0.0
	if has {
		allowed = limits.of(l.name, column)
	}
	switch {
	case l.check:
		if v != 0 {
			return fmt.Sprintf("a check is %s, and not 0", text), false
		}
		return "", true
	case l.unit == sheet.Money:
		pence, err := decimal.NewFromString(text)
		if err != nil {
			return err.Error(), false
		}
		apart := size(pence.Shift(2).Round(0).Sub(want))
		if apart > allowed {
			return fmt.Sprintf("%s is %v pence from %s, and may be %v", text, apart, want.Shift(-2), allowed), false
		}
		return "", apart == 0
	}
	x, _ := want.Float64()
	const written = 1e-14 // 15 digits are written
	if apart := math.Abs(v - x); apart > allowed+written*math.Abs(x) {
		return fmt.Sprintf("%s is %v from %s, and may be %v", text, apart, want, allowed), false
	}
	return "", true
}

// status reads what the workbook says of itself.
func (tr trial) status(t *testing.T, rows [][]string) {
	t.Helper()
	want := []string{"OK", "OK", "OK", "OK"}
	if tr.edited != "" && tr.value != tr.wasInRun(t) {
		want[2], want[3] = "changed", "changed"
	}
	for i, status := range want {
		assert.Equal(t, status, at(rows, 4, checksRow+i), "%s: %s", tr.name, at(rows, 1, checksRow+i))
	}
	assert.Equal(t, strconv.Itoa(tr.scenario+1), at(rows, 2, scenarioRow+1), tr.name)
}

// wasInRun is the value of the changed assumption in the run.
func (tr trial) wasInRun(t *testing.T) float64 {
	t.Helper()
	_, row, err := excelize.CellNameToCoordinates(tr.edited)
	require.NoError(t, err)
	for _, a := range tr.b.inputs {
		if i := row - a.row; a.row > 0 && i >= 0 && i < a.rows(len(tr.b.years)) {
			return tr.b.value(a, tr.scenario, a.column(i))
		}
	}
	t.Fatalf("no assumption stands at %s", tr.edited)
	return 0
}
