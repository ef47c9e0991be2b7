// Package testkit is what the tests of several packages share: how many cases to run, golden files, random cases that
// are the same on every run, statistics that do not flake, and a list of exported names. It is imported by tests only.
//
// A test binary that imports it takes two flags, after the packages:
//
//	go test ./finance/... -deep      every random test at its full number of cases
//	go test ./finance/... -update    golden files rewritten with what the code gives now
//
// The go command refuses a flag that a package's tests do not know, so name packages that use testkit.
package testkit

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	deep   = flag.Bool("deep", false, "run every random test at its full number of cases instead of 0.5%")
	update = flag.Bool("update", false, "rewrite golden files with what the code gives now")
)

// Count is how many of full cases to run: all of them under -deep, else 0.5%, rounded down, but at least 1.
func Count(full int) int {
	if *deep {
		return full
	}
	return max(1, full/200)
}

// Deep is how many of full cases to run where 0.5% is still too many: all of them under -deep, else so many.
func Deep(full, otherwise int) int {
	if *deep {
		return full
	}
	return otherwise
}

// Check runs a property on Count(full) random cases. The cases follow from the test's name, so that they are the same
// on every run; -rapid.seed and -rapid.checks choose others. Under -deep it fails where time ran out before all were
// done, of which rapid itself says nothing. Tests that use it must not run in parallel.
func Check(t *testing.T, full int, property func(*rapid.T)) {
	t.Helper()
	CheckSome(t, full, max(1, full/200), property)
}

// CheckSome is Check on so many cases where -deep is not given: for cases that take long, or that must be many.
func CheckSome(t *testing.T, full, otherwise int, property func(*rapid.T)) {
	t.Helper()
	seed := fnv.New64a()
	seed.Write([]byte(t.Name()))
	for name, value := range map[string]string{
		"rapid.seed":       fmt.Sprint(seed.Sum64()),
		"rapid.checks":     fmt.Sprint(Deep(full, otherwise)),
		"rapid.nofailfile": "true", // the seed is known, so a file would say nothing new
	} {
		f := flag.Lookup(name)
		if given := f.Value.String(); given == f.DefValue {
			require.NoError(t, f.Value.Set(value))
			defer func() { _ = f.Value.Set(given) }()
		}
	}
	cases := 0
	rapid.Check(t, func(t *rapid.T) {
		cases++
		property(t)
	})
	want, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	require.NoError(t, err)
	if *deep && cases < want && !t.Failed() {
		t.Errorf("only %d of %d cases before the deadline; give the test a longer -timeout", cases, want)
	}
}

// Golden compares got with the file at path, byte for byte, or rewrites the file under -update.
func Golden(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run the test with -update to write the file")
	assert.Equal(t, string(want), got, "%s differs; if that is meant, run the test with -update", path)
}

// zLimit is the |z| at which Z fails. A correct normal estimate reaches it once in 500,000 checks.
const zLimit = 4.75

// Z fails when an estimate is 4.75 standard errors or more from the truth, or when any of the three is not a finite
// number. A standard error of zero asks for equality.
func Z(t testing.TB, name string, estimate, truth, standardError float64) {
	t.Helper()
	z := (estimate - truth) / standardError
	if standardError == 0 && estimate == truth {
		z = 0
	}
	if !(math.Abs(z) < zLimit) || !(standardError >= 0) || math.IsInf(standardError, 0) {
		t.Errorf("%s: estimate %v, truth %v, standard error %v: z = %.2f, want |z| < %v",
			name, estimate, truth, standardError, z, zLimit)
	}
}

// Alone asserts that a folder holds these files and no others.
func Alone(t testing.TB, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	assert.ElementsMatch(t, names, found)
}
