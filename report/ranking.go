package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/scenario"
)

// mostBodies is how many bodies of a system are shown as the file has them. Of more, tables and charts show the
// [mostTroubled] in most trouble and say how many others there are; a ranking has as many as [mostRanked].
const (
	mostBodies   = 20
	mostTroubled = 10
	mostRanked   = 200
)

// many reports whether bodies are too many to show each of them everywhere: a nation.
func many(all []body) bool { return len(all) > mostBodies }

// trouble is what bodies are ranked by: a deficit's chance in a year, then the balance of the middle path.
type trouble struct {
	body
	deficit, middle float64
}

// ranked are bodies in the order of their trouble with a scenario in the year asked about, the worst first; bodies in
// equal trouble stay as the file has them. What is not known ranks last.
func (v view) ranked(name string, all []body) []body {
	var troubles []trouble
	for _, b := range all {
		t := trouble{body: b, middle: math.Inf(1)}
		if c, ok := v.Chance(name, b.main, v.year()); ok {
			t.deficit = 1 - c.Probability.Value
		}
		if c, ok := v.Cell(name, b.balance, v.year()); ok {
			t.middle = medianOf(c).Value
		}
		troubles = append(troubles, t)
	}
	slices.SortStableFunc(troubles, func(a, b trouble) int {
		return cmp.Or(cmp.Compare(b.deficit, a.deficit), cmp.Compare(a.middle, b.middle))
	})
	var order []body
	for _, t := range troubles {
		order = append(order, t.body)
	}
	return order
}

// shownBodies are all bodies if they are no more than most; else the few in most trouble with a scenario, and how many
// others there are.
func (v view) shownBodies(name string, all []body, most int) (shown []body, others int) {
	if len(all) <= most {
		return all, 0
	}
	few := min(most, mostTroubled)
	return v.ranked(name, all)[:few], len(all) - few
}

// lessTrouble says how many bodies are left out.
func lessTrouble(others int) string { return fmt.Sprintf("and %d in less trouble", others) }

// troubled says in a sentence without its stop how the bodies of a nation stand in the year asked about.
func (v view) troubled(name string, all []body) string {
	said := v.worst(name, all)
	if spread := v.middles(name, all, v.asked); len(spread) > 0 {
		said += fmt.Sprintf("; on the middle path the balances reach from %s to %s, and half of them are %s or less",
			v.pounds(spread[0]), v.pounds(spread[len(spread)-1]), v.pounds(standingAt(spread, 0.5)))
	}
	return said
}

// worst says how many bodies of a nation are in deficit, and names the three in most trouble.
func (v view) worst(name string, all []body) string {
	var worst []string
	for _, b := range v.ranked(name, all)[:3] {
		if c, ok := v.Chance(name, b.main, v.year()); ok {
			worst = append(worst,
				fmt.Sprintf("%s (chance of a deficit %s)", b.name, probability(against(c.Probability))))
		}
	}
	return fmt.Sprintf("%d of %d bodies are more likely than not in deficit in %s; in most trouble are %s",
		v.inDeficit(name, all, v.asked), len(all), clean(v.year()), joined(worst))
}

// inDeficit is how many bodies are more likely than not in deficit in a year.
func (v view) inDeficit(name string, all []body, year int) (n int) {
	for _, b := range all {
		if c, ok := v.Chance(name, b.main, v.about.Years[year]); ok {
			if against(c.Probability).Value > 0.5 {
				n++
			}
		} else if c, ok := v.Cell(name, b.balance, v.about.Years[year]); ok && medianOf(c).Value < 0 {
			n++
		}
	}
	return n
}

// middles are the balances of bodies on the middle path of a year, the lowest first.
func (v view) middles(name string, all []body, year int) (sorted []scenario.Estimate) {
	for _, b := range all {
		if c, ok := v.Cell(name, b.balance, v.about.Years[year]); ok {
			sorted = append(sorted, medianOf(c))
		}
	}
	slices.SortStableFunc(sorted, func(a, b scenario.Estimate) int { return cmp.Compare(a.Value, b.Value) })
	return sorted
}

// standingAt is the least figure that a part of the bodies are at or below; with 0 the lowest.
func standingAt(sorted []scenario.Estimate, part float64) scenario.Estimate {
	return sorted[max(int(math.Ceil(part*float64(len(sorted))))-1, 0)]
}

