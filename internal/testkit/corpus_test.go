package testkit

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A corpus of a fuzz target stands beside the target, or it is never read; and nobody keeps what a failed random test
// left behind.
func TestCorporaHaveTargets(t *testing.T) {
	const root = "../.."
	found := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") && path != root {
			return fs.SkipDir
		}
		assert.NotEqual(t, "rapid", d.Name(), "%s is left over from a test that failed", path)
		if filepath.Base(filepath.Dir(path)) != "fuzz" || !strings.HasPrefix(d.Name(), "Fuzz") {
			return nil
		}
		found++
		folder := filepath.Dir(filepath.Dir(filepath.Dir(path)))
		tests, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		require.NoError(t, err)
		var all strings.Builder
		for _, name := range tests {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			all.Write(text)
		}
		assert.Contains(t, all.String(), "func "+d.Name()+"(", "%s belongs to no target of %s", path, folder)
		return nil
	}))
	assert.NotZero(t, found)
}
