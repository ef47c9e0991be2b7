package report

import (
	"context"
	"io"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
)

// WritePathsCSV writes the figures of the paths from ≤ path < to as CSV: a line for each path, with its number in the
// column "path" and the columns of package parquet's WritePaths, in the form of [scenario.Result.WriteCSV]. Memory does
// not grow with the number of paths. The error is [ErrNoLines] if there are no lines, the writer's own, or an error of
// [scenario.Plan.EachPath].
func WritePathsCSV(ctx context.Context, w io.Writer, r *scenario.Result, p *scenario.Plan, from, to uint64) error {
	w = door.Writer(w)
	names, _ := NameColumns(r, p)
	t := table.NewWriter(w)
	t.Row("path", names)
	figures := make([]float64, len(names))
	err := p.EachPath(ctx, from, to, func(b scenario.PathBlock) error {
		if len(b.Columns) == 0 {
			return ErrNoLines
		}
		for i := range b.Columns[0] {
			for c, column := range b.Columns {
				figures[c] = column[i]
			}
			t.Row(b.First+uint64(i), figures)
		}
		return t.Flush()
	})
	if err != nil {
		return err
	}
	return t.Flush()
}

// ErrNoLines is the fault of paths without figures.
var ErrNoLines = error(fault.Missing.Found("there are no lines to write"))
