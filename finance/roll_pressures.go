package finance

import "slices"

// pressures open what has begun: each at its figure, with the years that it has, so that it ends and grows as it would
// have.
func (r *roller) pressures(m, next *Model, prefix string) {
	next.Pressures = slices.Clone(next.Pressures)
	for i, p := range m.Pressures {
		to := &next.Pressures[i]
		if p.costs() {
			r.pressure(p.cost(), next, prefix, &to.From, &to.Until)
		}
		if p.givesBack() {
			r.pressure(p.returns(), next, prefix, &to.Returns.From, &to.Returns.Until)
		}
	}
}

// pressure opens one of them, if it has begun.
func (r *roller) pressure(d dated, next *Model, prefix string, from, until *Year) {
	year := func(key string, to *Year, y Year) {
		if *to != y {
			*to = y
			r.opened = append(r.opened, Opened{Path: prefix + d.path + "." + key, Kind: OpenedYear,
				Text: r.m.Label(y)})
		}
	}
	first := max(d.from, r.m.First+1)
	if d.from != 0 && d.from <= r.m.First {
		first = d.from
	}
	if first > r.next.First {
		return
	}
	year("from", from, first)
	if d.once && d.until == 0 {
		year("until", until, first)
	}
	r.openMoney(next, prefix, d.path)
	if d.grows == WithPrices {
		r.opens(next, prefix, d.path+".prices", r.number(prefix+d.path+".prices"), false)
	}
}
