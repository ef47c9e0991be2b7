package report

import (
	"io"
	"strings"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
)

// AssumptionsCSV writes the log of assumptions: a line for each number as the run used it, with the scenarios that have
// it so (all, if none is named), and what it rests on. It is written as [scenario.Result.WriteCSV] writes. The error is
// the writer's own; no writer is a fault.
func AssumptionsCSV(w io.Writer, r *scenario.Result) error {
	t := table.NewWriter(w)
	t.Row("input", "in_words", "scenarios", "value", "uncertainty", "source", "note", "owner", "quality",
		"assumed_from", "place")
	for _, a := range assumptions(door.Or(r)) {
		t.Row(a.Input, a.Spoken, strings.Join(a.Scenarios, "; "), a.Value, a.Uncertainty, a.Source, a.Note, a.Owner,
			a.Quality, a.AssumedFrom, a.Place)
	}
	return t.Flush()
}
