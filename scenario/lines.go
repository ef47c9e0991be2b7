package scenario

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/lines"
)

// FindLines lists the rows that a text names, in the order of rows: the row itself ("bodies.Acute trust.balance"), its
// name in words ("net cost", "Acute trust: balance"), or every row of a pattern, in which * stands for one name
// between dots ("bodies.*.balance"). The error says that there is none, and which may be meant.
func FindLines(text string, rows []string) ([]string, error) {
	return lines.NewFinder(rows, &sheet.Suggester{}).Find(text)
}
