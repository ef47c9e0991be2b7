package scenario

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// How far apart amounts of one model must be before the unit of one is in doubt. A wrong unit is a thousand times or
// more.
const (
	tooLarge = 10          // times the money that the body has
	tooSmall = 5e-5        // of the money that the body has
	beside   = 1_000       // times the middle of the amounts beside it
	farBelow = 1. / 20_000 // of the middle of the amounts beside it
	jump     = 200         // between the years of one number
)

// scale warns of money that is probably in the wrong unit, and names the unit that was probably meant.
func (l *look) scale() {
	for _, in := range l.inputs {
		if values := numbersOf(in); in.Unit == sheet.Money && len(values) > 2 {
			l.years(in.Name, values)
		}
	}
	l.neighbours()
	for _, b := range l.bodies() {
		l.besideBudget(b)
	}
}

// besideBudget compares a body's amounts with the money that it has.
func (l *look) besideBudget(b body) {
	has := l.has(b, 0)
	if x := float64(b.m.Opening.BeforeSupport); has > 0 && x != 0 && math.Abs(x) < tooSmall*has {
		l.warn("scale", b.prefix+"opening.before_support", fault.OutOfRange.Found("is %s where there is %s in all",
			l.money(x), l.money(has)).Want("look at the units of both").Suggest(l.likely(x, has/20)))
	}
	for _, in := range l.under(b.prefix) {
		path := in.Name[len(b.prefix):]
		if in.Unit != sheet.Money || has <= 0 || strings.HasPrefix(path, "bodies.") ||
			path == "funding.baseline" || path == "opening.cost" || path == "funding.council_tax.band_d" ||
			!l.given(in.Name) {
			continue
		}
		x := largest(numbersOf(in))
		if x == 0 || math.Abs(x) <= tooLarge*has && math.Abs(x) >= tooSmall*has {
			continue
		}
		l.warn("scale", in.Name, fault.OutOfRange.Found("is %s where there is %s in all", l.money(x), l.money(has)).
			Want("look at the units of both").Suggest(l.likely(x, has/20)))
	}
}

// given reports whether the file gives a number or its years; where there is no file, everything is given.
func (l *look) given(path string) bool { return len(l.m.Notes) == 0 || l.stated(path) }

// neighbours compares amounts with each other: the money that bodies have, pay each other and put into pools, and the
// baselines of services.
func (l *look) neighbours() {
	var paths []string
	var sizes []float64
	for _, in := range l.inputs {
		if x := largest(numbersOf(in)); in.Unit == sheet.Money && x != 0 && l.given(in.Name) && isSize(in.Name) {
			paths, sizes = append(paths, in.Name), append(sizes, math.Abs(x))
		}
	}
	for i, x := range sizes {
		near := middle(without(sizes, i))
		if len(sizes) > 2 && (x > beside*near || x < farBelow*near) {
			f := fault.OutOfRange.Found("is %s beside amounts such as %s", l.money(x), l.money(near))
			l.warn("scale", paths[i], f.Want("look at the units").Suggest(l.likely(x, near)))
		}
	}
}

// isSize reports whether an amount says how large a body, a service or a flow is.
func isSize(path string) bool {
	return strings.HasSuffix(path, "funding.baseline") || strings.HasSuffix(path, "opening.cost") ||
		strings.HasSuffix(path, ".minimum") ||
		slices.ContainsFunc([]string{"transfers.", "services.", "allocation.parts."}, func(part string) bool {
			return strings.HasPrefix(path[len(bodyOf(path)):], part)
		}) && (strings.HasSuffix(path, ".baseline") || strings.HasSuffix(path, ".amount") ||
			strings.HasSuffix(path, ".opening"))
}

// years compares the years of one number with each other.
func (l *look) years(path string, values []float64) {
	for i, x := range values {
		near := middle(without(values, i))
		if size := math.Abs(x); x != 0 && near != 0 && (size > jump*near || size < near/jump) {
			f := fault.OutOfRange.Found("is %s in one year, beside %s in others", l.money(x), l.money(near))
			l.warn("scale", path, f.Want("look at the units").Suggest(l.likely(x, near)))
		}
	}
}

// largest is the value with the largest size; 0 if there are none.
func largest(values []float64) (x float64) {
	for _, v := range values {
		if math.Abs(v) > math.Abs(x) {
			x = v
		}
	}
	return x
}

// likely is an amount in the unit that brings it nearest to another; empty if that is its own unit.
func (l *look) likely(x, near float64) string {
	best := x
	for _, times := range []float64{1e-3, 1e-6, 1e-9, 1e3, 1e6, 1e9} {
		if apart(x*times, near) < apart(best, near) {
			best = x * times
		}
	}
	if best == x || best != math.Trunc(best) {
		return ""
	}
	return l.money(best)
}

// apart is how many times the larger of two sizes is the smaller.
func apart(a, b float64) float64 {
	a, b = math.Abs(a), math.Abs(b)
	return max(a/b, b/a)
}