// rankingTable is the table of a nation's bodies with a scenario, in the order of their trouble.
func (p page) rankingTable(name string, all []body) (heading string, headers []string, rows section) {
	order := p.ranked(name, all)
	shown := order[:min(len(order), mostRanked)]
	standings := map[string]standing{}
	for _, b := range shown {
		standings[b.name] = p.standing(name, b)
	}
	for i, b := range shown {
		rows = append(rows, block{fmt.Sprintf("%d %s", i+1, b.name), []row{p.rankingRow(name, b, standings[b.name])}})
	}
	if more := len(order) - len(shown); more > 0 {
		rows = append(rows, block{lessTrouble(more), []row{{cells: make([]string, len(rankingHeaders()))}}})
	}
	return p.heading(fmt.Sprintf("All %d bodies in %s with %s, the one in most trouble first", len(all),
		clean(p.year()), clean(name))), rankingHeaders(), rows
}

// rankingHeaders are the columns of a ranking: a deficit's chance in the year, the balance, and the year from which a
// deficit is more likely than not.
func rankingHeaders() []string {
	return []string{"chance of\na deficit", "balance\np10", "balance\np50", "balance\np90", "deficit\nfrom"}
}

func (p page) rankingRow(name string, b body, s standing) row {
	r := row{cells: make([]string, len(rankingHeaders()))}
	if c, ok := p.Chance(name, b.main, p.year()); ok {
		r.cells[0] = probability(against(c.Probability))
	}
	if c, ok := p.Cell(name, b.balance, p.year()); ok {
		for i, part := range []float64{0.10, 0.50, 0.90} {
			if e, ok := percentileOf(part)(c); ok {
				r.cells[1+i] = p.money.write(e)
			}
		}
	}
	switch {
	case s.from >= 0:
		r.cells[4] = clean(p.about.Years[s.from])
	case s.stays && s.out == 0:
		r.cells[4] = clean(p.about.Years[0])
	}
	return r
}

// spreadTable is the table of how far a nation's bodies lie apart, year by year.
func (p page) spreadTable(name string, all []body) (heading string, rows []section) {
	parts := []struct {
		stat string
		part float64
	}{{"lowest", 0}, {"quarter", 0.25}, {"half", 0.5}, {"3 quarters", 0.75}, {"highest", 1}}
	balance := block{label: "balance on the middle path, that many at or below"}
	for _, part := range parts {
		var figures []scenario.Estimate
		for year := range p.about.Years {
			if sorted := p.middles(name, all, year); len(sorted) > 0 {
				figures = append(figures, standingAt(sorted, part.part))
			}
		}
		if len(figures) == len(p.about.Years) {
			balance.rows = append(balance.rows, row{part.stat, p.written(figures)})
		}
	}
	deficits := row{stat: "bodies"}
	for year := range p.about.Years {
		deficits.cells = append(deficits.cells, fmt.Sprint(p.inDeficit(name, all, year)))
	}
	rows = []section{{balance}, {{"more likely than not in deficit", []row{deficits}}}}
	if share := p.shareRows(name); len(share) > 0 {
		rows = append(rows, section{{"share of bodies in deficit, %", share}})
	}
	return p.heading(fmt.Sprintf("How far the %d bodies lie apart with %s", len(all), clean(name))), rows
}

// written are amounts with the decimals of the least certain.
func (p page) written(all []scenario.Estimate) (cells []string) {
	s := p.money.narrowed(all)
	for _, e := range all {
		cells = append(cells, s.write(e))
	}
	return cells
}

// shareRows are the percentiles of the share of bodies in deficit: how many fail together.
func (p page) shareRows(name string) []row {
	var rows []row
	for _, s := range scenarioStats()[2:] {
		rows = append(rows, p.cellRow(name, "share_in_deficit", s))
	}
	return p.present(rows...)
}

// nation writes the ranking and the spread of a scenario's bodies, if there are many.
func (p page) nation(name string, all []body) {
	if !many(all) {
		return
	}
	p.view = p.forBodies()
	wide := p
	wide.labels = max(14, p.columns-52) // room for the five columns beside it
	heading, headers, rows := p.rankingTable(name, all)
	wide.grid(heading, headers, []section{rows})
	heading, apart := p.spreadTable(name, all)
	p.grid(heading, p.headers(), apart)
}

// nationGrids are the same as grids.
func (p page) nationGrids(name string, all []body) []Grid {
	if !many(all) {
		return nil
	}
	p.view = p.forBodies()
	heading, headers, rows := p.rankingTable(name, all)
	apart, spread := p.spreadTable(name, all)
	return []Grid{gridOf(heading, headers, []section{rows}), gridOf(apart, p.headers(), spread)}
}
