package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// discordant says in how many paths only one of two scenarios meets the main condition; empty if that is not known.
func (p page) discordant(pair scenario.Comparison) string {
	condition, ok := p.question()
	if !ok {
		return ""
	}
	c, ok := p.ChanceDifference(pair.Of, pair.Versus, condition.Name(), p.year())
	if !ok {
		return ""
	}
	meet := "balance"
	if condition.Name() != mainCondition {
		meet = "meet “" + clean(condition.Words()) + "”"
	}
	return fmt.Sprintf("Of %s paths on the same draws, %s %s in %s only with %s, and %s only with %s.",
		count(p.about.Run.Paths), count(c.OnlyOf), meet, p.year(), quoted(pair.Of), count(c.OnlyVersus),
		quoted(pair.Versus)) + p.pairing(pair, condition)
}

// pairing says how much precision the shared draws bring for the balance, for the money spent on transformation, and
// for the chance.
func (p page) pairing(pair scenario.Comparison, condition scenario.Condition) string {
	var gains []string
	for _, line := range []string{"balance", "transformation"} {
		if times, ok := p.Pairing(pair.Of, pair.Versus, line, p.year()); ok && !math.IsInf(times, 1) &&
			!math.IsNaN(times) {
			gains = append(gains, fmt.Sprintf("%.1f times for %s", times, label(line)))
		}
	}
	if times, ok := p.PairingOfChance(pair.Of, pair.Versus, condition.Name(), p.year()); ok {
		gains = append(gains, fmt.Sprintf("%.1f times for the chance", times))
	}
	if len(gains) == 0 {
		return ""
	}
	return " Shared draws make the differences more precise than two separate runs would: " +
		strings.Join(gains, ", ") + "."
}

// notes are the notes that a reader needs to read the figures.
func (p page) notes() {
	p.line("")
	p.line(p.ink.bold("How to read this"))
	for _, note := range p.reading() {
		p.paragraph("- ", note)
	}
	p.listed("Not modelled", p.about.NotModelled)
	p.warnings()
	p.paragraph("", p.provenance())
}

// reading explains the words and marks of the tables.
func (p page) reading() []string {
	notes := []string{
		"central has every driver at its median, p50 is the middle path and mean the average. They differ because deficits, diversion and debt move on one side only, so good and bad luck do not cancel; none of them is a forecast.",
		"p10, p50 and p90 do not add up, down a column or along a row: each is taken over all paths for its own line. Other figures may not sum because each is rounded by itself.",
		fmt.Sprintf("No figure has more digits than %s paths support; ~ marks one whose last digit is in doubt, ? one that they cannot give.", count(p.about.Run.Paths)),
		"± and brackets are 95% Monte Carlo intervals: what the number of paths leaves open, not whether the assumptions are right.",
		fmt.Sprintf("exact is what no uncertain number reaches; same is what is the same on all %s paths, though a path that was not drawn might differ.", count(p.about.Run.Paths)),
	}
	if p.about.Run.ExactPercentiles {
		notes = append(notes, "Percentiles are exact: those of all paths' figures sorted.")
	}
	if p.about.Prices != "" {
		notes = append(notes, "Real terms are "+p.inPrices()+".")
	}
	if from := p.assumedFrom(); from < len(p.about.Years) {
		notes = append(notes, assumedNote(p.about.Years[from], p.assumedInputs()))
	}
	notes = append(notes, p.assumedElsewhere()...)
	for _, c := range p.conditions() {
		notes = append(notes, p.conditionNote(c))
	}
	if len(p.bodies()) > 0 {
		notes = append(notes, bodiesNote())
	}
	if once := p.onceNote(); once != "" {
		notes = append(notes, once)
	}
	notes = append(notes, p.notShown()...)
	if support := p.support(); support != "" {
		notes = append(notes, support)
	}
	return notes
}

// notShown names the lines left out because they are zero: in all cases, or on all paths of the run.
func (p page) notShown() (notes []string) {
	var certain, drawn []scenario.Line
	for _, l := range p.idle {
		if p.exactlyZero(l.Name) {
			certain = append(certain, l)
		} else {
			drawn = append(drawn, l)
		}
	}
	if len(certain) > 0 {
		notes = append(notes, "Not shown, because exactly zero in every year: "+joined(p.namesOf(certain))+".")
	}
	if len(drawn) > 0 {
		notes = append(notes, fmt.Sprintf("Not shown, because zero on all %s paths in every year: %s.",
			count(p.about.Run.Paths), joined(p.namesOf(drawn))))
	}
	return notes
}

// exactlyZero reports whether a line that is zero on all paths is zero in all cases.
func (p page) exactlyZero(line string) bool {
	for _, name := range p.scenarios {
		for _, year := range p.about.Years {
			if c, ok := p.Cell(name, line, year); ok && !c.Exact {
				return false
			}
		}
	}
	return true
}

