package workbook

import (
	"context"
	"fmt"
	"io"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/xuri/excelize/v2"
)

// Name is the workbook's file in a folder of results.
const Name = "model.xlsx"

// File is the workbook of a run as a file of a folder of results, for [report.WriteAll].
func File(s *file.Spec, r *scenario.Result, o report.Options) report.File {
	return report.File{Name: Name, Write: func(ctx context.Context, w io.Writer) error {
		return Write(ctx, w, s, r, o)
	}}
}

// Write writes a run of a scenario file as a workbook, which package scenario/xlsx reads: unedited as the file, edited
// as the file with the edits. Without the file, which may be nil, it cannot be read. Of the options it takes the unit,
// in which money is shown, the year that the question is answered for, and what was brought. It stops with the
// context's error when that ends.
func Write(ctx context.Context, w io.Writer, s *file.Spec, r *scenario.Result, o report.Options) error {
	ctx, w = door.Context(ctx), door.Writer(w)
	if r == nil {
		return fault.Missing.Found("there is no result to write")
	}
	b, err := newBook(ctx, r, o)
	if err != nil {
		return err
	}
	sheets := append(b.formulas(), b.writeResults, b.writeFan, b.writeWaterfall, b.writeTornado,
		b.writeGovernance)
	if s != nil {
		sheets = append(sheets, func() { b.writeMadeOf(s) })
	}
	return b.finish(ctx, w, controlSheet, r.Name, sheets)
}

// formulas write the sheets that are calculated.
func (b *book) formulas() []func() {
	each := []func(){b.writeControl, b.writeChecks, b.writeAssumptions}
	for _, t := range b.tabs {
		each = append(each, func() { b.writeBody(t) })
	}
	return each
}

// finish writes the sheets, of which the first is so called, and the file.
func (b *book) finish(ctx context.Context, w io.Writer, first, title string, sheets []func()) error {
	b.file = excelize.NewFile()
	defer b.file.Close()
	b.try(b.file.SetSheetName("Sheet1", first))
	for _, write := range append(sheets, func() { b.settle(title) }) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if write(); b.err != nil {
			return fmt.Errorf("the workbook: %w", b.err)
		}
	}
	archive, err := b.file.WriteToBuffer()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return ordered(w, archive.Bytes())
}

// settle says what the file is, and that it is calculated when it is opened.
func (b *book) settle(title string) {
	b.try(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: to(true)}))
	b.try(b.file.SetAppProps(&excelize.AppProperties{Application: "Envelope"}))
	b.try(b.file.SetDocProps(&excelize.DocProperties{Title: text(title),
		Creator: "Envelope " + scenario.Version, Language: "en-GB", Created: "2000-01-01T00:00:00Z",
		Modified: "2000-01-01T00:00:00Z"}))
}
