package testkit_test

import (
	"flag"
	"math"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// recorder is a testing.TB that remembers whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()                      {}
func (r *recorder) Errorf(string, ...any)        { r.failed = true }
func (r *recorder) Fatalf(string, ...any)        { r.failed = true }
func (r *recorder) FailNow()                     { r.failed = true }
func (r *recorder) Logf(format string, _ ...any) {}

func TestCountIsOnePercentButAtLeastOne(t *testing.T) {
	if testkit.Count(1_000_000) == 1_000_000 {
		t.Skip("every case runs under -deep")
	}
	assert.Equal(t, 500, testkit.Count(100_000))
	assert.Equal(t, 1, testkit.Count(399))
	assert.Equal(t, 1, testkit.Count(1))
}

func TestZFailsAtFourAndThreeQuarterStandardErrors(t *testing.T) {
	for _, c := range []struct {
		name                 string
		estimate, truth, err float64
		fails                bool
	}{
		{"exact", 1, 1, 0.1, false},
		{"just inside", 4.74, 0, 1, false},
		{"at the limit", 4.75, 0, 1, true},
		{"below by as much", -4.75, 0, 1, true},
		{"no error and equal", 2, 2, 0, false},
		{"no error and different", 2, 2.5, 0, true},
		{"not a number", math.NaN(), 0, 1, true},
		{"error is not a number", 0, 0, math.NaN(), true},
		{"error is infinite", 0, 0, math.Inf(1), true},
		{"error is negative", 0, 1, -1, true},
	} {
		r := &recorder{TB: t}
		testkit.Z(r, c.name, c.estimate, c.truth, c.err)
		assert.Equal(t, c.fails, r.failed, c.name)
	}
}

func TestCheckDrawsTheSameCasesEveryTime(t *testing.T) {
	draw := func() (drawn []int) {
		testkit.Check(t, 1_000, func(t *rapid.T) { drawn = append(drawn, rapid.Int().Draw(t, "n")) })
		return drawn
	}
	first := draw()
	assert.Len(t, first, testkit.Count(1_000))
	assert.Equal(t, first, draw())
}

func TestGoldenComparesEveryByte(t *testing.T) {
	if flag.Lookup("update").Value.String() == "true" {
		t.Skip("every file is rewritten under -update")
	}
	path := filepath.Join("testdata", "golden.txt")
	testkit.Golden(t, path, "as written\n")
	r := &recorder{TB: t}
	testkit.Golden(r, path, "as written")
	assert.True(t, r.failed, "a missing line end is a difference")
}

func TestAPIReadsSource(t *testing.T) {
	testkit.Golden(t, filepath.Join("testdata", "sample.api.txt"), testkit.API(t, filepath.Join("testdata", "sample")))
}
