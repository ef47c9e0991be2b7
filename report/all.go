package report

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/openenvelope/envelope/scenario"
)

// WriteAll leaves a run in a folder: results.json and results.csv with every figure, ledger.csv with every
// scenario's exact central ledger, manifest.json with what it takes to
// run it again, and the charts, drawn as o says. Each file is written whole or not at all.
func WriteAll(folder string, s *scenario.Spec, r *scenario.Result, o ChartOptions) error {
	if s == nil || r == nil {
		return fmt.Errorf("there is no run to write")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"results.json", r.WriteJSON}, {"results.csv", r.WriteCSV},
		{"ledger.csv", func(w io.Writer) error { return LedgerCSV(w, r) }},
		{"manifest.json", scenario.NewManifest(s, r).Write},
	} {
		if err := WriteFile(filepath.Join(folder, f.name), f.write); err != nil {
			return err
		}
	}
	return Charts(folder, r, o)
}
