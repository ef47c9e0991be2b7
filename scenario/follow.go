package scenario

import (
	"fmt"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/engine"
)

// follow places a driver that takes another's draw: one engine driver for all years, or one for each year where
// the input has a central value for each.
func (r *resolver) follow(s Scenario, in sheet.Input, d Driver, placed engine.Driver) ([]engine.Driver, error) {
	leader, err := leaderOf(s, d)
	if err != nil {
		return nil, err
	}
	placed.Latent = r.latent(leader)
	if placed.Column != 0 || len(in.Values) == 1 {
		centre := in.Values[max(0, min(placed.Column, len(in.Values))-1)]
		placed.Transform = following(leader.Law, centre.InexactFloat64(), d.Times)
		return []engine.Driver{placed}, nil
	}
	var each []engine.Driver
	for i, centre := range in.Values {
		placed.Column = i + 1
		placed.Transform = following(leader.Law, centre.InexactFloat64(), d.Times)
		each = append(each, placed)
	}
	return each, nil
}

// leaderOf finds the driver that another follows.
func leaderOf(s Scenario, d Driver) (Driver, error) {
	if d.Law != nil {
		return Driver{}, fmt.Errorf("it follows %s, so it can have no distribution of its own", d.Follows)
	}
	for _, leader := range s.Drivers {
		if leader.Name() != d.Follows {
			continue
		}
		if leader.Law == nil {
			return Driver{}, fmt.Errorf("it follows %s, which follows another; follow that one", d.Follows)
		}
		return leader, faultsOf(leader)
	}
	return Driver{}, fmt.Errorf("it follows %s, which is not uncertain", d.Follows)
}

// following is the law of a follower: the leader's, moved to the follower's centre and stretched.
func following(law dist.Distribution, centre, times float64) dist.Transform {
	switch l := law.(type) {
	case dist.Normal:
		return dist.Normal{Mean: centre, SD: float64(l.SD * times)}.Transform()
	case dist.Lognormal:
		if centre > 0 {
			return dist.Lognormal{Median: centre, Sigma: float64(l.Sigma * times)}.Transform()
		}
	}
	t := law.Transform()
	return &follower{leader: t, median: t.At(0), centre: centre, times: times}
}

// A follower moves by the leader's deviation from its median.
type follower struct {
	leader                dist.Transform
	median, centre, times float64
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
