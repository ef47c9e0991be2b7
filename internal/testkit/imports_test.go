package testkit_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/openenvelope/envelope"

// ours is which of our packages each of our packages may import: the direction of the design, finance/sheet ← finance ←
// scenario ← report ← cmd, examples.
func ours() map[string][]string {
	return map[string][]string{
		"finance/fault":      {},
		"internal/door":      {"finance/fault"},
		"finance/sheet":      {"finance/fault", "internal/door"},
		"finance":            {"finance/fault", "finance/sheet", "internal/door"},
		"finance/population": {"finance", "finance/fault", "internal/door", "internal/table"},
		"internal/plaintext": {"finance/fault"},
		"internal/table": {"finance", "finance/fault", "finance/sheet", "internal/door",
			"internal/plaintext"},
		"scenario/internal/num":         {},
		"scenario/internal/fingerprint": {},
		"scenario/internal/kernel":      {"scenario/internal/fingerprint", "scenario/internal/num"},
		"scenario/internal/draws":       {"scenario/internal/kernel", "scenario/internal/num"},
		"scenario/internal/wire":        {},
		"scenario/internal/sketch":      {"scenario/internal/kernel", "scenario/internal/wire"},
		"scenario/dist":                 {"finance/fault", "scenario/internal/kernel", "scenario/internal/num"},
		"scenario/process": {"finance/fault", "scenario/dist", "scenario/internal/kernel",
			"scenario/internal/num"},
		"scenario/measure": {"scenario/internal/kernel"},
		"scenario/internal/engine": {"finance/sheet", "scenario/dist", "scenario/internal/draws",
			"scenario/internal/fingerprint", "scenario/internal/kernel", "scenario/internal/num", "scenario/measure",
			"scenario/process"},
		"scenario/internal/words": {"finance/fault", "finance", "finance/sheet", "scenario/dist", "scenario/process"},
		"scenario/internal/bounds": {"finance/fault", "finance", "finance/sheet", "scenario/dist",
			"scenario/internal/words", "scenario/process"},
		"scenario/internal/pence": {"scenario/dist", "scenario/process"},
		"scenario/internal/lines": {"finance/fault", "finance/sheet", "scenario/internal/words"},
		"scenario": {"finance/fault", "internal/door", "finance", "finance/sheet", "internal/table", "scenario/dist",
			"scenario/internal/bounds", "scenario/internal/lines", "scenario/internal/words", "scenario/internal/draws",
			"scenario/internal/engine", "scenario/internal/fingerprint", "scenario/internal/num",
			"scenario/internal/interval", "scenario/internal/pence", "scenario/internal/sketch",
			"scenario/internal/wire", "scenario/measure", "scenario/process"},
		"scenario/file": {"finance/fault", "internal/door", "finance", "finance/population", "finance/sheet",
			"internal/plaintext", "internal/table", "scenario", "scenario/dist", "scenario/internal/bounds",
			"scenario/internal/lines", "scenario/internal/num", "scenario/internal/pence", "scenario/internal/wire",
			"scenario/internal/words", "scenario/process"},
		"scenario/xlsx":              {"finance", "finance/fault", "finance/sheet", "scenario", "scenario/file"},
		"scenario/internal/interval": {},
		"scenario/ask": {"finance/fault", "internal/door", "finance", "finance/sheet", "scenario", "scenario/dist",
			"scenario/internal/interval", "scenario/process"},
		"scenario/evidence": {"internal/door", "finance", "internal/table", "scenario", "scenario/dist",
			"scenario/internal/num", "scenario/internal/pence", "scenario/process"},
		"scenario/history": {"finance/fault", "internal/door", "finance", "finance/sheet", "internal/table", "scenario",
			"scenario/dist", "scenario/evidence", "scenario/file", "scenario/internal/pence", "scenario/process"},
		"report": {"finance/fault", "internal/door", "finance", "finance/sheet", "internal/table",
			"internal/whole", "scenario", "scenario/ask", "scenario/evidence", "scenario/file"},
		"report/live": {"finance", "finance/fault", "finance/sheet", "internal/door", "report", "scenario",
			"scenario/ask", "scenario/file"},
		"report/page": {"finance/fault", "internal/door", "report", "report/live", "scenario"},
		"explore": {"finance", "finance/fault", "finance/sheet", "report/live", "scenario", "scenario/ask",
			"scenario/file"},
		"report/paper":   {"finance/fault", "internal/door", "report", "scenario"},
		"report/parquet": {"internal/door", "finance/sheet", "report", "scenario", "scenario/file", "finance/fault"},
		"report/workbook": {"finance/fault", "internal/door", "finance", "finance/sheet", "internal/table", "report",
			"scenario", "scenario/file", "scenario/xlsx"},
		"internal/local": {},
		"cmd/envelope": {"internal/local", "internal/table", "explore", "finance/fault", "finance", "finance/sheet",
			"report", "report/live", "report/page", "report/paper", "report/parquet",
			"report/workbook", "scenario", "scenario/ask", "scenario/evidence", "scenario/file", "scenario/history",
			"scenario/measure", "scenario/xlsx"},
		"internal/testkit":       {},
		"internal/whole":         {},
		"internal/testkit/float": {"finance/sheet"},
	}
}

