package report

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// An endLabel names a line or edge that ends at the right of a plot.
type endLabel struct {
	y    vg.Length // where it ends
	text string
	rank int // labels with a higher rank are left out first
	lettering
}

// spread moves labels apart so that none overlap. Each stays as near to its place as the others and the area allow, and
// their order from top to bottom stays the same. Labels that touch share their middle (pool adjacent violators).
func spread(wanted []vg.Length, gap, low, high vg.Length) []vg.Length {
	type pool struct {
		sum vg.Length // sum over its members: wanted place less offset
		n   int
	}
	top := func(p pool) vg.Length { return p.sum / vg.Length(p.n) }
	var pools []pool
	for _, y := range wanted {
		pools = append(pools, pool{y, 1})
		for k := len(pools) - 1; k > 0 && top(pools[k]) > top(pools[k-1])-gap*vg.Length(pools[k-1].n); k-- {
			above, below := pools[k-1], pools[k]
			above.sum += below.sum + gap*vg.Length(above.n*below.n)
			above.n += below.n
			pools = append(pools[:k-1], above)
		}
	}
	var places []vg.Length
	for _, p := range pools {
		for i := range p.n {
			places = append(places, top(p)-gap*vg.Length(i))
		}
	}
	return keepWithin(places, gap, low, high)
}

// keepWithin pushes places down from the upper edge and up from the lower one.
func keepWithin(places []vg.Length, gap, low, high vg.Length) []vg.Length {
	for i := range places {
		places[i] = min(places[i], high-gap*vg.Length(i))
	}
	for i := len(places) - 1; i >= 0; i-- {
		places[i] = max(places[i], low+gap*vg.Length(len(places)-1-i))
	}
	return places
}

// endLabels writes labels to the right of the plot. A thin line joins each to the line it names, which ends in the
// given year.
func (a axes) endLabels(year float64, labels []endLabel) {
	labels = fitting(labels, a.Max.Y-a.Min.Y)
	slices.SortStableFunc(labels, func(p, q endLabel) int { return cmp.Compare(q.y, p.y) })
	var wanted []vg.Length
	gap := tallest(labels)
	for _, l := range labels {
		wanted = append(wanted, l.y)
	}
	places := spread(wanted, gap, a.Min.Y+gap/2, a.Max.Y-gap/2)
	for i, l := range labels {
		x := a.Max.X + labelGap
		a.rule(grey, 0.5, nil, vg.Point{X: a.x(year) + 3, Y: l.y}, vg.Point{X: x - 2, Y: places[i]})
		a.write(l.lettering, vg.Point{X: x, Y: places[i]}, anchor{draw.XLeft, midline}, l.text)
	}
}

// midline sets text so that the middle of its digits is at the point.
const midline draw.YAlignment = -0.42

func tallest(labels []endLabel) vg.Length {
	height := vg.Length(0)
	for _, l := range labels {
		height = max(height, l.height())
	}
	return height
}

// fitting is a copy of the labels that fit one above another, the most important first.
func fitting(labels []endLabel, room vg.Length) []endLabel {
	kept := slices.Clone(labels)
	slices.SortStableFunc(kept, func(p, q endLabel) int { return cmp.Compare(p.rank, q.rank) })
	for len(kept) > 0 && tallest(kept)*vg.Length(len(kept)) > room {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// labelGap is the room between the plot and its end labels.
const labelGap = 13

// labelRoom is the room that the labels need beside the plot.
func (p pen) labelRoom(labels []endLabel) vg.Length {
	widest := vg.Length(0)
	for _, l := range labels {
		widest = max(widest, p.textWidth(l.lettering, l.text))
	}
	return widest + labelGap
}
