package live

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A Lever is a number of the file that a page can move: a list of yearly values moves together, and of an uncertain
// number where its law lies. It moves by whole steps.
type Lever struct {
	Place string `json:"place"` // in the file
	Label string `json:"label"` // in words
	Value string `json:"value"` // in the file, as it is written in words
	// Uncertainty is its law in words, empty if it is certain.
	Uncertainty string   `json:"uncertainty,omitempty"`
	Source      string   `json:"source,omitempty"`
	Note        string   `json:"note,omitempty"`
	Quality     string   `json:"quality"`                // red, amber, green, or unsupported
	AssumedFrom string   `json:"assumed_from,omitempty"` // the year from which it is beyond its source
	Own         []string `json:"own,omitempty"`          // scenarios with their own number, which it does not move
	Step        float64  `json:"step"`                   // of a rate a fraction, money in the currency's unit
	First       int      `json:"first"`                  // the steps that it goes down, zero or below
	Marks       []string `json:"marks"`                  // what stands there at each step from the first to the last
	// Low and High are where to look for one value for all years ([Target]), as the file would have them.
	Low  string `json:"low"`
	High string `json:"high"`
}

// mostLevers is how many a page shows, and mostSteps how far each goes at most.
const (
	mostLevers = 8
	mostSteps  = 40
)

// levers are the numbers that the file names for it, or else those that move the answer most.
func (p *Plan) levers(ctx context.Context, r *scenario.Result) ([]Lever, error) {
	if named := p.spec.Explored(); len(named) > 0 {
		return p.named(named, r)
	}
	return p.strongest(ctx, r)
}

// named are the levers that the file names, in its order.
func (p *Plan) named(places []string, r *scenario.Result) (levers []Lever, err error) {
	for _, place := range places {
		i := slices.IndexFunc(r.Inputs, func(in scenario.EffectiveInput) bool {
			return in.Scenario == r.Scenarios[0] && (in.Input == place || positionOf(in.Input) == place)
		})
		if i >= 0 {
			if l, ok := p.lever(r.Inputs[i], size(r)); ok {
				l.Own = own(r, r.Inputs[i])
				levers = append(levers, l)
				continue
			}
		}
		return nil, fault.Misplaced.Found("%s is no number of the plan that can be moved", fault.Quote(place)).
			Want("name an input that envelope check lists").At("explore")
	}
	return levers, nil
}

// positionOf is the place of the position that an opening position beside support follows from.
func positionOf(place string) string { return strings.TrimSuffix(place, "position") + "before_support" }

// strongest are the file's numbers, the one that moves the mean balance most first.
func (p *Plan) strongest(ctx context.Context, r *scenario.Result) ([]Lever, error) {
	type weighed struct {
		Lever
		effect float64
	}
	var all []weighed
	for _, in := range r.Inputs {
		if in.Scenario != r.Scenarios[0] || in.Default {
			continue
		}
		l, ok := p.lever(in, size(r))
		if !ok {
			continue
		}
		l.Own = own(r, in)
		effect, err := p.effect(ctx, l)
		if err != nil {
			return nil, err
		}
		if effect > 0 {
			all = append(all, weighed{l, effect})
		}
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.effect, a.effect) })
	levers := []Lever{}
	for _, w := range all[:min(len(all), mostLevers)] {
		levers = append(levers, w.Lever)
	}
	return levers, nil
}

// size is about how much money the plan moves in a year.
func size(r *scenario.Result) float64 {
	for _, in := range r.Inputs {
		if in.Input == "funding.baseline" && len(in.Values) > 0 {
			return math.Abs(number(in.Values[0]))
		}
	}
	return 0
}

// lever is that of an input; ok is false where the file does not write it as a number that can be moved.
func (p *Plan) lever(in scenario.EffectiveInput, size float64) (l Lever, ok bool) {
	place := in.Input
	if _, err := p.spec.Settings(file.Move{Place: place}); err != nil {
		place = positionOf(place)
		set, err := p.spec.Settings(file.Move{Place: place})
		if err != nil {
			return l, false
		}
		a, err := finance.ParseAmount(set[0].Value, p.symbol)
		if err != nil {
			return l, false
		}
		in.Values = []string{a.Decimal().String()}
	}
	l = Lever{Place: place, Label: label(place), Value: p.written(in),
		Uncertainty: report.Printable(in.Law), Source: report.Printable(in.Source), Note: report.Printable(in.Note),
		Quality: report.SupportInWords(in), AssumedFrom: report.Printable(in.AssumedFrom)}
	low, high := reach(in, size)
	if l.Step = step(max(-low, high) / mostSteps); l.Step <= 0 {
		return l, false
	}
	l.Low, l.High = p.text(in, lowest(in)+low), p.text(in, highest(in)+high)
	l.First = int(math.Ceil(low/l.Step - 1e-9))
	for k := l.First; k <= int(math.Floor(high/l.Step+1e-9)); k++ {
		l.Marks = append(l.Marks, p.mark(in, float64(float64(k)*l.Step)))
	}
	return l, true
}

