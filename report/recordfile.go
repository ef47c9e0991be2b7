package report

import (
	"encoding/json"
	"io"

	"github.com/openenvelope/envelope/scenario"
	"github.com/parquet-go/parquet-go"
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

// An about says what a result is, for the metadata of its records.
type about struct {
	SchemaVersion int                       `json:"schema_version"`
	Name          string                    `json:"name"`
	Set           string                    `json:"set"` // in the file for this run, in words
	Own           string                    `json:"own"` // which scenarios have their own numbers there
	Body          string                    `json:"body"`
	Currency      string                    `json:"currency"`
	Answer        string                    `json:"answer"`
	Year          string                    `json:"year"` // the one that the answer is for
	Years         []string                  `json:"years"`
	AssumedFrom   string                    `json:"assumed_from"`
	Scenarios     []string                  `json:"scenarios"`
	Comparisons   [][2]string               `json:"comparisons"` // of, versus
	Lines         []string                  `json:"lines"`
	NotModelled   []string                  `json:"not_modelled"`
	Warnings      []string                  `json:"warnings"`
	Paths         uint64                    `json:"paths"`
	Seed          uint64                    `json:"seed"`
	Stream        int                       `json:"stream"`
	Checks        int                       `json:"checks_passed"`
	Hash          string                    `json:"result_hash"`
	Inputs        []scenario.EffectiveInput `json:"inputs"`
}

// WriteRecords writes every figure of a result as Parquet, in the long form of [scenario.Record], for programs that
// read columns. The file's metadata says what the result is, as JSON under the key "envelope". Of the options it takes the year.
func WriteRecords(w io.Writer, r *scenario.Result, o Options) error {
	v, err := look(of(r), o.Year, o.Unit)
	if err != nil {
		return err
	}
	a := about{
		SchemaVersion: scenario.SchemaVersion, Name: r.Name, Set: scenario.SettingsInWords(r.Set), Own: v.own(r.Scenarios), Body: r.Body, Currency: r.Currency, Answer: Answer(r, o), Year: v.year(),
		Years: r.Years, AssumedFrom: r.AssumedFrom, Scenarios: r.Scenarios, Comparisons: [][2]string{}, NotModelled: r.NotModelled, Warnings: r.Warnings,
		Paths: r.Run.Paths, Seed: r.Run.Seed, Stream: r.Run.Stream, Checks: r.Run.Checks, Hash: r.Hash, Inputs: r.Inputs,
	}
	for _, c := range r.Comparisons {
		a.Comparisons = append(a.Comparisons, [2]string{c.Of, c.Versus})
	}
	for _, l := range r.Lines {
		a.Lines = append(a.Lines, l.Name)
	}
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	options := []parquet.WriterOption{parquet.KeyValueMetadata(metadataKey, string(text)), parquet.CreatedBy("envelope", scenario.Version, ""),
		parquet.DataPageStatistics(false)}
	for _, column := range parquet.SchemaOf(fileRecord{}).Columns() { // nobody skips pages of so few rows
		options = append(options, parquet.SkipPageBounds(column...))
	}
	out := parquet.NewGenericWriter[fileRecord](w, options...)
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
		rows = append(rows, fileRecord{x.Scenario, x.Versus, x.Body, x.Line, x.Year, x.Basis, x.PriceYear, x.Unit, x.Stat, x.Value, x.Lo, x.Hi, x.Set})
	}
	for _, x := range chances {
		lo, hi := x.Lo, x.Hi
		rows = append(rows, fileRecord{Scenario: x.Scenario, Versus: x.Versus, Body: x.Body, Line: x.Condition, Year: x.Year,
			Unit: "fraction", Stat: "probability", Value: x.Probability, Lo: &lo, Hi: &hi, Set: x.Set})
	}
	return rows
}
