package report

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/parquet-go/parquet-go"
)

// noLines is what is said of paths without figures.
func noLines() error { return errors.New("there are no lines to write") }

// metadataKey is the name under which a Parquet file describes itself.
const metadataKey = "envelope"

// A pathsNote describes a file of paths: what its columns hold and which run they are from.
type pathsNote struct {
	SchemaVersion int          `json:"schema_version"`
	Name          string       `json:"name"`
	Seed          uint64       `json:"seed"`
	Stream        int          `json:"stream"`
	Hash          string       `json:"result_hash,omitempty"` // of the run over all of these paths, where one was summarised
	Columns       []columnNote `json:"columns"`
}

// A columnNote describes a column, in the words of a record.
type columnNote struct {
	Column   string `json:"column"`
	Scenario string `json:"scenario"`
	Body     string `json:"body"`
	Line     string `json:"line"`
	Year     string `json:"year"`
	Unit     string `json:"unit"`
}

// WritePaths writes the figures of the paths from ≤ path < to as Parquet: one row for each path, with its number in the
// column "path", and one column of doubles for each scenario, line and year of the plan. Money is in the currency's unit. The file's
// metadata describes the columns, as JSON under the key "envelope". Memory does not grow with the paths.
func WritePaths(ctx context.Context, w io.Writer, r *scenario.Result, p *scenario.Plan, from, to uint64) error {
	columns := p.PathColumns()
	names, note := nameColumns(r, columns, p.Paths())
	text, err := json.Marshal(note)
	if err != nil {
		return err
	}
	fields := parquet.Group{"path": parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.Plain)}
	for _, name := range names {
		fields[name] = parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.Plain)
	}
	schema := parquet.NewSchema("paths", fields)
	out := parquet.NewGenericWriter[any](w, schema, parquet.KeyValueMetadata(metadataKey, string(text)), parquet.CreatedBy("envelope", scenario.Version, ""),
		parquet.DataPageStatistics(false))
	rows := newPathRows(schema, names)
	if err := p.EachPath(ctx, from, to, func(b scenario.PathBlock) error { return rows.write(out, b) }); err != nil {
		return err
	}
	if err := rows.flush(out); err != nil {
		return err
	}
	return out.Close()
}

// nameColumns names each column of a plan of so many paths for people: the line and the year, with its body and scenario where there are several.
func nameColumns(r *scenario.Result, columns []scenario.PathColumn, paths uint64) (names []string, note pathsNote) {
	note = pathsNote{SchemaVersion: scenario.SchemaVersion, Name: r.Name, Seed: r.Run.Seed, Stream: r.Run.Stream}
	if r.Run.Paths == paths {
		note.Hash = r.Hash
	}
	for _, c := range columns {
		body, line := sheet.BodyOf(c.Line)
		name := c.Line + " " + c.Year
		if len(r.Scenarios) > 1 {
			name = c.Scenario + ": " + name
		}
		n := columnNote{Column: name, Scenario: c.Scenario, Body: body, Line: line, Year: c.Year, Unit: "fraction"}
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

// pathRows gathers blocks of paths into groups of rows.
type pathRows struct {
	buffer  *parquet.Buffer
	path    parquet.Int64Writer
	columns []parquet.DoubleWriter // in the order of the plan
	numbers []int64
	n       int
}

// groupBytes is about how large a group of rows becomes.
const groupBytes = 64 << 20

// newPathRows finds the buffer of each column: a Parquet schema orders its columns by name.
func newPathRows(schema *parquet.Schema, names []string) *pathRows {
	r := &pathRows{buffer: parquet.NewBuffer(schema)}
	at := map[string]parquet.ColumnBuffer{}
	buffers := r.buffer.ColumnBuffers()
	for i, path := range schema.Columns() {
		at[path[0]] = buffers[i]
	}
	r.path, _ = at["path"].(parquet.Int64Writer)
	for _, name := range names {
		w, _ := at[name].(parquet.DoubleWriter)
		r.columns = append(r.columns, w)
	}
	return r
}

func (r *pathRows) write(out *parquet.GenericWriter[any], b scenario.PathBlock) error {
	if len(b.Columns) == 0 {
		return noLines()
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
func (r *pathRows) flush(out *parquet.GenericWriter[any]) error {
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
