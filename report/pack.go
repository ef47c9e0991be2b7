package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A Pack is what those who answer for a result have to show: what it rests on, what was decided and checked, how far it
// may be used, and what changed. Who did the work, who assured and who approved it stays blank, for people to fill in.
type Pack struct {
	Assumptions []Assumption // the log of assumptions; those at their default last
	Sources     []SourceUse  // the log of data: whose figures are used, and where
	Decisions   []Decision   // the log of decisions, as far as the file says them
	Checks      []Check      // the log of quality assurance
	People      []string     // whose names and dates are to be filled in
	Limits      []string     // how far the result may be used
	Expiry      string       // until when
	NotModelled []string     // what the model leaves out
	Red         string       // how much of the answer rests on red numbers, in a sentence
	Since       string       // the run that changes are counted from; empty if none was named
	Changes     []Decision   // what differs from it
}

// A SourceUse is a source with the numbers that rest on it.
type SourceUse struct {
	Source  string   // as the file has it
	Quality string   // the poorest of those numbers: red, amber, green or unsupported
	Inputs  []string // in plain words: see [SpokenInput]
}

// A Decision is something that was settled, with what was settled.
type Decision struct{ What, Is string }

// A Check is something that was looked at, with what was found.
type Check struct {
	What     string // the check
	Evidence string // what was found, and where it can be seen
	Held     string // "held", or what has to be looked at
}

// Brought is what a page or workbook says that costs runs or another run to know.
type Brought struct {
	Studied                     // of the balance; see [StudyBalance]
	RedShare *scenario.Estimate // of the variance of RedOf, that rests on red numbers; nil if it was not worked out
	RedOf    string             // the figure, in words
	Since    string             // the run that changes are counted from
	Changes  []file.Difference  // what differs from it
}

// NewPack says what a result has to show for itself.
func NewPack(r *scenario.Result, b Brought) *Pack {
	r = door.Or(r)
	p := &Pack{Assumptions: assumptions(r), NotModelled: printable(r.NotModelled), Since: clean(b.Since),
		People: []string{"Analyst", "Assurer", "Approver"}}
	p.Sources = sourcesOf(p.Assumptions)
	p.Decisions = decisions(r, p.Assumptions)
	p.Checks = assured(r)
	p.limits(r)
	p.Red = p.red(b)
	for _, d := range b.Changes {
		p.Changes = append(p.Changes, Decision{clean(placeInWords(d.Path)), changeInWords(d)})
	}
	return p
}

// placeInWords is a place of a file in plain words, with its keys beside them: "four percent: growth of funding above
// planned inflation (changes.four percent.funding.real_growth)".
func placeInWords(path string) string {
	if words := SpokenInput(path); words != path {
		return words + " (" + path + ")"
	}
	rest, isChange := strings.CutPrefix(path, "changes.")
	for i := 0; isChange && i < len(rest); i++ {
		if rest[i] != '.' {
			continue
		}
		if words := SpokenInput(rest[i+1:]); words != rest[i+1:] {
			return rest[:i] + ": " + decapital(words) + " (" + path + ")"
		}
	}
	return path
}

// changeInWords is a difference between two files.
func changeInWords(d file.Difference) string {
	value := func(s string) string {
		s = strings.ReplaceAll(s, `"`, "")
		if inner, ok := strings.CutPrefix(s, "{"); ok {
			s = strings.TrimPrefix(strings.TrimSuffix(inner, "}"), "value: ")
		}
		if s = clean(s); s == "" {
			return "nothing"
		}
		return s
	}
	is, was := value(d.Is), value(d.Was)
	if shared := sameEnd(is, was); shared != "" { // such as the source, which is said once
		return fmt.Sprintf("%s; was %s; as before: %s", strings.TrimSuffix(is, shared), strings.TrimSuffix(was, shared),
			strings.TrimPrefix(shared, ", "))
	}
	return fmt.Sprintf("%s; was %s", is, was)
}

// sameEnd is what two values end with alike, from a comma on; empty where one is nothing else.
func sameEnd(a, b string) string {
	n := 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	end := a[len(a)-n:]
	for _, key := range []string{", then: ", ", source: ", ", note: ", ", owner: ", ", quality: "} {
		if i := strings.Index(end, key); i >= 0 && n-i < min(len(a), len(b)) {
			return end[i:]
		}
	}
	return ""
}

// sourcesOf lists the sources of assumptions, in the order in which they come.
func sourcesOf(all []Assumption) (uses []SourceUse) {
	at := map[string]int{}
	for _, a := range all {
		if a.Quality == "default" {
			continue
		}
		source := a.Source
		if source == "" {
			source = "No source"
		}
		i, ok := at[source]
		if !ok {
			i = len(uses)
			at[source] = i
			uses = append(uses, SourceUse{Source: source, Quality: a.Quality})
		}
		uses[i].Quality = poorer(uses[i].Quality, a.Quality)
		if !slices.Contains(uses[i].Inputs, a.Spoken) {
			uses[i].Inputs = append(uses[i].Inputs, a.Spoken)
		}
	}
	return uses
}

