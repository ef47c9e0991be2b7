package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// allowed are the limits of an input in words.
func (a *assumption) allowed() string {
	low, high := a.given.Low, a.given.High
	switch {
	case low == 0 && high == 0:
		return "any"
	case a.share():
		return fmt.Sprintf("from %v%% to %v%%", 100*low, 100*high)
	}
	return fmt.Sprintf("from %v to %v", low, high)
}

// validate refuses what is beyond an input's limits, where they are typed.
func (b *book) validate() {
	if b.values != "" {
		return
	}
	type limits struct{ low, high float64 }
	cells := map[limits][]string{}
	var order []limits
	first, stop := ofScenario(0), ofScenario(len(b.scenarios)-1)
	for _, a := range b.inputs {
		l := limits{a.given.Low, a.given.High}
		if a.row == 0 || l == (limits{}) {
			continue
		}
		if cells[l] == nil {
			order = append(order, l)
		}
		cells[l] = append(cells[l], fmt.Sprintf("%s%d:%s%d", first, a.row, stop, a.row+a.rows(len(b.years))-1))
	}
	for _, l := range order {
		v := excelize.NewDataValidation(true)
		v.SetSqref(strings.Join(cells[l], " "))
		b.try(v.SetRange(l.low, l.high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
		v.SetError(excelize.DataValidationErrorStyleStop, "Not allowed",
			fmt.Sprintf("A number from %v to %v.", l.low, l.high))
		b.try(b.file.AddDataValidation(assumptionsSheet, v))
	}
}
