package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// The list of bodies, from which contracts choose who pays and who is paid: two columns behind the places of the sheet
// of bodies, of formulas that are alike in all rows, so that they come along where rows are copied.
const (
	bodiesSheet = "Bodies"
	headRow     = "Row"
	headBodies  = "List of bodies"
	farDown     = 5_000 // rows, below which no body is looked for
)

// bodyRow is the row of a name that is typed.
func (t *template) bodyRow(_ *template, _ *form, r inputRow, row int) any {
	if !r.owns {
		return nil
	}
	return t.live("ROW()", row, style{color: grey})
}

// bodyInList is a name of the list, or an empty text behind its end.
func (t *template) bodyInList(_ *template, f *form, _ inputRow, row int) any {
	at, name, i := letter(t.numbers), "", headingRow
	for _, r := range f.rows {
		if r.owns {
			if i++; i == row {
				name = r.heading
			}
		}
	}
	return t.live(fmt.Sprintf(`IFERROR(INDEX($A$1:$A$%d,SMALL($%s$%d:$%s$%d,ROW()-%d)),"")`,
		farDown, at, headingRow+1, at, farDown, headingRow), name, style{color: grey})
}

// chooseBody lets a cell take the name of a body.
func (t *template) chooseBody(sheet, where string) {
	if t.bodies == 0 {
		return
	}
	at := letter(t.numbers + 1)
	v := excelize.NewDataValidation(true)
	v.SetSqref(where)
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$%d:$%s$%d", bodiesSheet, at, headingRow+1, at, headingRow+t.bodies))
	v.SetError(excelize.DataValidationErrorStyleWarning, "Not the name of a body",
		"It must be the name of a body of the sheet "+bodiesSheet+".")
	t.try(t.file.AddDataValidation(sheet, v))
}
