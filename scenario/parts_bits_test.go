package scenario_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A part made on one processor or build is taken by another: fingerprints of plans and bodies of encoded parts are the
// same on all, for files that hold every law there is, every process and every section. But for mixtures: their tables
// take minutes where the processor does not fuse multiply-add, and TestGoldenBits of dist has their bits.
func TestOneHashOfParts(t *testing.T) {
	files, err := filepath.Glob("file/testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var prints strings.Builder
	laws := map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		m, p := planOfFile(t, name, withoutMixture(text))
		for _, s := range append(m.Scenarios, m.Baseline) {
			for _, d := range s.Drivers {
				law := pence.OfLaw(d.Law)
				if cut, ok := law.(dist.Truncated); ok {
					law = cut.Law
				}
				if law != nil {
					laws[law.Kind()] = true
				}
			}
		}
		part, err := p.RunPart(context.Background(), scenario.PartPaths, p.Paths())
		require.NoError(t, err)
		data, err := part.MarshalBinary()
		require.NoError(t, err)
		fmt.Fprintf(&prints, "%s\n", filepath.Base(name))
		for _, line := range strings.SplitN(string(data), "\n", 8)[5:7] { // what the head says, but for the version
			fmt.Fprintf(&prints, "\t%s\n", line)
		}
	}
	testkit.Golden(t, "testdata/parts.txt", prints.String())
	for _, kind := range dist.Kinds() {
		assert.Equal(t, kind.Name != "mixture", laws[kind.Name], "%s: whether a file of testdata/good has such a law",
			kind.Name)
	}
}

// withoutMixture leaves out the component whose shock is a mixture.
func withoutMixture(text []byte) []byte {
	from := bytes.Index(text, []byte("    shock:\n      mixture:"))
	if from < 0 {
		return text
	}
	to := from + bytes.Index(text[from:], []byte("positions:"))
	return slices.Concat(text[:from], text[to:])
}

// planOfFile is the plan of a file for some paths in two parts.
func planOfFile(t *testing.T, name string, text []byte) (*scenario.Model, *scenario.Plan) {
	t.Helper()
	spec, err := file.Load(name, text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: scenario.PartPaths + 1_000, Seed: 7})
	require.NoError(t, err)
	return m, p
}
