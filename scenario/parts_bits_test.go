package scenario

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A part made on one processor or build is taken by another: fingerprints of plans and whole encoded parts are the same on
// all, for files that hold every law there is, every process and every section. But for mixtures: their tables take minutes
// where the processor does not fuse multiply-add, and TestGoldenBits of dist has their bits.
func TestOneHashOfParts(t *testing.T) {
	files := corpus(t, "good/*.yaml")
	var prints strings.Builder
	laws := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p := planOfFile(t, "testdata/good/"+name, withoutMixture(files[name]))
		for _, s := range p.scenarios {
			for _, d := range s.Drivers {
				law := d.Law
				if cut, ok := law.(dist.Truncated); ok {
					law = cut.Law
				}
				if law != nil {
					laws[law.Kind()] = true
				}
			}
		}
		part, err := p.RunPart(context.Background(), PartPaths, p.Paths())
		require.NoError(t, err)
		data, err := part.MarshalBinary()
		require.NoError(t, err)
		fmt.Fprintf(&prints, "%s\n\tplan %x\n\tpart %x\n", name, p.fingerprint, sha256.Sum256(data))
	}
	testkit.Golden(t, "testdata/parts.txt", prints.String())
	for _, kind := range dist.Kinds() {
		assert.Equal(t, kind.Name != "mixture", laws[kind.Name], "%s: whether a plan above has such a law", kind.Name)
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
func planOfFile(t *testing.T, name string, text []byte) *Plan {
	t.Helper()
	spec, err := Load(name, text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	p, err := NewPlan(context.Background(), m, Options{Paths: PartPaths + 1_000, Seed: 7})
	require.NoError(t, err)
	return p
}
