package file

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
)

// checkDrivers compares the scenario's drivers with the inputs of its sheet: which inputs may be uncertain, and within
// which limits. The sheet is laid out even if numbers are at fault, so that their faults do not hide these.
func (d *decoder) checkDrivers(laid *sheet.Sheet) {
	d.checkFollowing()
	if len(laid.Rows) == 0 {
		return // the model cannot be laid out at all, and that is reported
	}
	d.checkLines(laid)
	inputs, leaders := map[string]*sheet.Input{}, map[string]draft{}
	for _, f := range d.drafts {
		leaders[f.Name()], inputs[f.Input] = f, nil
	}
	for i, in := range laid.Inputs {
		if _, wanted := inputs[in.Name]; wanted {
			inputs[in.Name] = &laid.Inputs[i]
		}
	}
	for _, f := range d.drafts {
		in := inputs[f.Input]
		leader := f
		if f.Follows != "" {
			leader = leaders[f.Follows]
		}
		switch {
		case in == nil:
			d.unused(f)
		case in.Fixed != "":
			d.fault(f.at, f.Name(), fault.Misplaced.Found("this number cannot be uncertain: %s", in.Fixed))
		case !d.suspected(f.Name()):
			held := bounds.Driver{Move: f.move(), Follows: f.Follows, Times: f.Times, Leader: leader.move(),
				Says: f.says(), Input: *in, Column: max(slices.Index(laid.Years, f.Year), 0),
				Years: len(laid.Years) - 1}
			if left := held.Fault(); left.Kind != "" {
				d.fault(f.at, f.Name(), left)
			}
		}
	}
}

// unused reports a driver of a number that the sheet does not read, unless there is already a fault at its place.
func (d *decoder) unused(f draft) {
	if !d.suspected(f.Input) {
		d.fault(f.at, f.Name(),
			fault.Misplaced.Found("no rule reads this number in this scenario, so it cannot be uncertain").
				Want("leave it out"))
	}
}
