package report

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// A Digest is a result in words and printed figures: the content of a page or a paper, in whatever format. Text from a
// file has only printable characters ([Printable]), and is not escaped for any format.
type Digest struct {
	Name     string // what the model is about
	Question string // the main question, in a sentence
	Answer   string // the answer to it, in a sentence or two
	Bodies   string // which body of a system breaks first, or how many of many bodies are in deficit; empty if none
	Year     string // the year asked about
	Unit     string // unit of money unless another is given: "£bn"

	Years       []string // the opening year first
	AssumedFrom int      // index of the first year that is an assumption; the number of years if none
	Scenarios   []string // the baseline first

	Summary     Grid         // the scenarios side by side in the year asked about
	Lines       []Grid       // the lines and chances of each scenario
	BodyTables  []Grid       // the bodies of each scenario, first a ranking if they are many; empty if there are none
	Differences []Difference // one for each comparison
	Series      []Series     // the figures behind the charts
	Chances     []Series     // how probable balance is, by year
	Ledgers     []LedgerView // the exact central case of each scenario

	Assumptions []Assumption // the assumptions behind the figures; defaults last
	Reading     []string     // notes on how to read the figures
	NotModelled []string     // what the model leaves out
	Warnings    []string     // what a reader must know
	Checks      string       // which checks were made, and that they held
	Run         string       // how to get the same figures again
	Hash        string       // a hash of every figure
}

// A Difference is what one scenario changes against another.
type Difference struct {
	Of, Versus string   // scenarios
	Grid       Grid     // the differences in lines and chances
	Words      []string // further sentences
}

// NewDigest is the Digest of a result. It takes the year, the unit, the lines and the scenarios from the options. Its
// errors are those of [Table].
func NewDigest(r *scenario.Result, o Options) (*Digest, error) { return digest(of(r), o) }

func digest(s source, o Options) (*Digest, error) {
	o.Detail = true
	p, err := newPage(s, o)
	if err != nil {
		return nil, err
	}
	d := &Digest{Name: clean(s.about.Name), Question: p.asking(), Answer: p.answer(p.scenarios),
		Bodies: p.breaks(p.scenarios), Year: clean(p.year()), Unit: p.unit.Name, AssumedFrom: p.assumedFrom(),
		Summary: p.summaryGrid(), Series: p.series(), Chances: p.chanceSeries(), Ledgers: p.ledgers(),
		Assumptions: assumptions(s.about), Reading: p.reading(), NotModelled: printable(s.about.NotModelled),
		Warnings: warned(s.about.Warnings), Checks: p.checked(), Run: p.again(), Hash: clean(s.about.Hash),
		Years: printable(s.about.Years), Scenarios: printable(p.scenarios)}
	bodies := p.bodies()
	for _, name := range p.scenarios {
		d.Lines = append(d.Lines, gridOf(p.heading(clean(name)), p.headers(), p.scenarioSections(name)))
		d.BodyTables = append(d.BodyTables, p.nationGrids(name, bodies)...)
		if g := p.bodyGrid(name, bodies); len(g.Rows) > 0 {
			d.BodyTables = append(d.BodyTables, g)
		}
	}
	for _, pair := range pairs(s.about.Comparisons, p.scenarios) {
		d.Differences = append(d.Differences, p.difference(pair))
	}
	return d, nil
}

// printable makes every text fit for a page.
func printable(all []string) (clear []string) {
	for _, s := range all {
		clear = append(clear, clean(s))
	}
	return clear
}

// asking is the main question in words.
func (p page) asking() string {
	condition, ok := p.question()
	if !ok {
		return fmt.Sprintf("What comes in %s?", clean(p.year()))
	}
	return fmt.Sprintf("What is the chance %s?", p.event(condition))
}

// difference is what a comparison shows and says.
func (p page) difference(pair scenario.Comparison) Difference {
	heading := p.heading(clean(pair.Of) + " minus " + clean(pair.Versus))
	d := Difference{Of: clean(pair.Of), Versus: clean(pair.Versus),
		Grid: gridOf(heading, p.headers(), p.differenceSections(pair))}
	for _, text := range []string{p.discordant(pair), p.breakEven(pair)} {
		if text != "" {
			d.Words = append(d.Words, text)
		}
	}
	return d
}

// checked says what was checked on every path.
func (p page) checked() string {
	return fmt.Sprintf("%s checks (sources are uses, the bridge closes, debt moves by the cash position) were exactly 0 on every one of %s paths, in every year and scenario.",
		count(uint64(max(p.about.Run.Checks, 0))), count(p.about.Run.Paths))
}

// again says how to get the same figures again.
func (p page) again() string {
	run := p.about.Run
	text := fmt.Sprintf("Seed %d, %s paths, stream %d, envelope %s.", run.Seed, count(run.Paths), run.Stream,
		scenario.Version)
	if set := clean(scenario.SettingsInWords(p.about.Set)); set != "" {
		text = strings.TrimSpace(sentence(set)+". "+p.own(p.scenarios)) + " " + text
	}
	return text
}

// warned are the warnings in words.
func warned(all []scenario.Warning) (words []string) {
	for _, w := range all {
		words = append(words, clean(w.Error()))
	}
	return words
}
