package parquet

import (
	"context"
	"encoding/json"
	"io"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

// metadataKey is the name under which a Parquet file describes itself.
const metadataKey = "envelope"

// manifestKey is the name under which the file of a run has its manifest.
const manifestKey = "envelope.manifest"

// WritePaths writes the figures of the paths from ≤ path < to as Parquet: one row for each path, with its number in the
// column "path", and one column of doubles for each scenario, line and year of the plan. Money is in the currency's
// unit. The file's metadata describes the columns, as JSON under the key "envelope". Memory does not grow with the
// paths, but for 16 bytes for each 32 MiB. It fails with [report.ErrNoLines] where there are none, with the writer's error, and as
// [scenario.Plan.EachPath] does.
func WritePaths(ctx context.Context, w io.Writer, r *scenario.Result, p *scenario.Plan, from, to uint64) error {
	w = door.Writer(w)
	names, note := report.NameColumns(r, p)
	text, err := json.Marshal(note)
	if err != nil {
		return err
	}
	rows := &pathRows{columns: make([][]float64, len(names)), most: max(1, groupBytes/8/(len(names)+1))}
	if rows.file, err = newColumnFile(w, append([]string{"path"}, names...)); err != nil {
		return err
	}
	if err := p.EachPath(ctx, from, to, rows.add); err != nil {
		return err
	}
	if err := rows.flush(); err != nil {
		return err
	}
	return rows.file.close(metadataKey, string(text))
}

// pathRows gathers blocks of paths into groups of rows.
type pathRows struct {
	file    *columnFile
	first   uint64      // number of the first path gathered
	columns [][]float64 // in the order of the plan
	most    int         // rows of a group
}

// groupBytes is about how large a group of rows becomes.
const groupBytes = 32 << 20

// add gathers a block, and writes the groups that it fills.
func (r *pathRows) add(b scenario.PathBlock) error {
	if len(b.Columns) == 0 {
		return report.ErrNoLines
	}
	for at, n := 0, len(b.Columns[0]); at < n; {
		held := len(r.columns[0])
		if held == 0 {
			r.first = b.First + uint64(at)
		}
		end := min(n, at+r.most-held)
		for i, figures := range b.Columns {
			if r.columns[i] == nil {
				r.columns[i] = make([]float64, 0, r.most)
			}
			r.columns[i] = append(r.columns[i], figures[at:end]...)
		}
		if at = end; len(r.columns[0]) < r.most {
			continue
		}
		if err := r.flush(); err != nil {
			return err
		}
	}
	return nil
}

// flush writes the rows gathered as a group.
func (r *pathRows) flush() error {
	if len(r.columns) == 0 || len(r.columns[0]) == 0 {
		return nil
	}
	if err := r.file.group(r.first, r.columns); err != nil {
		return err
	}
	for i := range r.columns {
		r.columns[i] = r.columns[i][:0]
	}
	return nil
}
