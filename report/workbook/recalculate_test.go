package workbook

import (
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// Every example's workbook, calculated again by LibreOffice, is the library's ledger: through every scenario by the
// drop-down, and with random changes of assumptions. Checks are exactly zero, every cell is within its bound, and to
// the penny where that is zero.
func TestRecalculated(t *testing.T) {
	o := newOffice(t)
	in, out := t.TempDir(), t.TempDir()
	var trials []trial
	var files, whole []string
	add := func(tr trial, name string, data []byte) {
		tr.name = name
		trials = append(trials, tr)
		files = append(files, filepath.Join(in, name+".xlsx"))
		require.NoError(t, os.WriteFile(files[len(files)-1], tr.file(t, data), 0o644))
	}
	for e, path := range examples(t) {
		b, data := bookOf(t, resultOf(t, path))
		require.Empty(t, b.values)
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		for k := range b.scenarios {
			add(unchanged(b, k), fmt.Sprintf("%s-%d", name, k), data)
		}
		whole = append(whole, files[len(files)-1])
		random, part := rand.New(rand.NewPCG(17, uint64(e))), b.calculated(t)
		for i := 0; i < testkit.Deep(200, 2); {
			if tr, ok := b.changed(random, random.IntN(len(b.scenarios))); ok {
				add(tr, fmt.Sprintf("%s-changed-%d", name, i), part)
				i++
			}
		}
	}
	plain, other := otherwise()
	evil := hostileSheet()
	for _, c := range []struct {
		name string
		r    *scenario.Result
	}{
		{"ties", resultOfSheets(t, []string{"ties"}, tieSheet(rand.New(rand.NewPCG(5, 6)), 100))},
		{"otherwise", resultOfSheets(t, []string{"plain", "other"}, plain, other)},
		{"hostile", resultOfSheets(t, []string{"*", "?", "Plan", "plan"}, evil, evil, evil, evil)},
	} {
		b, data := bookOf(t, c.r)
		require.Empty(t, b.values, c.name)
		for k := range b.scenarios {
			add(unchanged(b, k), fmt.Sprintf("%s-%d", c.name, k), data)
		}
	}
	o.convert(t, toODS, out, whole...)
	for _, path := range whole {
		name := strings.TrimSuffix(filepath.Base(path), ".xlsx")
		renamed := filepath.Join(in, name+"-ods.ods")
		require.NoError(t, os.Rename(filepath.Join(out, name+".ods"), renamed))
		tr := trials[slices.Index(files, path)]
		tr.name = name + "-ods"
		trials, files = append(trials, tr), append(files, renamed)
	}
	o.convert(t, toCSV, out, files...)
	differ := 0
	for _, tr := range trials {
		differ += tr.compare(t, out)
	}
	t.Logf("%d workbooks; %d cells differ, all within their bounds", len(trials), differ)
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
