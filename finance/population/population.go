package population

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// A Projection is how many people of each age there are in the middle of each year.
type Projection struct {
	Name   string
	Source string // who published it, when, and under which licence
	First  finance.Year
	// Ages are where the bands of age begin, 0 first; the last has no end.
	Ages []int
	// People are counts by year from First on, and by band.
	People [][]int64
}

// A Curve is what a person costs in a year, by age: each step holds up to the next. Only its shape counts.
type Curve []Step

// A Step is the cost of a person from an age on.
type Step struct {
	Age  int
	Cost finance.Amount
}

// Last is the last year of the projection.
func (p Projection) Last() finance.Year { return p.First + finance.Year(len(p.People)) - 1 }

// digits are the decimals of a growth rate: a millionth of a hundredth of a percent.
const digits = 10

// Growth is the growth of what everybody costs, for each year after the first up to the last, to ten decimals. A fiscal
// year has the people of the middle of the calendar year in which it starts. It fails with [finance.Faults]: "years"
// beyond the projection, or a "cost_per_head" that does not fit it.
func (p Projection) Growth(c Curve, first, last finance.Year) ([]finance.Rate, error) {
	weights, faults := p.weights(c)
	if first < p.First || last > p.Last() || last <= first {
		faults = append(faults, finance.Fault{Path: "years", Problem: fmt.Sprintf(
			"%s to %s is not within the projection of the population, which goes from %s to %s", first, last, p.First, p.Last())})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	var growth []finance.Rate
	before := p.cost(weights, first)
	for y := first + 1; y <= last; y++ {
		now := p.cost(weights, y)
		if before.IsZero() {
			return nil, finance.Faults{{Path: "cost_per_head", Problem: "nobody costs anything, so that nothing can grow from it"}}
		}
		rate := now.DivRound(before, digits).Sub(decimal.NewFromInt(1))
		growth = append(growth, finance.Rate(rate.InexactFloat64()))
		before = now
	}
	return growth, nil
}

// cost is what everybody costs in a year, in pence.
func (p Projection) cost(weights []finance.Amount, y finance.Year) decimal.Decimal {
	sum := decimal.Zero
	for i, people := range p.People[y-p.First] {
		sum = sum.Add(decimal.NewFromInt(people).Mul(decimal.NewFromInt(int64(weights[i]))))
	}
	return sum
}

// weights is the cost per head of each band of age.
func (p Projection) weights(c Curve) (weights []finance.Amount, faults finance.Faults) {
	fault := func(path, format string, args ...any) {
		faults = append(faults, finance.Fault{Path: path, Problem: fmt.Sprintf(format, args...)})
	}
	if len(c) == 0 || c[0].Age != 0 {
		fault("cost_per_head", "the first age must be 0; give what a person costs from there on")
	}
	for i, s := range c {
		path := fmt.Sprintf("cost_per_head.%d", s.Age)
		if !slices.Contains(p.Ages, s.Age) {
			fault(path, "the population has no band that begins at %d; its bands begin at %d", s.Age, p.Ages)
		}
		if i > 0 && s.Age <= c[i-1].Age {
			fault(path, "%d comes after %d; ages must rise", s.Age, c[i-1].Age)
		}
		if s.Cost < 0 || s.Cost > finance.MaxAmount {
			fault(path, "%s is not a cost; write it as a positive amount", s.Cost)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	step := 0
	for _, age := range p.Ages {
		if step+1 < len(c) && c[step+1].Age == age {
			step++
		}
		weights = append(weights, c[step].Cost)
	}
	return weights, nil
}
