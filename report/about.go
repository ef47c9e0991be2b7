package report

import "github.com/openenvelope/envelope/scenario"

// An About says what a result is, for the metadata of its records.
type About struct {
	SchemaVersion int      `json:"schema_version"` // version of the form of the records
	Name          string   `json:"name"`           // what the model is about
	Set           string   `json:"set"`            // settings made for this run, in words
	Own           string   `json:"own"`            // which scenarios have their own numbers in those places
	Body          string   `json:"body"`           // whose envelope it is
	Currency      string   `json:"currency"`       // the sign before amounts
	Answer        string   `json:"answer"`         // the sentence that the page begins with
	Year          string   `json:"year"`           // the year of the answer
	Years         []string `json:"years"`          // the opening year first
	// the first year with a figure that is an assumption; empty if none
	AssumedFrom string `json:"assumed_from"`
	// the year whose prices real terms are in; left out for the opening year
	Prices      string                    `json:"prices,omitempty"`
	Scenarios   []string                  `json:"scenarios"`     // the baseline first
	Comparisons [][2]string               `json:"comparisons"`   // of, versus
	Lines       []string                  `json:"lines"`         // in the order of the report
	NotModelled []string                  `json:"not_modelled"`  // what the model leaves out
	Warnings    []scenario.Warning        `json:"warnings"`      // what a reader must know
	Paths       uint64                    `json:"paths"`         // of the run
	Seed        uint64                    `json:"seed"`          // of the run
	Stream      int                       `json:"stream"`        // version of the layout of draws
	Checks      int                       `json:"checks_passed"` // identities that were exactly zero on every path
	Hash        string                    `json:"result_hash"`   // a hash of every figure
	Inputs      []scenario.EffectiveInput `json:"inputs"`        // of every scenario, after defaults
}

// NewAbout is the About of a result; it takes the year and the unit from the options. An empty result is a fault, and
// so is a year that the result does not have.
func NewAbout(r *scenario.Result, o Options) (About, error) {
	v, err := look(of(r), o.Year, o.Unit)
	if err != nil {
		return About{}, err
	}
	a := About{
		SchemaVersion: scenario.SchemaVersion, Name: r.Name, Set: scenario.SettingsInWords(r.Set),
		Own: v.own(r.Scenarios), Body: r.Body, Currency: r.Currency, Answer: Answer(r, o), Year: v.year(),
		Years: r.Years, AssumedFrom: r.AssumedFrom, Prices: r.Prices,
		Scenarios: r.Scenarios, Comparisons: [][2]string{},
		NotModelled: r.NotModelled, Warnings: r.Warnings, Paths: r.Run.Paths, Seed: r.Run.Seed, Stream: r.Run.Stream,
		Checks: r.Run.Checks, Hash: r.Hash, Inputs: r.Inputs,
	}
	for _, c := range r.Comparisons {
		a.Comparisons = append(a.Comparisons, [2]string{c.Of, c.Versus})
	}
	for _, l := range r.Lines {
		a.Lines = append(a.Lines, l.Name)
	}
	return a, nil
}
