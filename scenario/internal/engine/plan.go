package engine

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
)

// A Plan is everything a run needs to know, with names resolved to numbers.
type Plan struct {
	Innovations []Innovation
	Groups      []Group
	Latents     []Latent
	Scenarios   []Scenario // all with the same number of columns
	Values      []Value
	Questions   []Question
	Columns     int    // years, the opening year included
	Reported    []bool // by column: its values and answers go to the sink; nil is all
	// Sound says that an earlier run of the same paths has found no fault: none is looked for, and checks are left out.
	Sound bool
}

// reports tells whether a column goes to the sink.
func (p *Plan) reports(col int) bool { return p.Reported == nil || p.Reported[col] }

// judges tells whether a question looks at a column: one of the year alone only where it is asked.
func (p *Plan) judges(question, col int) bool {
	return col > 0 && (!p.alone(question) || p.reports(col))
}

// alone tells whether a question looks at the year's figures as they are.
func (p *Plan) alone(question int) bool {
	_, ok := p.Questions[question].Measure.(measure.InYear)
	return ok
}

// An Innovation is one independent source of normals, addressed by its key.
type Innovation struct {
	Key    draws.Key
	Yearly bool // false: only year 0 is used
	// Held are its normals by year where they are the same on all paths; nil where they are drawn.
	Held []float64
}

// A Group correlates innovations: member i becomes Σ Factor[i][j] × member j over j ≤ i, with the lower
// factor of the correlation matrix.
type Group struct {
	Members []int
	Factor  [][]float64
	T       *StudentT // nil for a Gaussian copula
}

// A Latent is a process driven by an innovation: the scores that inputs are transforms of, with its state beside them
// if it is a [process.Chain].
type Latent struct {
	Innovation int
	Process    process.Process
}

// Yearly tells whether a latent's inputs may change from year to year.
func (p *Plan) Yearly(latent int) bool {
	l := p.Latents[latent]
	_, chain := l.Process.(process.Chain)
	return chain || p.Innovations[l.Innovation].Yearly
}

// A Scenario is a program and the drivers of its inputs.
type Scenario struct {
	Program *sheet.Program
	Drivers []Driver
}

// A Driver writes the transform of a latent's scores into an input, in every later column or in one. For a latent with
// a state the transform is a [process.Stated].
type Driver struct {
	Latent    int
	Transform dist.Transform
	Input     int
	Column    int // 0 is every column
	Money     bool
}

// A Value is a figure to report in every column: a slot of one scenario, or the difference Of − Versus.
type Value struct {
	Of, Versus       int // scenarios; Versus is -1 for a single scenario
	Slot, VersusSlot int32
}

// A Question asks a measure of a row in every later column, of one scenario or of two at once.
type Question struct {
	Of, Versus       int // Versus is -1 for a single scenario
	Slot, VersusSlot int32
	Measure          measure.Measure
	// Unit divides the figures that the measure gets; 0 and 1 leave them as they are.
	Unit float64
}

// A Sink receives what a worker computes, block by block; columns are only lent. Values go by their place among the
// distinct ones ([Code.Place]).
type Sink interface {
	// Take gets the figures of value v in a column.
	Take(v, column int, figures []float64)
	// TakeSame gets a figure that no driver reaches: the same on all n paths of the block.
	TakeSame(v, column int, figure float64, n int)
	// Count gets how many paths of the block answer question q with yes in a column; for two scenarios
	// also on how many paths only one of them does.
	Count(q, column int, yes, onlyOf, onlyVersus int)
}
