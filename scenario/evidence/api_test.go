package evidence_test

import (
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
)

// Every change of the exported names shows in review.
func TestExportedNames(t *testing.T) {
	testkit.Golden(t, "testdata/api.txt", testkit.API(t, "."))
}
