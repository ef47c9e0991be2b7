package engine

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/process"
)

// others is how many columns a worker has beside those of the program: four years of every innovation's normals, this
// year's correlated ones, every latent's scores of this year and the last, what a measure keeps of every row that it
// judges, four years of the spreads of every group with a t copula, and what chances take.
func (c *Code) others() int { return c.ownChances() + c.chances.columns() }

// The places of these columns in the slab, after those of the program.

func (c *Code) normals(innovation, remainder int) int32 { return c.place(4*innovation + remainder) }
func (c *Code) mixed(innovation int) int32              { return c.place(4*len(c.plan.Innovations) + innovation) }
func (c *Code) state(judged int) int32 {
	return c.place(5*len(c.plan.Innovations) + 2*len(c.plan.Latents) + judged)
}

// spread is the place of the spread of a group with a t copula; before is the number of such groups before it.
func (c *Code) spread(before, remainder int) int32 {
	return c.place(5*len(c.plan.Innovations) + 2*len(c.plan.Latents) + len(c.judged) + 4*before + remainder)
}

// scores is the place of a latent's scores in a year. A process that is not linear keeps them in one place.
func (c *Code) scores(latent, year int) int32 {
	if _, ok := c.linear(latent); !ok {
		year = 0
	}
	return c.place(5*len(c.plan.Innovations) + 2*latent + year%2)
}

// ownChances is where the columns of the chances begin.
func (c *Code) ownChances() int {
	n := 5*len(c.plan.Innovations) + 2*len(c.plan.Latents) + len(c.judged)
	for _, g := range c.plan.Groups {
		if g.T != nil {
			n += 4
		}
	}
	return n
}

func (c *Code) place(column int) int32 { return int32((c.layout.columns + column) * c.layout.stride) }

// A linear process is z_t = carry·z_{t−1} + fresh·ε_t, which a tape computes.
type linear interface {
	Coefficients(year int) (carry, fresh float64)
}

// linear returns a latent's process if it is one of the library's linear processes. Another type may have the method
// because it embeds one of these, and still do something else in Next.
func (c *Code) linear(latent int) (linear, bool) {
	move := c.plan.Latents[latent].Process
	if shock, ok := move.(process.Shock); ok {
		move = shock.Beneath()
	}
	switch p := move.(type) {
	case process.AR1:
		return p, true
	case process.EachYear:
		return p, true
	case process.RandomWalk:
		return p, true
	case process.MeanReverting:
		return p, true
	case process.Regime:
		return p, true
	case process.Bootstrap:
		return p, true
	}
	return nil, false
}

// A scoring makes a year's scores from its normals: a tape correlates innovations, moves linear processes on by a year
// and writes inputs that are linear in a score; then come the other processes. An earlier tape correlates the groups
// with a t copula.
type scoring struct {
	tape    *kernel.Tape
	first   *kernel.Tape // nil if there is no such group
	spreads []spread
	scalars []float64
	left    []int   // latents
	from    []int32 // by innovation: where it is, correlated
}

// A spread is what a member of a group with a t copula takes, and where they are.
type spread struct {
	t         *StudentT
	at, along int32
}

// A scorer writes the tape of a year's scoring.
type scorer struct {
	*Code
	scoring
	year int
	code []kernel.Instruction
}

// score makes the scoring of a year, and takes the drives that it includes from its column.
func (c *Code) score(year int) {
	d := &scorer{Code: c, year: year}
	at := &c.years[year+1]
	d.correlateT()
	for i, in := range c.plan.Innovations {
		d.from = append(d.from, c.normals(i, year%4))
		if in.Yearly || year == 0 {
			d.innovation(i, at)
		}
	}
	d.tape = kernel.NewTape(d.code)
	at.scoring, at.drives = d.scoring, nil
	for _, v := range at.written {
		if _, ok := c.inTape(v); !ok {
			at.drives = append(at.drives, v)
		}
	}
}

// inTape tells whether a drive is part of a scoring: its input is linear in a score that a tape computes, and no other
// driver writes its column, so the order does not matter.
func (c *Code) inTape(v drive) (of line, ok bool) {
	driver := &c.drivers[v.driver]
	if _, ok := c.linear(driver.latent); !ok || !driver.alone {
		return line{}, false
	}
	of.centre, of.slope, ok = dist.Linear(driver.transform)
	return of, ok
}

// A line turns a score into a value.
type line struct{ centre, slope float64 }

// innovation correlates an innovation and goes on to the latents that use it.
func (d *scorer) innovation(i int, at *year) {
	grouped := false
	switch g, k := d.group(i); {
	case g == nil:
	case g.T != nil:
		d.from[i] = d.mixed(i)
	default:
		d.correlate(g, k)
		grouped = true
	}
	held := grouped
	var latents, left []int
	for l, latent := range d.plan.Latents {
		if latent.Innovation != i {
			continue
		}
		if _, ok := d.linear(l); ok {
			latents = append(latents, l)
		} else {
			left = append(left, l)
		}
	}
	d.left = append(d.left, left...)
	if grouped && (len(latents) != 1 || len(left) > 0) {
		d.store(d.mixed(i))
		d.from[i] = d.mixed(i)
	}
	for _, l := range latents {
		if !held {
			d.load(d.from[i])
		}
		d.latent(l, at)
		held = false
	}
}

