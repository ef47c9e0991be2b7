package parquet

import (
	"context"
	"encoding/json"
	"io"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	pq "github.com/parquet-go/parquet-go"
)

// metadataKey is the name under which a Parquet file describes itself.
const metadataKey = "envelope"

// manifestKey is the name under which the file of a run has its manifest.
const manifestKey = "envelope.manifest"

// WritePaths writes the figures of the paths from ≤ path < to as Parquet: one row for each path, with its number in the
// column "path", and one column of doubles for each scenario, line and year of the plan. Money is in the currency's
// unit. The file's metadata describes the columns, as JSON under the key "envelope". Memory does not grow with the
// paths. It fails with [report.ErrNoLines] where there are none, with the writer's error, and as
// [scenario.Plan.EachPath] does.
func WritePaths(ctx context.Context, w io.Writer, r *scenario.Result, p *scenario.Plan, from, to uint64) error {
	w = door.Writer(w)
	names, note := report.NameColumns(r, p)
	text, err := json.Marshal(note)
	if err != nil {
		return err
	}
	fields := pq.Group{"path": pq.Encoded(pq.Leaf(pq.Int64Type), &pq.Plain)}
	for _, name := range names {
		fields[name] = pq.Encoded(pq.Leaf(pq.DoubleType), &pq.Plain)
	}
	schema := pq.NewSchema("paths", fields)
	out := pq.NewGenericWriter[any](w, schema, pq.KeyValueMetadata(metadataKey, string(text)),
		pq.CreatedBy("envelope", scenario.Version, ""), pq.DataPageStatistics(false))
	rows := newPathRows(schema, names)
	if err := p.EachPath(ctx, from, to, func(b scenario.PathBlock) error { return rows.write(out, b) }); err != nil {
		return err
	}
	if err := rows.flush(out); err != nil {
		return err
	}
	return out.Close()
}

// pathRows gathers blocks of paths into groups of rows.
type pathRows struct {
	buffer  *pq.Buffer
	path    pq.Int64Writer
	columns []pq.DoubleWriter // in the order of the plan
	numbers []int64
	n       int
}

// groupBytes is about how large a group of rows becomes.
const groupBytes = 64 << 20

// newPathRows finds the buffer of each column: a Parquet schema orders its columns by name.
func newPathRows(schema *pq.Schema, names []string) *pathRows {
	r := &pathRows{buffer: pq.NewBuffer(schema)}
	at := map[string]pq.ColumnBuffer{}
	buffers := r.buffer.ColumnBuffers()
	for i, path := range schema.Columns() {
		at[path[0]] = buffers[i]
	}
	r.path, _ = at["path"].(pq.Int64Writer)
	for _, name := range names {
		w, _ := at[name].(pq.DoubleWriter)
		r.columns = append(r.columns, w)
	}
	return r
}

func (r *pathRows) write(out *pq.GenericWriter[any], b scenario.PathBlock) error {
	if len(b.Columns) == 0 {
		return report.ErrNoLines
	}
	r.numbers = r.numbers[:0]
	for i := range b.Columns[0] {
		r.numbers = append(r.numbers, int64(b.First)+int64(i))
	}
	if _, err := r.path.WriteInt64s(r.numbers); err != nil {
		return err
	}
	for i, figures := range b.Columns {
		if _, err := r.columns[i].WriteDoubles(figures); err != nil {
			return err
		}
	}
	r.n += len(r.numbers)
	if r.n*8*(len(r.columns)+1) < groupBytes {
		return nil
	}
	return r.flush(out)
}

// flush writes the rows gathered as a group.
func (r *pathRows) flush(out *pq.GenericWriter[any]) error {
	if r.n == 0 {
		return nil
	}
	if _, err := out.WriteRowGroup(r.buffer); err != nil {
		return err
	}
	r.buffer.Reset()
	r.n = 0
	return nil
}
