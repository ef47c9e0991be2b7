package scenario

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// signs warns of numbers whose sign is likely turned.
func (l *look) signs() {
	for _, in := range l.inputs {
		values := numbersOf(in)
		switch {
		case in.Unit == sheet.Money:
			if strings.Contains(in.Name, "pressures.") {
				l.eases(in.Name, values)
			}
		case in.Low == -1 && in.High == 1:
			l.turned(in.Name, values)
			l.against(in.Name, values)
		case strings.HasSuffix(in.Name, "savings.delivery"), strings.HasSuffix(in.Name, "returns.per_pound"):
			l.below(in.Name, values)
		case strings.Contains(in.Name, "assumptions."):
			l.against(in.Name, values)
		}
	}
}

// turned warns of a rate whose sign is likely turned: growth that falls, productivity that adds cost.
func (l *look) turned(path string, values []float64) {
	name := path[strings.LastIndex(path, ".")+1:]
	component := strings.HasPrefix(strings.TrimPrefix(path, bodyOf(path)), "need.components.")
	switch {
	case component && (name == "productivity" || name == "efficiency"):
		if x, ok := first(values, func(x float64) bool { return x > 0 }); ok {
			l.warn("sign", path, fault.OutOfRange.Found("adds %s a year to the cost", rate(x)).
				Want("a gain of 1%% is a growth of -1%%").Suggest(rate(-x)))
		}
	case component || strings.Contains(path, ".volume.") || strings.Contains(path, "grants.") ||
		slices.Contains([]string{"surprise", "above_deflator", "volume", "charge"}, name) ||
		strings.Contains(path, "assumptions."):
	case strings.Contains(path, "vintages."):
		l.alone(path, values)
	default:
		l.below(path, values)
	}
}

// below warns of a rate below zero where that is not usual.
func (l *look) below(path string, values []float64) {
	if x, ok := first(values, func(x float64) bool { return x < 0 }); ok {
		l.warn("sign", path, fault.OutOfRange.Found("is %s", rate(x)).Want("usual is zero or more").
			Suggest(rate(-x)))
	}
}

// alone warns of one year's rate whose sign differs from that of all other years, and which is as large as they are.
func (l *look) alone(path string, values []float64) {
	for i, x := range values {
		others := without(values, i)
		if len(others) < 2 || slices.ContainsFunc(others, func(y float64) bool { return y*x >= 0 }) ||
			math.Abs(x) < middle(others)/2 {
			continue
		}
		l.warn("sign", path, fault.OutOfRange.Found("is %s in one year, and of the other sign in all others", rate(x)).
			Want("usual is one sign").Suggest(rate(-x)))
		return
	}
}

// against warns of a rate whose sign differs from that in the baseline.
func (l *look) against(path string, values []float64) {
	if l.base == nil {
		return
	}
	for i, was := range l.base.input(path) {
		if i < len(values) && values[i]*was < 0 {
			l.warn("sign", path, fault.OutOfRange.Found("is %s, and %s in the baseline", rate(values[i]), rate(was)).
				Want("usual is one sign in all scenarios").Suggest(rate(-values[i])))
			return
		}
	}
}

// eases warns of a pressure that takes off cost.
func (l *look) eases(path string, values []float64) {
	if slices.ContainsFunc(values, func(x float64) bool { return x < 0 }) {
		l.warn("sign", path, fault.OutOfRange.Found("is below zero, so this pressure takes cost off").
			Want("usual is an amount that a pressure adds"))
	}
}

func first(values []float64, such func(float64) bool) (x float64, ok bool) {
	if i := slices.IndexFunc(values, such); i >= 0 {
		return values[i], true
	}
	return 0, false
}
