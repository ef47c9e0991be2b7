package scenario

import (
	"maps"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/engine"
)

// Draws changes how some drivers are drawn, in all scenarios of a model. Questions use it to find what a figure rests
// on. All other drivers keep their draws, so two models that differ in this alone can be compared path by path.
type Draws struct {
	// Again names drivers ([Driver.Name]) that get new draws, independent of the draws they have. In a correlated
	// group, members before the first named one keep their draws, and members after it follow from both through the
	// correlation. A group with a t copula can only be drawn again as a whole: name all its members.
	Again []string
	// Held gives drivers the same normal draws on all paths, one for each year after the opening year; a driver that is
	// drawn once takes the first. Shocks and regimes are still drawn.
	Held map[string][]float64
}

// againMark ends the name of draws made a second time; no name in a file can end like this.
const againMark = "\x00again"

func (d Draws) own() Draws {
	d.Again, d.Held = slices.Clone(d.Again), maps.Clone(d.Held)
	for name, scores := range d.Held {
		d.Held[name] = slices.Clone(scores)
	}
	return d
}

// key addresses the draws of a driver.
func (r *resolver) key(driver string) draws.Key {
	if slices.Contains(r.model.Draws.Again, driver) {
		driver += againMark
	}
	return draws.NewKey(r.seed, driver)
}

// innovation is the source of a driver's normals.
func (r *resolver) innovation(driver string, yearly bool) engine.Innovation {
	return engine.Innovation{Key: r.key(driver), Yearly: yearly, Held: r.model.Draws.Held[driver]}
}

// changedDraws checks that the drivers named in Draws exist and are drawn.
func (r *resolver) changedDraws() {
	for _, name := range r.model.Draws.Again {
		r.mustDraw(name)
	}
	for _, name := range slices.Sorted(maps.Keys(r.model.Draws.Held)) {
		r.mustDraw(name)
		years := r.plan.Columns - 1
		if n := len(r.model.Draws.Held[name]); n < years {
			r.fault(fault.Missing.Found("driver %s is held in %d years", fault.Quote(name), n).
				Want("there are %d", years))
		}
	}
}

func (r *resolver) mustDraw(name string) {
	if _, ok := r.innovations[name]; !ok {
		r.fault(fault.Unknown.Found("%s is not a driver with draws of its own", fault.Quote(name)))
	}
}
