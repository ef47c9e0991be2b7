package report

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A PathsNote describes a file of paths: what its columns hold and which run they are from.
type PathsNote struct {
	SchemaVersion int    `json:"schema_version"` // version of the form of the records
	Name          string `json:"name"`           // of the model
	Seed          uint64 `json:"seed"`           // of the run
	Stream        int    `json:"stream"`         // version of the layout of draws
	// the hash of the run over all of these paths, if there is a summary
	Hash    string       `json:"result_hash,omitempty"`
	Columns []ColumnNote `json:"columns"` // in the order of the file
}

// A ColumnNote describes a column, in the words of a record.
type ColumnNote struct {
	Column   string `json:"column"`   // its heading
	Scenario string `json:"scenario"` // its name
	Body     string `json:"body"`     // empty for the whole
	Line     string `json:"line"`     // the row on the sheet, without its body
	Year     string `json:"year"`     // as the sheet labels it
	Unit     string `json:"unit"`     // the currency's sign, or "fraction"
}

// NameColumns names each column of a plan's paths for people, and describes the file that holds them: the line and the
// year, with its body and scenario if there are several.
func NameColumns(r *scenario.Result, p *scenario.Plan) (names []string, note PathsNote) {
	r, p = door.Or(r), door.Or(p)
	note = PathsNote{SchemaVersion: scenario.SchemaVersion, Name: r.Name, Seed: r.Run.Seed, Stream: r.Run.Stream}
	if r.Run.Paths == p.Paths() {
		note.Hash = r.Hash
	}
	for _, c := range p.PathColumns() {
		body, line := sheet.BodyOf(c.Line)
		name := c.Line + " " + c.Year
		if len(r.Scenarios) > 1 {
			name = c.Scenario + ": " + name
		}
		n := ColumnNote{Column: name, Scenario: c.Scenario, Body: body, Line: line, Year: c.Year, Unit: "fraction"}
		if body == "" {
			n.Body = r.Body
		}
		if c.Money {
			n.Unit = r.Currency
		}
		names, note.Columns = append(names, name), append(note.Columns, n)
	}
	return names, note
}
