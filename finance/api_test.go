package finance_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
)

// Each change of an exported name shows in a golden file, so that it is seen in review.
func TestExportedNames(t *testing.T) {
	testkit.Golden(t, filepath.Join("testdata", "api.txt"), testkit.API(t, ".")+"\n"+testkit.API(t, "sheet"))
}

// The lower packages import the standard library and decimal; finance also imports sheet. So whoever imports them compiles nothing else, and
// there is no chance and no file format in them.
func TestImports(t *testing.T) {
	const decimal, module = "github.com/shopspring/decimal", "github.com/openenvelope/envelope/"
	for dir, allowed := range map[string][]string{
		".":     {decimal, module + "finance/sheet"},
		"sheet": {decimal},
	} {
		for _, path := range testkit.Imports(t, dir) {
			first, _, _ := strings.Cut(path, "/")
			standard := !strings.Contains(first, ".")
			assert.True(t, standard || slices.Contains(allowed, path), "%s imports %s", dir, path)
			for _, forbidden := range []string{"math/rand", "crypto/rand", "yaml", "encoding", "os", "net", "unsafe", "reflect"} {
				assert.False(t, path == forbidden || strings.HasPrefix(path, forbidden+"/") || strings.Contains(path, "yaml"),
					"%s imports %s: the rules of a year know no chance and no file", dir, path)
			}
		}
	}
}
