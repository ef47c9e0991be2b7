package scenario

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/pence"
)

// pence takes every driver from the unit of its input to that of a run: money is in pounds in a [Driver], and in whole pence
// from here on.
func (r *resolver) pence() {
	for i, s := range r.scenarios {
		drivers := slices.Clone(s.Drivers)
		for k, d := range drivers {
			converted, err := r.inPence(d, isMoney(r.programs[i], d.Input))
			if err != nil {
				r.fault("scenario %q: driver %s: %w", s.Name, d.Name(), err)
			}
			drivers[k] = converted
		}
		r.scenarios[i].Drivers = drivers
	}
}

// inPence is a driver as a run takes it. One that is at fault stays as it was given, to be reported in the words of its giver.
func (r *resolver) inPence(d Driver, money bool) (_ Driver, err error) {
	defer guard(r.seed, &err)
	if !money {
		d.Process = pence.ProcessInPounds(d.Process)
		return d, nil
	}
	if _, made := d.Law.(pence.Law); !made && d.Law != nil && faultsOf(d) != nil {
		return d, nil
	}
	d.Law, d.Process = pence.OfLaw(d.Law), pence.OfProcess(d.Process)
	return d, nil
}

// isMoney reports whether an input is one of the sheet's, and money.
func isMoney(p *sheet.Program, input string) bool {
	i, ok := p.Input(input)
	return ok && p.Inputs[i].Unit == sheet.Money
}