// poorer is the one of two ratings that supports less.
func poorer(a, b string) string {
	order := []string{"green", "amber", "red", "unsupported"}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// decisions are what the file and the run settle.
func decisions(r *scenario.Result, all []Assumption) (log []Decision) {
	if set := clean(scenario.SettingsInWords(r.Set)); set != "" {
		log = append(log, Decision{"Set for this run, in the place of the file's", set})
	}
	for _, name := range r.Scenarios[min(1, len(r.Scenarios)):] {
		var differs []string
		for _, a := range all {
			if slices.Contains(a.Scenarios, clean(name)) && !slices.Contains(a.Scenarios, clean(r.Scenarios[0])) {
				differs = append(differs, a.Spoken+" "+a.Value)
			}
		}
		if len(differs) > 0 {
			log = append(log, Decision{"Scenario " + clean(name), strings.Join(differs, "; ")})
		}
	}
	for _, a := range all {
		if a.AssumedFrom != "" {
			log = append(log, Decision{"Carried on beyond its source: " + a.Spoken,
				"from " + a.AssumedFrom + ", and red from there" + inSome(a)})
		}
	}
	for _, w := range r.Warnings {
		if w.Accepted != "" {
			log = append(log, Decision{"Accepted: " + clean(w.Fault.Error()), clean(w.Accepted)})
		}
	}
	for _, g := range r.Correlations {
		what := "Move together: " + clean(strings.Join(g.Drivers, ", "))
		is := "as the file says"
		if g.Repaired {
			is = "as the nearest matrix that can hold, not as the file says"
		}
		log = append(log, Decision{what, is})
	}
	return log
}

// inSome names the scenarios of an assumption that not all have.
func inSome(a Assumption) string {
	if len(a.Scenarios) == 0 {
		return ""
	}
	return ", in " + strings.Join(a.Scenarios, ", ")
}

// assured is what a run looked at, with what it found.
func assured(r *scenario.Result) (log []Check) {
	open := scenario.Unanswered(r.Warnings)
	add := func(what, evidence, held string) { log = append(log, Check{what, evidence, held}) }
	const held = "held"
	add("The file has no faults",
		"It was read, and every number in it is within its limits; a file with a fault is not run", held)
	add("Identities: sources are uses, the bridge closes, debt moves by the cash position",
		fmt.Sprintf("%s checks exactly 0 on every one of %s paths, in every year and scenario",
			count(uint64(max(r.Run.Checks, 0))), count(r.Run.Paths)), held)
	add("The result can be had again", fmt.Sprintf("envelope verify manifest.json runs it again: seed %d, result %s",
		r.Run.Seed, shortHash(r.Hash)), "to be done by the assurer")
	switch {
	case len(open) > 0:
		var words []string
		for _, w := range open {
			words = append(words, clean(w.Error()))
		}
		add("Warnings are answered", strings.Join(words, "; "), fmt.Sprintf("%d open", len(open)))
	default:
		add("Warnings are answered", fmt.Sprintf("%d, each accepted with its reason", len(r.Warnings)), held)
	}
	return log
}

// shortHash is as much of a hash as people compare.
func shortHash(hash string) string { return clean(hash[:min(12, len(hash))]) }

// limits says how far the result may be used.
func (p *Pack) limits(r *scenario.Result) {
	red, given := 0, 0
	for _, a := range p.Assumptions {
		if a.Quality != "default" {
			given++
			if a.Red() {
				red++
			}
		}
	}
	p.Limits = append(p.Limits,
		"Figures hold under the assumptions of this pack and no others; intervals say what the number of paths leaves open, not whether the assumptions are right.",
		fmt.Sprintf("%d of %d assumptions that the file gives are red or unsupported. A decision that rests on them needs more than this result.",
			red, given),
		"The central case and the median path are no forecasts.")
	if len(r.Years) > 1 {
		p.Expiry = fmt.Sprintf("Until figures of %s are known, or an assumption of this pack changes. Then envelope roll opens the plan on them.",
			clean(r.Years[1]))
	}
}

// red is how much of the answer rests on red numbers.
func (p *Pack) red(b Brought) string {
	if b.RedShare == nil {
		return "How much of the variance of the answer rests on red numbers was not worked out; envelope run --shares does that."
	}
	return fmt.Sprintf("%s of the variance of %s rests on red numbers.", ChanceInWords(*b.RedShare), clean(b.RedOf))
}
