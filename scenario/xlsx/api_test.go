package xlsx_test

import (
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
)

// The exported names, frozen: a change to them shows in review.
func TestExportedNames(t *testing.T) {
	testkit.Golden(t, "testdata/api.txt", testkit.API(t, "."))
}
