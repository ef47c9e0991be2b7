package history

import (
	"embed"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// shipped holds tables of published figures, each with its sources; shipped/README.md says who published them.
//
//go:embed shipped/*.csv
var shipped embed.FS

// Shipped names the tables that come with the library: "gdp_deflator.csv". Each has a column year, columns of figures,
// and for each row a source and a status: read in a publication, or derived from figures that were read.
func Shipped() []string {
	var names []string
	entries, _ := shipped.ReadDir("shipped")
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}

// Table is the text of a shipped table. A name that is not in [Shipped] is a [fault.Unknown] fault.
func Table(name string) ([]byte, error) {
	text, err := shipped.ReadFile("shipped/" + name)
	if err != nil {
		return nil, fault.Unknown.Found("there is no shipped history %s", fault.Quote(name)).
			Want("there are %s", strings.Join(Shipped(), ", "))
	}
	return text, nil
}

// ReadShipped reads one column of a shipped table. A name that is not in [Shipped] is a [fault.Unknown] fault, and a
// column that the table does not have is a fault as in [Read].
func ReadShipped(name, column string) (evidence.Series, error) {
	text, err := Table(name)
	if err != nil {
		return evidence.Series{}, err
	}
	return Read(name, text, column)
}
