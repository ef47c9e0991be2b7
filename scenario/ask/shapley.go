package ask

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"

	"github.com/openenvelope/envelope/scenario"
)

// mostPlayers is the most numbers, or groups of numbers, that share out the effects: n need 2 to the power n sets.
const mostPlayers = 10

// mostShapleyPaths bounds the work of all sets together, in paths.
const mostShapleyPaths = 1 << 23

// A team is players that get one share together.
type team struct {
	name  string
	draws []string
}

// teams puts the players into teams: players of one t copula together, and where there are too many, the least
// important together.
func (q *drivers) teams(a *Answer) (all []team) {
	together := map[string]int{} // driver → team, of a t copula
	for _, p := range q.all {
		at := -1
		for _, d := range p.draws() {
			if i, ok := together[d]; ok {
				at = i
			}
		}
		if at < 0 {
			at = len(all)
			all = append(all, team{name: p.name})
		} else {
			all[at].name += " and " + p.name
		}
		all[at].draws = append(all[at].draws, p.draws()...)
		for _, c := range q.model.Correlation {
			if c.DF != 0 && slices.ContainsFunc(p.draws(), func(d string) bool {
				return slices.Contains(c.Drivers, d)
			}) {
				for _, d := range c.Drivers {
					together[d] = at
				}
			}
		}
	}
	if len(all) <= mostPlayers {
		return all
	}
	swing := map[string]float64{}
	for _, r := range a.Rows {
		swing[r.Name] = max(r.Cells[2].Value, -r.Cells[2].Value)
	}
	slices.SortStableFunc(all, func(x, y team) int { return cmp.Compare(swing[y.name], swing[x.name]) })
	rest := team{name: fmt.Sprintf("the other %d", len(all)-mostPlayers+1)}
	for _, t := range all[mostPlayers-1:] {
		rest.draws = append(rest.draws, t.draws...)
	}
	return append(all[:mostPlayers-1:mostPlayers-1], rest)
}

// shapley adds the Shapley effects: each team's part of the variance, as the average over all orders in which teams
// become known. A set's own variance, given all other numbers, is half the mean square of the change when the set is
// drawn again from its distribution given the others; for that its draws come last in the order of their group.
func (q *drivers) shapley(ctx context.Context, a *Answer) error {
	teams := q.teams(a)
	n := len(teams)
	sets := 1 << n
	paths := max(min(q.options.Paths, mostShapleyPaths>>n), 2048)
	paths = min(paths, q.options.Paths)
	effects := make([][]float64, n)
	for i := range effects {
		effects[i] = make([]float64, paths)
	}
	var both []float64
	bases := map[string][]float64{}
	weights := shapleyWeights(n)
	for set := 1; set < sets; set++ {
		base, again, err := q.given(ctx, namesOf(teams, set), paths, bases)
		if err != nil {
			return err
		}
		if set == sets-1 {
			both = spread(base, again)
		}
		weigh(effects, halfSquares(base, again), weights, set)
	}
	at := map[string]Quantity{}
	for i, t := range teams {
		at[t.name] = Quantity{ratio(effects[i], both), Share}
	}
	shapleyColumn(a, teams, at)
	if paths < q.options.Paths {
		a.Notes = append(a.Notes, fmt.Sprintf("Shapley shares are of %d paths.", paths))
	}
	return nil
}

// weigh adds a set's variance to the effects of its teams, and takes it from those of the others.
func weigh(effects [][]float64, squares, weights []float64, set int) {
	size := bits.OnesCount(uint(set))
	for i := range effects {
		w := 0.0
		if set>>i&1 == 1 {
			w = weights[size-1]
		} else {
			w = -weights[size]
		}
		for j, x := range squares {
			effects[i][j] += float64(w * x)
		}
	}
}

// shapleyColumn adds the teams' shares to the rows that are there, and rows for teams of several numbers.
func shapleyColumn(a *Answer, teams []team, at map[string]Quantity) {
	a.Columns = append(a.Columns, "Shapley share")
	for i, r := range a.Rows {
		e, ok := at[r.Name]
		if !ok {
			e = none()
		}
		delete(at, r.Name)
		a.Rows[i].Cells = append(a.Rows[i].Cells, e)
	}
	for _, t := range teams {
		e, ok := at[t.name]
		if !ok {
			continue
		}
		row := Row{Name: t.name}
		for len(row.Cells) < len(a.Columns)-1 {
			row.Cells = append(row.Cells, none())
		}
		row.Cells = append(row.Cells, e)
		a.Rows = append(a.Rows, row)
	}
}

// namesOf are the names of the draws of a set of teams.
func namesOf(teams []team, set int) (names []string) {
	for i, t := range teams {
		if set>>i&1 == 1 {
			names = append(names, t.draws...)
		}
	}
	return names
}

// given is the figure's value on each path, and its value when some draws are made again, given all others. The first
// is kept by the order of the groups, for other sets with the same order.
func (q *drivers) given(ctx context.Context, names []string, paths uint64,
	bases map[string][]float64) (base, again []float64, err error) {
	order := slices.Clone(q.model.Correlation)
	key := ""
	for i, c := range order {
		order[i] = reordered(c, func(d string) int {
			if slices.Contains(names, d) {
				return 1
			}
			return 0
		})
		key += fmt.Sprintln(order[i].Drivers)
	}
	base, ok := bases[key]
	if !ok {
		if base, err = q.each(ctx, scenario.Draws{}, order, paths); err != nil {
			return nil, nil, err
		}
		bases[key] = base
	}
	again, err = q.each(ctx, scenario.Draws{Again: names}, order, paths)
	return base, again, err
}

// shapleyWeights gives, for each size of a set S that a team is not in, the part of all orders in which S comes just
// before the team: |S|!(n−|S|−1)!/n!.
func shapleyWeights(n int) []float64 {
	w := make([]float64, n+1)
	for size := range n {
		w[size] = 1 / float64(n)
		for k := 1; k <= size; k++ {
			w[size] *= float64(k) / float64(n-k)
		}
	}
	return w
}
