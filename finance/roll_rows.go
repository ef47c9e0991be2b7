package finance

import (
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// lagged opens rows at the year's figures, if the model's own formulas read them a year later.
func (r *roller) lagged() error {
	reads := map[string]int{}
	for _, row := range r.ledger.Program.Rows {
		switch _, years := agoOf(row.Name); {
		case r.own(row.Name), years > 0:
			lags(row.Formula, reads)
		case readsFarBack(row.Name):
			read := map[string]int{}
			lags(row.Formula, read)
			delete(read, row.Name) // it begins anew
			for name, years := range read {
				reads[name] = max(reads[name], years)
			}
		}
	}
	natural, err := Project(r.next)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(reads)) {
		was, ok := r.ledger.At(name, 1)
		if !ok {
			if in := r.input(name); len(in.Values) > 1 {
				r.fault("rows", fault.Misplaced.Found("a formula reads what %s was in an earlier year",
					fault.Quote(name)).Want("give it as a row of its own"))
			}
			continue
		}
		if reads[name] > 1 {
			r.remember(name, reads[name])
		}
		if now, _ := natural.At(name, 0); now.Equal(was) && !r.given(name) || r.opensAlready(name) {
			continue
		}
		next, prefix, row := r.ownerOf(name)
		if r.isMoney(name) {
			r.openMoney(next, prefix, row)
		} else {
			r.opens(next, prefix, row, r.number(name), false)
		}
	}
	return nil
}

// remember opens what a row was a year before the new opening year, which is the opening year of the plan.
// years is how far back it is read.
func (r *roller) remember(name string, years int) {
	was, _ := r.ledger.At(name, 0)
	if was.IsZero() && years <= r.next.horizon() {
		return // as before every plan
	}
	next, prefix, row := r.ownerOf(name)
	row, earlier := agoOf(row)
	formula := strings.ReplaceAll(was.String(), "-", "−")
	if r.isMoney(name) {
		formula = r.words(Amount(was.IntPart()))
	}
	r.opens(next, prefix, ago(row, earlier+1), formula, false)
}

func (r *roller) isMoney(name string) bool {
	slot, _ := r.ledger.Program.Slot(name)
	return r.ledger.Program.Unit(slot) == sheet.Money
}

// opensAlready reports whether a row already has an opening figure.
func (r *roller) opensAlready(name string) bool {
	next, prefix, row := r.ownerOf(name)
	return slices.ContainsFunc(r.opened, func(o Opened) bool { return o.Path == prefix+"rows."+row }) && next != nil
}

// own reports whether a row has one of the model's own formulas.
func (r *roller) own(name string) bool {
	m, _, row := r.ownerOf(name)
	return slices.ContainsFunc(m.Rows, func(own Row) bool { return own.Name == row && !own.opens() })
}

// ownerOf is the body of the later plan that a row belongs to, the prefix of its rows, and the row's name there.
func (r *roller) ownerOf(name string) (m *Model, prefix, row string) {
	m, row = r.next, name
	for {
		i := slices.IndexFunc(m.Bodies, func(b Model) bool { return strings.HasPrefix(row, "bodies."+b.Name+".") })
		if i < 0 {
			return m, prefix, row
		}
		m = &m.Bodies[i]
		below := "bodies." + m.Name + "."
		prefix, row = prefix+below, strings.TrimPrefix(row, below)
	}
}

// input is an input of the plan by its name.
func (r *roller) input(name string) (in sheet.Input) {
	for _, in := range r.ledger.Program.Inputs {
		if in.Name == name {
			return in
		}
	}
	return in
}

// lags notes, for each name that a formula reads in an earlier year, how many years back at most.
func lags(e sheet.Expr, reads map[string]int) {
	n, ok := e.Node()
	if !ok {
		return
	}
	if n.Op == sheet.OpRef && n.Lag > 0 {
		reads[n.Name] = max(reads[n.Name], n.Lag)
	}
	for _, a := range n.Args {
		lags(a, reads)
	}
}
