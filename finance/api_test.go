package finance_test

import (
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
)

// Each change of an exported name shows in a golden file, so that it is seen in review.
func TestExportedNames(t *testing.T) {
	testkit.Golden(t, filepath.Join("testdata", "api.txt"), testkit.API(t, ".")+"\n"+testkit.API(t, "sheet"))
}