// written are the values of an input as files write them: £2.45bn.
func (p *Plan) written(in scenario.EffectiveInput) string {
	if !in.Money {
		return report.ValuesInWords(in, p.symbol)
	}
	var all []string
	for _, v := range in.Values {
		all = append(all, strings.Replace(p.text(in, number(v)), "-", "−", 1))
	}
	return strings.Join(all, " ")
}

// reach is how far a lever goes down and up: a share to none and all, another rate as far as it is from zero and at
// least two points; money by half of itself, at least a hundredth and at most a tenth of what the plan moves.
func reach(in scenario.EffectiveInput, size float64) (low, high float64) {
	centre, most := 0.0, 0.0
	for _, v := range in.Values {
		x := number(v)
		centre, most = centre+x/float64(len(in.Values)), max(most, math.Abs(x))
	}
	const growth = 0.1 // a rate beyond it is a share of something
	switch {
	case in.Money:
		far := min(max(most/2, size/100), max(size/10, most/10))
		return -far, far
	case most > growth && centre >= 0 && most <= 1:
		return -centre, 1 - most
	}
	far := max(0.02, most)
	return -far, far
}

// step is the smallest of 1, 2 and 5 times a power of ten that is not below x.
func step(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(x)+1e-9))
	for _, times := range []float64{1, 2, 5} {
		if times*power >= x*(1-1e-9) {
			return rounded(times * power)
		}
	}
	return rounded(10 * power)
}

func lowest(in scenario.EffectiveInput) float64 {
	x := math.Inf(1)
	for _, v := range in.Values {
		x = min(x, number(v))
	}
	return x
}

func highest(in scenario.EffectiveInput) float64 {
	x := math.Inf(-1)
	for _, v := range in.Values {
		x = max(x, number(v))
	}
	return x
}

// text is a value as the file would have it.
func (p *Plan) text(in scenario.EffectiveInput, x float64) string {
	if in.Money {
		return finance.Amount(math.Round(x * finance.Pound)).Short(p.symbol)
	}
	return finance.Rate(rounded(x)).String()
}

// mark is what stands at a lever moved by so much: the value where there is one and the move moves it alone, else the
// move.
func (p *Plan) mark(in scenario.EffectiveInput, by float64) string {
	exact := len(in.Values) == 1 && (in.Law == "" || strings.HasPrefix(in.Law, "normal"))
	x := rounded(by)
	if exact {
		x = rounded(number(in.Values[0]) + by)
	}
	text := strings.Replace(p.text(in, x), "-", "−", 1)
	switch {
	case exact:
		return text
	case by == 0:
		return "as in the file"
	case !in.Money:
		text = strings.TrimSuffix(text, "%") + " points"
	}
	if by > 0 {
		text = "+" + text
	}
	return text
}

// own are the scenarios whose number is another than the baseline's.
func own(r *scenario.Result, of scenario.EffectiveInput) (names []string) {
	for _, in := range r.Inputs {
		if in.Input == of.Input && in.Scenario != of.Scenario && (!slices.Equal(in.Values, of.Values) ||
			in.Law != of.Law || in.Process != of.Process) {
			names = append(names, in.Scenario)
		}
	}
	return names
}

// effect is how far the mean balance of the main year moves from one end of a lever to the other; an end that the
// model refuses is taken half as far, and a lever without two ends moves nothing.
func (p *Plan) effect(ctx context.Context, l Lever) (float64, error) {
	var means []float64
	for _, k := range []int{l.First, l.First + len(l.Marks) - 1} {
		for range 3 {
			mean, err := p.mean(ctx, file.Move{Place: l.Place, By: rounded(float64(k) * l.Step)})
			var faults file.Faults
			if err == nil {
				means = append(means, mean)
				break
			}
			if !errors.As(err, &faults) {
				return 0, err
			}
			k /= 2
		}
	}
	if len(means) < 2 {
		return 0, nil
	}
	return math.Abs(means[1] - means[0]), nil
}

// mean is that of the baseline's balance in the main year, after a move.
func (p *Plan) mean(ctx context.Context, m file.Move) (float64, error) {
	_, r, err := p.moved(ctx, Ask{Moves: []file.Move{m}, Paths: pilotPaths})
	if err != nil {
		return 0, err
	}
	c, _ := r.Cell("", "balance", p.about.Year)
	return c.Mean.Value, nil
}
