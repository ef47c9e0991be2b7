package file

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Reader reads scenario files whose bodies may stand in workbooks. The zero Reader reads none, as [Read] does.
type Reader struct {
	// Workbook reads the bytes of a workbook, as scenario/xlsx.Load does; nil refuses the file of a body that is one.
	// It is called while a file is read, perhaps by several goroutines at once if these read files.
	Workbook func(name string, data []byte) (*Spec, error)
}

// Read is as the function [Read] of this package, and fails as that does.
func (r Reader) Read(path string) (*Spec, error) {
	text, err := readRegular(path)
	if err != nil {
		return nil, fmt.Errorf("scenario file: %w", err)
	}
	return r.load(path, text, func(table string) ([]byte, error) {
		folder, err := os.OpenRoot(filepath.Dir(path)) // symbolic links cannot lead out of it
		if err != nil {
			return nil, err
		}
		defer folder.Close()
		return readRegularFS(folder.FS(), table, maxTable)
	})
}

// LoadIn is as the function [LoadIn] of this package, and fails as that does.
func (r Reader) LoadIn(folder fs.FS, name string, text []byte) (*Spec, error) {
	return r.load(name, text, func(table string) ([]byte, error) { return readRegularFS(folder, table, maxTable) })
}

func (r Reader) load(name string, text []byte, open opener) (*Spec, error) {
	s := &Spec{file: name, text: append([]byte(nil), text...), open: open, main: &mainYear{},
		workbook: r.Workbook}
	return s.readInto(newFaultList(name))
}

// readInto reads the text of a file, or fails with the faults found.
func (s *Spec) readInto(faults *faultList) (*Spec, error) {
	if s.root = readerOf(s.file)(s.text, faults); s.root == nil {
		return nil, faults.err()
	}
	return s.loaded(faults)
}

// isWorkbook reports whether bytes are those of a workbook, and no text.
func isWorkbook(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0"))
}

// asText is the file of a body that is a workbook, as the text that says the same, which is what a record of a run
// keeps of it. A file that is none stays as it is.
func (s *Spec) asText(b tableFile, asWritten string) tableFile {
	if b.refused.Kind != "" || !isWorkbook(b.text) && !strings.EqualFold(path.Ext(b.name), endOfWorkbook) {
		return b
	}
	if s.workbook == nil {
		if isWorkbook(b.text) {
			return refusedFile("body", asWritten, fault.Unreadable, "is a workbook, which is not read here",
				"envelope migrate writes it as a scenario file")
		}
		return b // the text of one, as a record of a run has it
	}
	one, err := s.workbook(b.name, b.text)
	var all Faults
	switch {
	case errors.As(err, &all):
		b.text, b.faults = nil, all
	case err != nil:
		return refusedFile("body", asWritten, fault.Unreadable, "cannot be read: "+err.Error(), "")
	case len(one.set)+len(one.bodies)+len(one.tables) > 0:
		return refusedFile("body", asWritten, fault.Unreadable, "is a workbook that stands for several files",
			"give the workbook of one organisation, as envelope template --for return writes it")
	default:
		b.text, b.cells, b.empty = one.text, one.cells, one.empty
	}
	return b
}

// tree is the tree of a body's file; nil where there is a fault, which is in the list.
func (b tableFile) tree(own *faultList) *node {
	if len(b.faults) > 0 {
		for _, f := range b.faults {
			own.add(place{line: f.Line, column: f.Column, cell: f.Cell, file: b.name}, f.Fault)
		}
		return nil
	}
	root := readerOf(b.name)(b.text, own)
	if root != nil {
		root.locate(b.cells)
	}
	return root
}

// nothingIn remembers the cells of a body's workbook that give nothing, for the faults of what is missing.
func (a *assembly) nothingIn(b tableFile, prefix string) {
	for at, where := range b.empty {
		where.file = b.name
		a.faults.empty[prefix+at] = where
	}
	a.spec.empty = a.faults.empty
}
