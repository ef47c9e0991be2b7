package engine

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
)

// A Compiler makes the code of plans that are much alike. It keeps what depends on their structure alone, such as
// tapes, and works out again only what depends on values; the code is that of [Compile], to the bit. Its zero value is
// ready, and goroutines may share one.
type Compiler struct {
	mu     sync.Mutex
	shapes []*shape // the one used last comes first
	whole  int

	slabs sync.Pool // of workers given back
}

// mostShapes is how many shapes a compiler keeps: numbers that happen to be equal, or zero, have other tapes.
const mostShapes = 4

// Compile makes a plan's code. The error is that of a context that has ended.
func (k *Compiler) Compile(ctx context.Context, p *Plan) (*Code, error) {
	k.mu.Lock()
	shapes := slices.Clone(k.shapes)
	k.mu.Unlock()
	for _, s := range shapes {
		if c := s.again(ctx, p); c != nil {
			k.use(s)
			return c, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	s, err := shapeOf(ctx, p, cache)
	if err != nil {
		return nil, err
	}
	k.use(s)
	return s.code, nil
}

// use puts a shape before all others, and forgets the one that was used least recently if they are too many.
func (k *Compiler) use(s *shape) {
	k.mu.Lock()
	defer k.mu.Unlock()
	at := slices.Index(k.shapes, s)
	if at < 0 {
		k.whole++
		k.shapes = append(k.shapes, s)
		at = len(k.shapes) - 1
	}
	copy(k.shapes[1:at+1], k.shapes[:at])
	k.shapes[0] = s
	if len(k.shapes) > mostShapes {
		k.shapes[mostShapes] = nil
		k.shapes = k.shapes[:mostShapes]
	}
}

// Whole is how many plans had a structure of their own, so that nothing was kept.
func (k *Compiler) Whole() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.whole
}

// A shape is a plan's code with what it rests on. Nothing changes it.
type shape struct {
	merger *merger
	code   *Code
	inputs []int // by input, scenario by scenario: the first that is the same
}

// again is the code of another plan if its tapes are the same but for their scalars, else nil; nil too if the context
// ends.
func (s *shape) again(ctx context.Context, p *Plan) *Code {
	if !s.code.plan.alike(p) || !s.sameInputs(ctx, p) {
		return nil
	}
	m := s.valued(ctx, p)
	c := *s.code
	c.plan, c.chances, c.values, c.judged, c.years = p, newChances(p), slices.Clone(c.values), slices.Clone(c.judged),
		nil
	if c.others() != s.code.others() {
		return nil
	}
	m.state(&c)
	m.forecast()
	for i := range c.values {
		c.values[i].figures = m.difference(c.values[i])
	}
	if !sameSigns(m.known, s.merger.known) {
		m.settle(&c)
	}
	for _, y := range s.code.years {
		var ok bool
		if y.scalars, ok = y.again(m.known); !ok || m.stopped() {
			return nil
		}
		c.years = append(c.years, y)
	}
	for year := range len(c.years) - 1 {
		c.score(year)
	}
	if m.stopped() {
		return nil
	}
	return &c
}

// valued is the merger with the values of another plan.
func (s *shape) valued(ctx context.Context, p *Plan) *merger {
	m := *s.merger
	m.ctx, m.plan = ctx, p
	m.known = slices.Clone(m.known)
	for _, part := range m.foreseen {
		for _, step := range part {
			if step.isRow {
				m.known[step.Dst] = nil
			}
		}
	}
	for _, g := range m.givens {
		m.known[g.slot] = m.given(p.Scenarios[g.scenario], g.input, g.driven)
	}
	m.drivers = slices.Clone(m.drivers)
	for i, d := range m.drivers {
		m.drivers[i].transform, m.drivers[i].stated = p.Scenarios[d.scenario].Drivers[d.place].Transform, nil
	}
	return &m
}

// sameSigns tells whether figures are zero, and zero or more, in the same places.
func sameSigns(a, b [][]float64) bool {
	for slot := range a {
		for col, x := range a[slot] {
			if y := b[slot][col]; (x == 0) != (y == 0) || (x >= 0) != (y >= 0) {
				return false
			}
		}
	}
	return true
}

// sameInputs tells whether the inputs that are the same in several scenarios are those of the shape.
func (s *shape) sameInputs(ctx context.Context, p *Plan) bool {
	if len(p.Scenarios) == 1 {
		return true
	}
	m := &merger{ctx: ctx, plan: p}
	for i := range p.Scenarios {
		m.inputs = append(m.inputs, m.inputClasses(i))
	}
	return !m.stopped() && slices.Equal(s.inputs, numbered(m.inputs))
}

// numbered gives each class the place where it first stands.
func numbered(classes [][]string) (numbers []int) {
	first := map[string]int{}
	for _, some := range classes {
		for _, class := range some {
			if _, ok := first[class]; !ok {
				first[class] = len(numbers)
			}
			numbers = append(numbers, first[class])
		}
	}
	return numbers
}

// alike tells whether two plans differ in values alone: those of inputs, the laws of drivers, the sizes of processes
// and of correlations, and draws.
func (p *Plan) alike(o *Plan) bool {
	return p.Columns == o.Columns && p.Sound == o.Sound && slices.Equal(p.Reported, o.Reported) &&
		(p.Reported == nil) == (o.Reported == nil) && slices.Equal(p.Values, o.Values) &&
		reflect.DeepEqual(p.Questions, o.Questions) &&
		slices.EqualFunc(p.Innovations, o.Innovations, func(a, b Innovation) bool { return a.Yearly == b.Yearly }) &&
		slices.EqualFunc(p.Latents, o.Latents, Latent.alike) &&
		slices.EqualFunc(p.Scenarios, o.Scenarios, Scenario.alike)
}

func (l Latent) alike(o Latent) bool {
	_, chain := l.Process.(process.Chain)
	_, other := o.Process.(process.Chain)
	return l.Innovation == o.Innovation && chain == other
}

func (s Scenario) alike(o Scenario) bool {
	return programsAlike(s.Program, o.Program) && slices.EqualFunc(s.Drivers, o.Drivers, func(a, b Driver) bool {
		return a.Latent == b.Latent && a.Input == b.Input && a.Column == b.Column && a.Money == b.Money
	})
}

// programsAlike tells whether two programs differ in the values of their inputs alone.
func programsAlike(a, b *sheet.Program) bool {
	return a.Temps == b.Temps && slices.Equal(a.Opening, b.Opening) && slices.Equal(a.Year, b.Year) &&
		slices.EqualFunc(a.Consts, b.Consts, decimal.Decimal.Equal) &&
		slices.EqualFunc(a.Inputs, b.Inputs, func(a, b sheet.Input) bool {
			return a.Name == b.Name && a.Unit == b.Unit
		}) &&
		slices.EqualFunc(a.Rows, b.Rows, func(a, b sheet.Row) bool {
			return a.Name == b.Name && a.Unit == b.Unit && a.Check == b.Check
		})
}
