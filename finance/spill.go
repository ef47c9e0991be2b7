package finance

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Spill is need that one body does not meet and that moves to another: care that the council does not provide fills
// hospital beds. It is a relation of levels: with an elasticity of 30%, a tenth of care unmet makes the hospital's
// volume 3% higher than it would be, for as long as it lasts.
type Spill struct {
	Name string // its name in rows and paths
	// From is the body whose unmet need spills, by its path; To is a body of this system, Service one of its services,
	// empty for all of them.
	From, To, Service string
	// Elasticity is by how much volume rises, per year, as a part of the unmet share of need.
	Elasticity []Rate
	// Lag is the number of years until it arrives; zero is the same year.
	Lag int
}

// spillRows: by how much each spill raises volume, and its cost.
func spillRows(w *layout) {
	var costs []sheet.Expr
	for _, s := range w.m.Spills {
		name := "spills." + s.Name
		elasticity := w.rates(name+".elasticity", s.Elasticity, 0, span{0, 10})
		unmet := sheet.Ref(rowOf(s.From, "unmet_share")).Ago(s.Lag)
		w.number(sheet.Num(1), name+".level", "volume over what it would be if nothing spilled",
			plusOne(elasticity.Times(unmet)))
		level := sheet.Ref(name + ".level")
		row := "demand"
		if s.Service != "" {
			row = "services." + s.Service + ".cost"
		}
		w.moneyAlways(name+".cost", "cost at "+s.To+" of need that "+s.From+" does not meet",
			sheet.Ref(rowOf(s.To, row)).Times(level.Minus(sheet.Num(1))).Over(level))
		costs = append(costs, sheet.Ref(name+".cost"))
	}
	if len(costs) > 0 {
		w.moneyAlways("spilled_cost", "cost of need that spilled from one body to another", sheet.Sum(costs...))
	}
}

// rowOf names a row of a body by the body's path.
func rowOf(body, row string) string {
	return "bodies." + strings.ReplaceAll(body, ".", ".bodies.") + "." + row
}

// spills are the growth factors that reach a body, by service.
func (m *Model) spillsTo(body string) map[string][]sheet.Expr {
	factors := map[string][]sheet.Expr{}
	for _, s := range m.Spills {
		if s.To == body {
			level := sheet.Ref("spills." + s.Name + ".level")
			factors[s.Service] = append(factors[s.Service], outer(level.Over(level.Ago(1))))
		}
	}
	return factors
}

// spilled is a growth of volume, including the need that spills from other bodies into a service, or into the whole
// body.
func (w *layout) spilled(volume sheet.Expr, service string) sheet.Expr {
	for _, f := range w.m.links.spillsInto(service) {
		volume = volume.Times(f)
	}
	return volume
}

// spillsInto are the growth factors from other bodies' unmet need that reach a service, or the whole body.
func (l links) spillsInto(service string) []sheet.Expr {
	factors := l.spills[""]
	if service != "" {
		factors = append(factors[:len(factors):len(factors)], l.spills[service]...)
	}
	return factors
}

func (v *validator) spills() {
	seen := map[string]bool{}
	for _, s := range v.m.Spills {
		path := "spills." + s.Name
		v.name("spills", s.Name, seen)
		v.member(path+".to", s.To)
		switch from, ok := v.leaf(s.From); {
		case !ok:
			v.noBody(path+".from", s.From)
		case !from.Unmet.given():
			v.fault(path+".from", fault.Missing.Found("nothing goes unmet at %s", fault.Quote(s.From)).
				Want("give it unmet.share, the part of its pressure that is met by giving less"))
		case s.From == s.To:
			v.fault(path, fault.Circle.Found("leads from %s to itself", fault.Quote(s.From)).
				Want("what comes back there is unmet.carried"))
		}
		if to, ok := v.leaf(s.To); ok {
			v.service(path, s, to)
		}
		if len(s.Elasticity) == 0 {
			v.fault(path+".elasticity", fault.Missing.Found("how much of it spills?").
				Want("give the elasticity, the part of an unmet share of need by which volume rises"))
		}
		v.span(path+".lag", s.Lag)
	}
	v.circles()
}

// service reports a spill into a service or a need that does not exist.
func (v *validator) service(path string, s Spill, to *Model) {
	switch {
	case s.Service == "" && !to.provides():
		v.fault(path+".to", fault.Misplaced.Found("%s has no need that anything could spill into", fault.Quote(s.To)))
	case s.Service != "" && !slices.ContainsFunc(to.Services, func(own Service) bool { return own.Name == s.Service }):
		v.fault(path+".service", fault.Unknown.Found("%s has no service %s", fault.Quote(s.To), fault.Quote(s.Service)))
	}
}

// circles reports spills within the same year that lead back to their beginning: such a year cannot be worked out.
func (v *validator) circles() {
	next := map[string][]string{}
	for _, s := range v.m.Spills {
		if s.Lag == 0 && s.From != s.To {
			next[s.From] = append(next[s.From], s.To)
		}
	}
	for _, s := range v.m.Spills {
		if s.Lag == 0 && s.From != s.To && reaches(next, s.To, s.From, map[string]bool{}) {
			v.fault("spills."+s.Name+".lag",
				fault.Circle.Found("leads from %s back to it in the same year", fault.Quote(s.From)).
					Want("give a lag of 1"))
			return
		}
	}
}

// reaches reports whether the links lead from one name to another.
func reaches(next map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	seen[from] = true
	return slices.ContainsFunc(next[from], func(n string) bool { return !seen[n] && reaches(next, n, to, seen) })
}