func (d *scorer) load(at int32)               { d.write(kernel.Instruction{Op: kernel.OpLoad, A: uint32(at)}) }
func (d *scorer) store(at int32)              { d.write(kernel.Instruction{Op: kernel.OpStore, A: uint32(at)}) }
func (d *scorer) write(in kernel.Instruction) { d.code = append(d.code, in) }

// scalar lists a figure and returns its place.
func (d *scorer) scalar(x float64) uint32 {
	d.scalars = append(d.scalars, x)
	return uint32(len(d.scalars) - 1)
}

func (d *scorer) withScalar(op kernel.Op, x float64) {
	d.write(kernel.Instruction{Op: op, Scalar: true, A: d.scalar(x)})
}

func (d *scorer) addProduct(at int32, weight float64) {
	d.write(kernel.Instruction{Op: kernel.OpAddProduct, A: uint32(at), B: d.scalar(weight)})
}

// group finds an innovation's group, nil if it is in none, and which member it is.
func (d *scorer) group(i int) (g *Group, k int) {
	for n := range d.plan.Groups {
		if k := slices.Index(d.plan.Groups[n].Members, i); k >= 0 {
			return &d.plan.Groups[n], k
		}
	}
	return nil, 0
}

// correlate writes the sum of the weighted members of a group up to member k.
func (d *scorer) correlate(g *Group, k int) {
	d.load(d.normals(g.Members[0], d.year%4))
	d.withScalar(kernel.OpMul, g.Factor[k][0])
	for j := 1; j <= k; j++ {
		d.addProduct(d.normals(g.Members[j], d.year%4), g.Factor[k][j])
	}
}

// correlateT writes the first tape, and what follows it, of the groups with a t copula that are drawn in this year.
func (d *scorer) correlateT() {
	before := 0
	for n := range d.plan.Groups {
		g := &d.plan.Groups[n]
		if g.T == nil {
			continue
		}
		if d.plan.Innovations[g.Members[0]].Yearly || d.year == 0 {
			for k, i := range g.Members {
				d.correlate(g, k)
				d.store(d.mixed(i))
				d.spreads = append(d.spreads, spread{g.T, d.mixed(i), d.Code.spread(before, d.year%4)})
			}
		}
		before++
	}
	if len(d.code) > 0 {
		d.first, d.code = kernel.NewTape(d.code), nil
	}
}

// latent takes a latent's scores, whose innovation is in the accumulator, to this year, and writes the inputs that are
// linear in them.
func (d *scorer) latent(l int, at *year) {
	p, _ := d.linear(l)
	carry, fresh := p.Coefficients(d.year)
	if fresh != 1 {
		d.withScalar(kernel.OpMul, fresh)
	}
	if carry != 0 {
		d.addProduct(d.scores(l, d.year-1), carry)
	}
	d.store(d.scores(l, d.year))
	held := true
	for _, v := range at.written {
		of, ok := d.inTape(v)
		if !ok || d.drivers[v.driver].latent != l {
			continue
		}
		if !held {
			d.load(d.scores(l, d.year))
		}
		d.withScalar(kernel.OpMul, of.slope)
		d.withScalar(kernel.OpAdd, of.centre)
		d.store(v.at)
		held = false
	}
}

// draw makes the scores of a year (0 is the first after the opening year).
func (w *Worker) draw(year int) {
	c := w.code
	for i, in := range c.plan.Innovations {
		if (in.Yearly && year%4 == 0) || year == 0 {
			for k := range w.quad {
				w.quad[k] = w.column(c.normals(i, k), w.n)
			}
			w.normals(in, year)
		}
	}
	w.drawSpreads(year)
	d := &c.years[year+1].scoring
	if d.first != nil {
		d.first.Run(&w.memory, d.scalars, w.n)
		for _, s := range d.spreads {
			s.t.apply(w.column(s.at, w.n), w.column(s.along, w.n))
		}
	}
	d.tape.Run(&w.memory, d.scalars, w.n)
	for _, l := range d.left {
		latent := c.plan.Latents[l]
		latent.Process.Next(w.column(c.scores(l, year), w.n), w.column(d.from[latent.Innovation], w.n), year)
	}
	w.chance(year)
}

// normals fills the columns being drawn with four years of an innovation.
func (w *Worker) normals(in Innovation, year int) {
	if in.Held == nil {
		draws.Normals(&w.quad, in.Key, w.firstPath, uint32(year/4), draws.Scores)
		return
	}
	for k, column := range w.quad {
		score := in.Held[min(year+k, len(in.Held)-1)]
		for i := range column {
			column[i] = score
		}
	}
}

// drawSpreads makes the spreads of the groups with a t copula.
func (w *Worker) drawSpreads(year int) {
	c, before := w.code, 0
	for _, g := range c.plan.Groups {
		if g.T == nil {
			continue
		}
		yearly := c.plan.Innovations[g.Members[0]].Yearly
		if (yearly && year%4 == 0) || year == 0 {
			for k := range w.quad {
				w.quad[k] = w.column(c.spread(before, k), w.n)
			}
			draws.Normals(&w.quad, g.T.key, w.firstPath, uint32(year/4), draws.Spreads)
			g.T.spreads(w.quad[0])
			for k := 1; k < len(w.quad) && yearly; k++ {
				g.T.spreads(w.quad[k])
			}
		}
		before++
	}
}