// goList runs go list on packages of this module.
func goList(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	require.NoError(t, err)
	return strings.Fields(string(out))
}

// importable is what an example may import: what those who copy it can.
func importable(allowed map[string][]string) (names []string) {
	for name := range allowed {
		if !strings.Contains("/"+name+"/", "/internal/") && !strings.HasPrefix(name, "cmd/") {
			names = append(names, name)
		}
	}
	return names
}

// Imports run one way. An example imports what those who copy it can.
func TestImportsRunOneWay(t *testing.T) {
	allowed := ours()
	open := importable(allowed)
	for _, pkg := range goList(t, "./...") {
		name := strings.TrimPrefix(pkg, module+"/")
		may, known := allowed[name]
		if strings.HasPrefix(name, "examples/") {
			may, known = open, true
		}
		if !assert.True(t, known, "%s is not in the table; say what it may import", name) {
			continue
		}
		for _, imported := range goList(t, "-f", `{{join .Imports "\n"}}`, pkg) {
			if short, ok := strings.CutPrefix(imported, module+"/"); ok {
				assert.Contains(t, may, short, "%s imports %s", name, short)
			}
		}
	}
}

// Tables are read and written by internal/table alone, so that all who take one take the same. Tests read what was
// written with another reader. An example is copied by people who cannot import what is internal here.
func TestOneReaderOfTables(t *testing.T) {
	may := []string{"internal/table", "examples/earmark"}
	var found []string
	for _, line := range goList(t, "-f", `{{range .Imports}}{{if eq . "encoding/csv"}}{{$.ImportPath}}{{end}}{{end}}`,
		"./...") {
		found = append(found, strings.TrimPrefix(line, module+"/"))
	}
	assert.ElementsMatch(t, may, found, "packages that read CSV themselves")
}

// What an importer compiles: decimal and the standard library for finance; of scenario also x/sys; of scenario/file
// also yaml; of scenario/history also gonum, which fits. Heavier modules stand in go.sum and are never compiled.
func TestImportersStayLight(t *testing.T) {
	light := map[string][]string{
		"finance/sheet":      {"github.com/shopspring/decimal"},
		"finance":            {"github.com/shopspring/decimal"},
		"finance/population": {"github.com/shopspring/decimal"},
		"scenario":           {"github.com/shopspring/decimal", "golang.org/x/sys"},
		"scenario/file":      {"github.com/shopspring/decimal", "go.yaml.in/yaml/v4", "golang.org/x/sys"},
		"scenario/xlsx":      {"github.com/shopspring/decimal", "go.yaml.in/yaml/v4", "golang.org/x/sys"},
		"scenario/history": {"github.com/shopspring/decimal", "go.yaml.in/yaml/v4", "golang.org/x/sys",
			"gonum.org/v1/gonum"},
	}
	for name, may := range light {
		modules := goList(t, "-deps", "-f", `{{with .Module}}{{.Path}}{{end}}`, module+"/"+name)
		slices.Sort(modules)
		for _, m := range slices.Compact(modules) {
			if m != module {
				assert.Contains(t, may, m, "an importer of %s would compile %s", name, m)
			}
		}
	}
}

// What a first answer does without is not compiled for it: Parquet, workbooks and the fitting of laws, and what they
// bring.
func TestAFirstAnswerCompilesNoParquetNoWorkbookAndNoFits(t *testing.T) {
	for _, name := range []string{"report", "examples/settlement"} {
		for _, dep := range goList(t, "-deps", module+"/"+name) {
			for _, no := range []string{"parquet", "excelize", "brotli", "protobuf", "compress/zstd", "net/http",
				"crypto/tls", "scenario/history", "gonum/mat", "gonum/stat"} {
				assert.NotContains(t, dep, no, "%s compiles %s", name, dep)
			}
		}
	}
}

// No package under finance knows chance, files or their formats.
func TestFinanceKnowsNoChanceAndNoFiles(t *testing.T) {
	for _, name := range []string{"finance", "finance/sheet"} {
		imports := goList(t, "-f", `{{join .Imports "\n"}}`, module+"/"+name)
		for _, no := range []string{"math/rand", "math/rand/v2", "go.yaml.in/yaml/v4", "encoding/json", "os", "io"} {
			assert.NotContains(t, imports, no, name)
		}
	}
}
