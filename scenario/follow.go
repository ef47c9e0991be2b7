package scenario

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/process"
)

// follow places a driver that takes another's draw: one engine driver for all years, or one for each year where
// the input has a central value for each.
func (r *resolver) follow(s Scenario, p *sheet.Program, d Driver, placed engine.Driver) ([]engine.Driver, error) {
	in := p.Inputs[placed.Input]
	leader, err := leaderOf(s, d)
	if err != nil {
		return nil, err
	}
	times := float64(d.Times * pence.Unlike(placed.Money, isMoney(p, leader.Input)))
	if err := fits(bounds.Driver{Follows: d.Follows, Times: times, Leader: leader.move(), Input: in,
		Column: placed.Column, Years: r.plan.Columns - 1}); err != nil {
		return nil, err
	}
	placed.Latent = r.latent(leader)
	_, drifts := leader.move().Drift()
	if placed.Column != 0 || (len(in.Values) == 1 && !drifts) {
		placed.Transform = following(leader, in, placed.Column, d.Times, times)
		return []engine.Driver{placed}, nil
	}
	var each []engine.Driver
	for placed.Column = 1; placed.Column < r.plan.Columns; placed.Column++ {
		placed.Transform = following(leader, in, placed.Column, d.Times, times)
		each = append(each, placed)
	}
	return each, nil
}

// leaderOf finds the driver that another follows.
func leaderOf(s Scenario, d Driver) (Driver, error) {
	if d.Law != nil {
		return Driver{}, fault.Conflict.Found("it follows %s, so it can have no distribution of its own", d.Follows)
	}
	for _, leader := range s.Drivers {
		if leader.Name() != d.Follows {
			continue
		}
		if leader.Law == nil {
			return Driver{}, fault.Conflict.Found("it follows %s, which follows another", d.Follows).
				Want("follow that one")
		}
		return leader, faultsOf(leader)
	}
	return Driver{}, fault.Unknown.Found("it follows %s, which is not uncertain", d.Follows)
}

// following is the law of a follower in a column: the leader's law moved to the follower's centre and stretched, either
// to a power or by a difference, which is in pence for money. Column 0 means all columns.
func following(leader Driver, in sheet.Input, column int, power, times float64) dist.Transform {
	centre := in.Values[max(0, min(column, len(in.Values))-1)].InexactFloat64()
	if chain, ok := leader.Process.(process.Chain); ok { // not the law's own methods, which may mean others
		stated := chain.Over(driftedLaw(leader, max(column-1, 0)))
		return &statedFollower{follower{stated, stated.At(0), centre, times}, stated}
	}
	t := driftedLaw(leader, max(column-1, 0))
	switch l := leader.Law.(type) {
	case dist.Normal:
		return dist.Normal{Mean: centre, SD: float64(l.SD * times)}.Transform()
	case dist.Lognormal:
		if centre > 0 {
			return dist.Lognormal{Median: centre, Sigma: float64(l.Sigma * power)}.Transform()
		}
	}
	return &follower{leader: t, median: t.At(0), centre: centre, times: times}
}

// A follower moves with the leader's deviation from the leader's median.
type follower struct {
	leader                dist.Transform
	median, centre, times float64
}

// A statedFollower follows a leader with a state, so also its shocks and regimes.
type statedFollower struct {
	follower
	stated process.Stated
}

// ApplyIn is Apply in a state.
func (f *statedFollower) ApplyIn(dst, z, state []float64) {
	f.stated.ApplyIn(dst, z, state)
	for i, x := range dst {
		dst[i] = f.value(x)
	}
}

// At is the follower's value at the leader's score.
func (f *follower) At(z float64) float64 { return f.value(f.leader.At(z)) }

// Apply is At for a column.
func (f *follower) Apply(dst, z []float64) {
	f.leader.Apply(dst, z)
	for i, x := range dst {
		dst[i] = f.value(x)
	}
}

func (f *follower) value(x float64) float64 { return f.centre + float64(f.times*(x-f.median)) }
