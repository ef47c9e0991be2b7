package parquet

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	pq "github.com/parquet-go/parquet-go"
)

// A fileRecord is a record as a row of Parquet. A probability is a record whose stat is "probability", with the
// condition as its line.
type fileRecord struct {
	Scenario  string   `parquet:"scenario,dict"`
	Versus    string   `parquet:"versus,dict"`
	Body      string   `parquet:"body,dict"`
	Line      string   `parquet:"line,dict"`
	Year      string   `parquet:"year,dict"`
	Basis     string   `parquet:"basis,dict"`
	PriceYear string   `parquet:"price_year,dict"`
	Unit      string   `parquet:"unit,dict"`
	Stat      string   `parquet:"stat,dict"`
	Value     float64  `parquet:"value"`
	Lo        *float64 `parquet:"lo"`
	Hi        *float64 `parquet:"hi"`
	Set       string   `parquet:"set,dict"`
}

// WriteRecords writes every figure of a result as Parquet, in the long form of [scenario.Record], for programs that
// read columns. The file's metadata says what the result is, as JSON under the key "envelope". Of the options it takes
// the year. It fails as [report.NewAbout] does, and with the writer's error.
func WriteRecords(w io.Writer, r *scenario.Result, o report.Options) error {
	return writeRecords(w, r, o)
}

// WriteRun writes the records of a run of a scenario file as [WriteRecords] does, with the run's manifest as JSON in
// the metadata under "envelope.manifest": such a file alone can be read, and run again, wherever it is. No scenario
// file is a fault.
func WriteRun(w io.Writer, s *file.Spec, r *scenario.Result, o report.Options) error {
	if s == nil || r == nil {
		return fault.Missing.Found("there is no run to write")
	}
	var manifest bytes.Buffer
	if err := file.NewManifest(s, r).Write(&manifest); err != nil {
		return err
	}
	return writeRecords(w, r, o, pq.KeyValueMetadata(manifestKey, manifest.String()))
}

// Name is the file of a folder of results that has its records as Parquet.
const Name = "results.parquet"

// File is the records of a run for a folder of results ([report.WriteAll]).
func File(s *file.Spec, r *scenario.Result, o report.Options) report.File {
	return report.File{Name: Name, Write: func(_ context.Context, w io.Writer) error { return WriteRun(w, s, r, o) }}
}

func writeRecords(w io.Writer, r *scenario.Result, o report.Options, options ...pq.WriterOption) error {
	w = door.Writer(w)
	a, err := report.NewAbout(r, o)
	if err != nil {
		return err
	}
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	options = append(options, pq.KeyValueMetadata(metadataKey, string(text)),
		pq.CreatedBy("envelope", scenario.Version, ""), pq.DataPageStatistics(false))
	for _, column := range pq.SchemaOf(fileRecord{}).Columns() { // nobody skips pages of so few rows
		options = append(options, pq.SkipPageBounds(column...))
	}
	out := pq.NewGenericWriter[fileRecord](w, options...)
	if _, err := out.Write(fileRecords(r)); err != nil {
		return err
	}
	return out.Close()
}

// fileRecords are the records, then the probabilities.
func fileRecords(r *scenario.Result) (rows []fileRecord) {
	records, chances := r.Records(), r.ChanceRecords()
	rows = make([]fileRecord, 0, len(records)+len(chances))
	for _, x := range records {
		rows = append(rows, fileRecord{x.Scenario, x.Versus, x.Body, x.Line, x.Year, x.Basis, x.PriceYear, x.Unit,
			x.Stat, x.Value, x.Lo, x.Hi, x.Set})
	}
	for _, x := range chances {
		lo, hi := x.Lo, x.Hi
		rows = append(rows, fileRecord{Scenario: x.Scenario, Versus: x.Versus, Body: x.Body, Line: x.Condition,
			Year: x.Year, Unit: "fraction", Stat: "probability", Value: x.Probability, Lo: &lo, Hi: &hi, Set: x.Set})
	}
	return rows
}
