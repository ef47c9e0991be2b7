package population

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/shopspring/decimal"
)

// A Projection is how many people of each age there are in the middle of each year.
type Projection struct {
	Name   string       // as files name it
	Source string       // who published it, when, and under which licence
	First  finance.Year // the first year of People
	// Ages are the ages at which the bands begin, 0 first; the last band has no end.
	Ages []int
	// People are counts by year from First on, and by band.
	People [][]int64
}

// A Curve is the cost of a person in a year, by age: each step holds up to the next. Only the ratios of the costs
// count.
type Curve []Step

// A Step is the cost of a person from an age on.
type Step struct {
	Age  int            // in whole years
	Cost finance.Amount // a year
}

// Last is the last year of the projection.
func (p Projection) Last() finance.Year { return p.First + finance.Year(len(p.People)) - 1 }

// digits are the decimals of a growth rate: a millionth of a hundredth of a percent.
const digits = 10

// Growth is the growth of the cost of the whole population, for each year after the first up to the last, to ten
// decimals. A fiscal year has the population in the middle of the calendar year in which it starts. The error is
// [finance.Faults]: "years" beyond the projection, or a "cost_per_head" that does not fit it.
func (p Projection) Growth(c Curve, first, last finance.Year) ([]finance.Rate, error) {
	weights, faults := p.weights(c)
	if first < p.First || last > p.Last() || last <= first {
		faults = append(faults,
			fault.OutOfRange.Found("%s to %s is not within the projection of the population, which goes from %s to %s",
				first, last, p.First, p.Last()).At("years"))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	var growth []finance.Rate
	before := p.cost(weights, first)
	for y := first + 1; y <= last; y++ {
		now := p.cost(weights, y)
		if before.IsZero() {
			return nil, finance.Faults{fault.Missing.Found("nobody costs anything, so that nothing can grow from it").
				At("cost_per_head")}
		}
		rate := now.DivRound(before, digits).Sub(decimal.NewFromInt(1))
		growth = append(growth, finance.Rate(rate.InexactFloat64()))
		before = now
	}
	return growth, nil
}

// cost is the cost of the whole population in a year, in pence.
func (p Projection) cost(weights []finance.Amount, y finance.Year) decimal.Decimal {
	sum := decimal.Zero
	for i, people := range p.People[y-p.First] {
		sum = sum.Add(decimal.NewFromInt(people).Mul(decimal.NewFromInt(int64(weights[i]))))
	}
	return sum
}

// weights is the cost per head of each band of age.
func (p Projection) weights(c Curve) (weights []finance.Amount, faults finance.Faults) {
	add := func(path string, f finance.Fault) { faults = append(faults, f.At(path)) }
	if len(c) == 0 || c[0].Age != 0 {
		add("cost_per_head", fault.Missing.Found("the first age must be 0").
			Want("give what a person costs from there on"))
	}
	for i, s := range c {
		path := fmt.Sprintf("cost_per_head.%d", s.Age)
		if !slices.Contains(p.Ages, s.Age) {
			add(path, fault.Unknown.Found("the population has no band that begins at %d", s.Age).
				Want("its bands begin at %d", p.Ages))
		}
		if i > 0 && s.Age <= c[i-1].Age {
			add(path, fault.Conflict.Found("%d comes after %d", s.Age, c[i-1].Age).Want("ages must rise"))
		}
		if s.Cost < 0 || s.Cost > finance.MaxAmount {
			add(path, fault.OutOfRange.Found("%s is not a cost", s.Cost).Want("write it as a positive amount"))
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
