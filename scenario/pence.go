package scenario

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// pence converts every driver to the units of a run: money is in pounds in a [Driver], and in whole pence from here on.
func (r *resolver) pence() {
	for i, s := range r.scenarios {
		drivers := slices.Clone(s.Drivers)
		for k, d := range drivers {
			converted, err := r.inPence(d, isMoney(r.programs[i], d.Input))
			if err == nil {
				err = r.inPounds(d, r.programs[i])
			}
			if err != nil {
				r.failed(fmt.Sprintf("scenario %q: driver %s", s.Name, d.Name()), err)
			}
			drivers[k] = converted
		}
		r.scenarios[i].Drivers = drivers
	}
}

// inPence is a driver in the units of a run. A driver with a fault stays as it was given, so that the report shows the
// given numbers.
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

// inPounds refuses a law of money whose median is a hundred times its input: it was written in pence.
func (r *resolver) inPounds(d Driver, p *sheet.Program) (err error) {
	defer guard(r.seed, &err)
	_, made := d.Law.(pence.Law)
	if made || d.Law == nil || !isMoney(p, d.Input) || faultsOf(d) != nil {
		return nil
	}
	i, _ := p.Input(d.Input)
	given, median := p.Inputs[i].Values[0].InexactFloat64(), pence.Of(dist.Median(d.Law))
	if ratio := median / given; !(ratio > 99 && ratio < 101) {
		return nil
	}
	return fault.OutOfRange.Found("its median is %s, a hundred times the %s that the input is",
		words.Value(median, true), words.Value(given, true)).
		Want("a law of money is in pounds (90e6 is £90m), and this one seems to be in pence")
}

// isMoney reports whether the sheet has an input and it is money.
func isMoney(p *sheet.Program, input string) bool {
	i, ok := p.Input(input)
	return ok && p.Inputs[i].Unit == sheet.Money
}
