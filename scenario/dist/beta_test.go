package dist

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestOneShapeBelowOneIsEnoughForTheFineTable: whichever it is. The table of 512 cells would be off by 1e-10 of the
// width.
func TestOneShapeBelowOneIsEnoughForTheFineTable(t *testing.T) {
	for _, shapes := range [][2]float64{{0.5, 2}, {0.3, 3}, {0.1, 3}, {5, 0.1}, {2, 0.3}} {
		tabulated := Beta{High: 1, Alpha: shapes[0], Beta: shapes[1]}.Transform().(*pertTransform)
		assert.Less(t, worstOfTable(tabulated.table, tabulated.law.at, one), 1e-11, "%v", shapes)
	}
}
