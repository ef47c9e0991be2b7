package report

import "github.com/openenvelope/envelope/scenario"

// An About says what a result is, for the metadata of its records.
type About struct {
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

// NewAbout says it of a result; of the options it takes the year and the unit.
func NewAbout(r *scenario.Result, o Options) (About, error) {
	v, err := look(of(r), o.Year, o.Unit)
	if err != nil {
		return About{}, err
	}
	a := About{
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
	return a, nil
}
