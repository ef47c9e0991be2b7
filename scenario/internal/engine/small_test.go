package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
	"github.com/openenvelope/envelope/scenario/process"
)

// Chains that move on the same innovation share its uniforms, whichever it is; each has a state of its own.
func TestChainsOfAnInnovationShareItsUniforms(t *testing.T) {
	chain := process.Shock{Chance: 0.1, Sizes: []float64{1}}
	p := &Plan{Innovations: make([]Innovation, 2),
		Latents: []Latent{{0, chain}, {0, chain}, {1, chain}, {1, chain}, {0, process.RandomWalk{}}}}
	c := newChances(p)
	assert.Equal(t, []int{0, 1}, c.uniforms)
	assert.Equal(t, 4+4*2, c.columns(), "a state for each, and four years of uniforms for both innovations")
	assert.Equal(t, []bool{true, true, true, true, false}, []bool{c.has(0), c.has(1), c.has(2), c.has(3), c.has(4)})
}

// A row reads what its steps read of inputs and rows, from the first slot on; temporaries, below zero, are its own.
func TestWhatARowReads(t *testing.T) {
	row := []step{{Inst: sheet.Inst{Op: sheet.OpMul, Dst: -1, A: 0, B: 2}},
		{Inst: sheet.Inst{Op: sheet.OpAdd, Dst: 3, A: -1, B: 1}, isRow: true}}
	assert.Equal(t, []int32{0, 2, 1}, slices.Collect(readsOf(row)))
	for n := 1; n <= 3; n++ { // who asks may stop
		var some []int32
		for slot := range readsOf(row) {
			if some = append(some, slot); len(some) == n {
				break
			}
		}
		assert.Len(t, some, n)
	}
}

// Whoever goes over the rows of code may stop at any of them.
func TestGoingOverRowsMayStop(t *testing.T) {
	code := []step{{}, {isRow: true}, {isRow: true}, {}, {}, {isRow: true}}
	for n, want := range []int{2, 1, 3} {
		for row := range rowsOf(code) {
			if n--; n < 0 {
				assert.Len(t, row, want)
				break
			}
		}
	}
}

// Rows whose formulas are the same one after the other, but divided otherwise between the opening year and the later
// ones, are not the same.
func TestWhereTheOpeningFormulaEnds(t *testing.T) {
	x, y := sheet.Ref("x"), sheet.Ref("y")
	p := amounts(t, sheet.Row{Name: "a", Unit: sheet.Money, Formula: x.Plus(y)},
		sheet.Row{Name: "b", Unit: sheet.Money, Formula: x.Plus(y)})
	m := &merger{ctx: t.Context(), plan: uncertain(p)}
	m.split()
	m.classify()
	m.class[0][1] = m.class[0][0]
	assert.Equal(t, m.signature(0, 0), m.signature(0, 1))
	add := m.rows[0][0].year[0]
	one, two := []sheet.Inst{add}, []sheet.Inst{add, add}
	m.rows[0][0], m.rows[0][1] = rowCode{opening: one, year: two}, rowCode{opening: two, year: one}
	assert.NotEqual(t, m.signature(0, 0), m.signature(0, 1))
}

// Two drivers that differ in anything have digests that differ.
func TestDigestsOfDrivers(t *testing.T) {
	of := func(change func(*driver)) fingerprint.Sum {
		v := driver{latent: 1, slot: 2, column: 3, scenario: 4, name: "x", transform: dist.Normal{SD: 1}.Transform()}
		change(&v)
		d := fingerprint.New("driver")
		v.digest(d)
		return d.Sum()
	}
	seen := map[fingerprint.Sum]bool{}
	changes := []func(*driver){
		func(*driver) {}, func(v *driver) { v.latent++ }, func(v *driver) { v.slot++ }, func(v *driver) { v.column++ },
		func(v *driver) { v.scenario++ }, func(v *driver) { v.yearly = true }, func(v *driver) { v.money = true },
		func(v *driver) { v.name = "y" }, func(v *driver) { v.transform = dist.Normal{SD: 2}.Transform() },
	}
	for _, change := range changes {
		seen[of(change)] = true
	}
	assert.Len(t, seen, len(changes))
}

// Each column that draws need has a place of its own, and there are as many as a layout leaves room for; a process that
// is not linear leaves one of its two free.
func TestColumnsOfDrawsDoNotOverlap(t *testing.T) {
	chain := process.Shock{Chance: 0.1, Sizes: []float64{1}}
	p := &Plan{Innovations: make([]Innovation, 3), Groups: []Group{{T: &StudentT{}}, {}, {T: &StudentT{}}},
		Latents: []Latent{{0, process.RandomWalk{}}, {1, chain}, {2, process.EachYear{}},
			{2, chain}, {0, process.Once{}}}}
	c := &Code{plan: p, judged: make([]judged, 2), chances: newChances(p), layout: layout{stride: 1}}
	var places []int32
	for i := range p.Innovations {
		places = append(places, c.mixed(i))
		for year := range 4 {
			places = append(places, c.normals(i, year))
			if c.chances.uniforms[i] >= 0 {
				places = append(places, c.uniform(i, year))
			}
		}
	}
	free := 0
	for l := range p.Latents {
		places = append(places, c.scores(l, 0))
		if c.scores(l, 1) != c.scores(l, 0) {
			places = append(places, c.scores(l, 1))
		} else {
			free++
		}
		assert.Equal(t, c.scores(l, 0), c.scores(l, 2))
		if c.chances.has(l) {
			places = append(places, c.chain(l))
		}
	}
	for i := range c.judged {
		places = append(places, c.state(i))
	}
	for group := range 2 {
		for year := range 4 {
			places = append(places, c.spread(group, year))
		}
	}
	slices.Sort(places)
	assert.Len(t, slices.Compact(slices.Clone(places)), len(places), "none twice")
	assert.Equal(t, c.others(), len(places)+free)
	assert.Equal(t, []int32{0, int32(c.others() - 1)}, []int32{places[0], places[len(places)-1]})
}