// bodiesNote explains the tables and sentences about bodies.
func bodiesNote() string {
	return "Beside a body, chance is that its own balance is zero or more in the year. A body breaks in the first year in which a deficit is more likely than not, beyond the Monte Carlo interval. " +
		"surplus to move is what some bodies would have to hand to others for deficits to shrink as far as they can."
}

// namesOf are the labels of lines.
func (p page) namesOf(lines []scenario.Line) (names []string) {
	for _, l := range lines {
		names = append(names, label(l.Name))
	}
	return names
}

// assumedNote explains the asterisk, and names the inputs that are assumed if they are known.
func assumedNote(from string, inputs []string) string {
	names := ""
	if len(inputs) > 0 {
		names = " (" + few(inputs) + ")"
	}
	return fmt.Sprintf("* From %s the years rest on assumptions beyond the sources%s.", clean(from), names)
}

// assumedInputs are the inputs of the baseline whose source ends before the plan does.
func (p page) assumedInputs() []string {
	var names []string
	for _, in := range p.about.Inputs {
		name := clean(spokenWithin(in.Input))
		if in.AssumedFrom != "" && p.ofBaseline(in) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// ofBaseline reports whether an input belongs to the baseline.
func (p page) ofBaseline(in scenario.EffectiveInput) bool {
	return in.Scenario == "" || in.Scenario == p.about.Scenarios[0]
}

// assumedElsewhere says which further inputs the other scenarios shown assume, and from which year.
func (p page) assumedElsewhere() (notes []string) {
	known := map[string]string{}
	for _, in := range p.about.Inputs {
		if p.ofBaseline(in) {
			known[in.Input] = in.AssumedFrom
		}
	}
	for _, name := range p.scenarios {
		var own []string
		for _, in := range p.about.Inputs {
			if in.Scenario == name && !p.ofBaseline(in) && in.AssumedFrom != "" && in.AssumedFrom != known[in.Input] {
				own = append(own, fmt.Sprintf("%s from %s", clean(spokenWithin(in.Input)), clean(in.AssumedFrom)))
			}
		}
		if len(own) > 0 {
			notes = append(notes,
				fmt.Sprintf("With %s there are assumptions of its own beyond the sources: %s.", quoted(name), few(own)))
		}
	}
	return notes
}

// support counts the inputs by how well they are supported, and names the weak ones.
func (p page) support() string {
	byQuality := map[string][]string{}
	for _, in := range p.about.Inputs {
		quality := in.Quality
		switch {
		case in.Default:
			quality = "default"
		case quality == "":
			quality = "unsupported"
		}
		if name := clean(spokenWithin(in.Input)); !slices.Contains(byQuality[quality], name) {
			byQuality[quality] = append(byQuality[quality], name)
		}
	}
	var phrases []string
	for _, quality := range []string{"red", "unsupported", "amber", "green", "default"} {
		names := byQuality[quality]
		switch {
		case len(names) == 0:
		case quality == "red" || quality == "unsupported":
			phrases = append(phrases, fmt.Sprintf("%d %s (%s)", len(names), quality, few(names)))
		case quality == "default":
			phrases = append(phrases, fmt.Sprintf("%d at default", len(names)))
		default:
			phrases = append(phrases, fmt.Sprintf("%d %s", len(names), quality))
		}
	}
	if len(phrases) == 0 {
		return ""
	}
	return "Support of the inputs: " + joined(phrases) + "."
}

// few lists names, which may have commas; of many names the first five.
func few(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(names[:most], "; "), len(names)-most)
}

// listed writes a heading and a bullet for each item; nothing if there is none.
func (p page) listed(heading string, items []string) {
	if len(items) == 0 {
		return
	}
	p.line("")
	p.line(p.ink.bold(heading))
	for _, item := range items {
		p.paragraph("- ", clean(item))
	}
}

// warnings lists the open warnings, then the accepted ones with their reasons.
func (p page) warnings() {
	var open, accepted []string
	for _, w := range p.about.Warnings {
		if w.Accepted == "" {
			open = append(open, w.Error())
		} else {
			accepted = append(accepted, w.Error())
		}
	}
	p.listed("Warnings", open)
	p.listed("Warnings accepted", accepted)
}

// provenance says how to get the same figures again.
func (p page) provenance() string {
	run := p.about.Run
	text := fmt.Sprintf("Seed %d, %s paths, stream %d; %s checks exactly 0 on every path",
		run.Seed, count(run.Paths), run.Stream, count(uint64(max(run.Checks, 0))))
	if hash := short(p.about.Hash); hash != "" {
		text += "; result " + hash
	}
	return text + "."
}

// short is the first part of a hash, which people compare by eye.
func short(hash string) string {
	hash = clean(hash)
	return hash[:min(len(hash), 12)]
}
