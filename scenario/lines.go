package scenario

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/lines"
)

// FindLines lists the rows that a text names, in the order of rows: the row itself ("bodies.Acute trust.balance"), its
// name in words ("net cost", "Acute trust: balance"), or every row that fits a pattern, in which * is any one name
// between dots ("bodies.*.balance"). The error says that there is no such row, and which may be meant.
func FindLines(text string, rows []string) ([]string, error) {
	return lines.NewFinder(rows, &sheet.Suggester{}).Find(text)
}
