package finance

import (
	"reflect"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// MaxBodies is the most bodies of a system, at all levels together, in a file and in Go. Laying out and checking takes
// about half a millisecond and 80 kB for each; checking alone half of that.
const MaxBodies = 2_000

// MaxLevels is how deep bodies may be nested, so that a system that contains itself is a fault and not an endless
// sheet.
const MaxLevels = 10

// mostAtFault is the most bodies of a system that is still laid out after a fault of structure, so that all faults are
// found at once.
const mostAtFault = 500

func (m *Model) large() bool {
	left := mostAtFault
	return !m.bodiesWithin(MaxLevels, &left)
}

// bodiesFit reports whether the bodies at all levels are within the limits.
func (m *Model) bodiesFit() bool {
	left := MaxBodies
	return m.bodiesWithin(MaxLevels, &left)
}

func (m *Model) bodiesWithin(levels int, left *int) bool {
	*left -= len(m.Bodies)
	if *left < 0 || (levels == 0 && len(m.Bodies) > 0) {
		return false
	}
	for i := range m.Bodies {
		if !m.Bodies[i].bodiesWithin(levels-1, left) {
			return false
		}
	}
	return true
}

// paths adds the bodies of all levels by their paths.
func (m *Model) paths(prefix string, to map[string]*Model) {
	for i := range m.Bodies {
		b := &m.Bodies[i]
		if path := prefix + b.Name; to[path] == nil {
			to[path] = b
			b.paths(path+".", to)
		}
	}
}

// system checks that a model with bodies has nothing that it may not have, and that the names of its bodies differ.
func (v *validator) system() {
	m, seen := v.m, map[string]bool{}
	v.below = map[string]*Model{}
	m.paths("", v.below)
	for _, b := range m.Bodies {
		v.name("bodies", b.Name, seen)
		v.frame(b)
	}
	v.noneOfItsOwn()
	if !m.links.inside && !m.provides() {
		v.fault("bodies", fault.Missing.Found("no body has a need or a service").
			Want("give need.real_growth to one, or services with their baselines"))
	}
	v.transfers()
	v.pools()
	v.spills()
	v.supports()
	v.mergers()
	v.allocation()
}

// noneOfItsOwn reports parts that only a body can have.
func (v *validator) noneOfItsOwn() {
	m := v.m
	for _, part := range []struct {
		path  string
		given any
	}{
		{"opening", m.Opening}, {"need", m.Need}, {"services", m.Services}, {"causes", m.Causes},
		{"pressures", m.Pressures}, {"savings", m.Savings}, {"earmark", m.Earmark},
		{"earmarks", m.Earmarks},
		{"debt", m.Debt}, {"unmet", m.Unmet}, {"positions", m.Positions}, {"support", m.Support},
		{"risk_reserve", m.RiskReserve},
	} {
		if !empty(reflect.ValueOf(part.given)) {
			v.fault(part.path, fault.Misplaced.Found("a system nets its bodies and has no %s of its own", part.path).
				Want("give it to a body"))
		}
	}
}

// empty reports whether a part of a model has no values; a series without values counts as empty.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !empty(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

// frame reports parts that a body takes from its system and must not give itself.
func (v *validator) frame(b Model) {
	path := "bodies." + b.Name
	if b.First != 0 || b.Last != 0 || b.FirstMonth != 0 || b.Currency != "" || b.Prices != 0 {
		v.fault(path, fault.Misplaced.Found("a body takes its years, first month, prices and currency from its system").
			Want("leave them out"))
	}
	if len(b.Deflator.Planned)+len(b.Deflator.Surprise)+len(b.Deflator.Vintages) > 0 || b.Deflator.Before != 0 {
		v.fault(path+".deflator", fault.Misplaced.Found("a body takes its deflator from its system").
			Want("leave it out"))
	}
	if len(b.Notes) > 0 {
		v.fault(path, fault.Misplaced.Found("notes on a body's numbers belong in its system's Notes, under %q",
			path+"."))
	}
}

// noBody reports a name that is not a body, with the body that may be meant.
func (v *validator) noBody(path, name string) {
	v.fault(path, fault.Unknown.Found("there is no body %s that has money of its own in this system",
		fault.Quote(name)).
		Suggest(v.meant(name, v.leaves())))
}

// meant is the body that may be meant by a name; empty if none is near.
func (v *validator) meant(name string, bodies []string) string {
	near, _ := v.near.Nearest(name, bodies)
	return near
}

// members are the names of the system's own bodies.
func (m *Model) members() (names []string) {
	for _, b := range m.Bodies {
		names = append(names, b.Name)
	}
	return names
}

// misplaced reports whether faults are about money that moves between bodies.
func misplaced(faults Faults) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool {
		part, _, _ := strings.Cut(f.Path, ".")
		return part == "transfers" || part == "pools" || part == "allocation"
	})
}

// leaves are the paths of all bodies that are not systems themselves.
func (m *Model) leaves() (paths []string) {
	for i := range m.Bodies {
		b := &m.Bodies[i]
		if len(b.Bodies) == 0 {
			paths = append(paths, b.Name)
		}
		for _, below := range b.leaves() {
			paths = append(paths, b.Name+"."+below)
		}
	}
	return paths
}

// leaves are the leaves of the model, listed once.
func (v *validator) leaves() []string {
	if v.ends == nil {
		v.ends = v.m.leaves()
	}
	return v.ends
}

// leaf is the body with that path, if there is one and it is not a system itself.
func (v *validator) leaf(path string) (b *Model, ok bool) {
	b, ok = v.below[path]
	return b, ok && len(b.Bodies) == 0
}

// member reports a name that is not a body directly in the system, or is a system itself.
func (v *validator) member(path, name string) {
	switch _, ok := v.leaf(name); {
	case !ok:
		v.noBody(path, name)
	case strings.Contains(name, "."):
		v.fault(path, fault.Misplaced.Found("%s is a body of a system inside this one", fault.Quote(name)).
			Want("name a body of this system, or say it there"))
	}
}

// funded reports whether the body with that path has funding: its own, or a part of its system's.
func (v *validator) funded(path string) bool {
	b, system, name := v.below[path], v.m, path
	if i := strings.LastIndex(path, "."); i >= 0 {
		system, name = v.below[path[:i]], path[i+1:]
	}
	return b.Funding.given() ||
		slices.ContainsFunc(system.Allocation.Parts, func(p Part) bool { return p.Body == name })
}
