package ask

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/internal/door"
)

// Value works out a figure. For an event it also says how often each of its terms is met, and which term most often
// fails alone; for a count, how often each number comes.
func (s *Study) Value(ctx context.Context, f Figure) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	v, err := s.as(f.Scenario)
	if err != nil {
		return nil, err
	}
	c, err := s.figure(ctx, f, v)
	if err != nil {
		return nil, err
	}
	of := f.each(c)
	var versus []float64
	if f.Versus != "" {
		if versus, err = s.in(ctx, f, f.Versus, nil); err != nil {
			return nil, err
		}
	}
	a := s.answer(s.title(f), uint64(len(of)))
	a.Value = Quantity{f.of(of, versus), s.unit(f)}
	switch {
	case f.Count != None && versus == nil:
		s.distribution(a, f, of)
	case f.Statistic.Kind == Chance && versus == nil && len(f.Event.terms()) > 1:
		terms(a, f, c)
	default:
		s.curve(a, f, of, versus, c)
	}
	if len(a.Sentence) == 0 {
		a.Sentence = says("The "+s.title(f)+" is ", a.Value, ".")
	}
	return a, nil
}

// distribution tabulates a count.
func (s *Study) distribution(a *Answer, f Figure, each []float64) {
	n := len(s.names.years)
	times := make([]float64, n+2)
	for _, x := range each {
		times[int(x)]++
	}
	paths := float64(len(each))
	a.Columns = []string{"chance", "chance so far"}
	first, sofar := 0, 0.0
	if f.Count == FirstYear {
		first = 1
	}
	for k := first; k <= n+1; k++ {
		if k == n+1 && f.Count != FirstYear {
			break
		}
		sofar += times[k]
		name := fmt.Sprint(k)
		switch {
		case f.Count == FirstYear && k == n+1:
			name = "never"
		case f.Count == FirstYear:
			name = s.names.years[k-1]
		}
		row := Row{name, []Quantity{chance(times[k], paths), chance(sofar, paths)}}
		if k > n || k == n && f.Count != FirstYear {
			row.Cells[1].Estimate = exactly(1)
		}
		a.Rows = append(a.Rows, row)
	}
	if f.Count != FirstYear {
		return
	}
	never := chance(times[n+1], paths)
	last := s.names.years[n-1]
	met := chance(paths-times[n+1], paths)
	a.Sentence = says("It comes by "+last+" in ", met, " of all futures, and not at all in ", never, ".")
	if year := int(a.Value.Value + 0.5); year >= 1 && year <= n {
		a.Sentence = append(a.Sentence,
			Part{Text: fmt.Sprintf(" The %s is %s.", f.Statistic, s.names.years[year-1])})
	}
	a.Value = met
}

func chance(yes, n float64) Quantity { return Quantity{proportion(yes, n), Probability} }

// terms tells, for every term of an event, how often it is met, and how often it is the only term that is not met.
func terms(a *Answer, f Figure, c columns) {
	a.Columns = []string{"chance", "alone in failing"}
	most, binding := -1.0, ""
	for _, list := range f.Event {
		held := make([][]bool, len(list))
		for i, t := range list {
			held[i] = t.on(c, t.Year)
		}
		for i, t := range list {
			met, alone := tallied(held, i)
			n := float64(c.paths)
			row := Row{t.String(), []Quantity{chance(met, n), chance(alone, n)}}
			if len(list) == 1 {
				row.Cells[1] = none()
			} else if alone > most {
				most, binding = alone, t.what()
			}
			a.Rows = append(a.Rows, row)
		}
	}
	if binding != "" {
		a.Notes = append(a.Notes, "What most often fails alone is "+binding+".")
	}
}

// tallied is on how many paths a term is met, and on how many it is the only one that is not.
func tallied(held [][]bool, term int) (met, alone float64) {
	for path, holds := range held[term] {
		if holds {
			met++
			continue
		}
		others := true
		for i := range held {
			others = others && (i == term || held[i][path])
		}
		if others {
			alone++
		}
	}
	return met, alone
}
