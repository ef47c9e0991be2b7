package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// Limits on a workbook.
const (
	MaxFile     = 16 << 20  // bytes of the file
	MaxCells    = 700_000   // of all its sheets together
	maxUnzipped = 64 << 20  // bytes of all the parts that are read
	maxMarks    = 6_000_000 // tags and attributes in them
	maxRun      = 1 << 20   // bytes of a tag, or of a text between two
	maxParts    = 2_000
	maxTexts    = 400_000  // that cells share
	maxStyles   = 100_000  // of cells
	maxSaid     = 24 << 20 // bytes of text and formulas in them
	maxRow      = 100_000  // the last row that a cell may stand in
	maxColumn   = 1_000    // the last column
	maxDepth    = 64       // of elements within elements
)

// An archive is a workbook's file: parts by their names.
type archive struct {
	parts  map[string]*zip.File
	left   int64  // bytes that may still be read
	marks  int    // tags and attributes that may
	buffer []byte // of the part that is read
}

// opened is the archive of a workbook's bytes.
func opened(data []byte) (*archive, error) {
	if f := notWorkbook(data); f.Kind != "" {
		return nil, f
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	if len(z.File) > maxParts {
		return nil, fault.TooLarge.Found("the workbook has %d parts", len(z.File)).Want("the most is %d", maxParts)
	}
	a := &archive{parts: map[string]*zip.File{}, left: maxUnzipped, marks: maxMarks}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		if _, twice := a.parts[name]; twice {
			return nil, damaged(fmt.Errorf("it has two parts %s", fault.Quote(f.Name)))
		}
		a.parts[name] = f
	}
	return a, a.kind()
}

// notWorkbook says what bytes are that are no workbook, as far as their beginning tells.
func notWorkbook(data []byte) fault.Fault {
	again := "open it in a spreadsheet and save it as an Excel workbook (.xlsx)"
	switch {
	case len(data) == 0:
		return fault.Missing.Found("the file is empty").Want("envelope template writes a workbook to begin with")
	case len(data) > MaxFile:
		return fault.TooLarge.Found("the file has more than %d MB", MaxFile>>20).
			Want("that is the most a workbook may have")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return fault.Unreadable.Found("this is an old Excel workbook (.xls), or one with a password").
			Want("save it as an Excel workbook (.xlsx) without a password")
	case !bytes.HasPrefix(data, []byte("PK")):
		return fault.Unreadable.Found("this is no Excel workbook, whatever its name says").
			Want("%s; a scenario file as text has a name that ends in .yaml", again)
	}
	return fault.Fault{}
}

// damaged is the fault of a workbook that cannot be read.
func damaged(err error) error {
	var f fault.Fault
	if errors.As(err, &f) {
		return f
	}
	return fault.Unreadable.Found("the workbook is damaged: %s", fault.Short(err.Error())).
		Want("open it in a spreadsheet, look at it, and save it anew")
}

// kind refuses archives that are no workbook of the kind that is read.
func (a *archive) kind() error {
	switch {
	case a.parts["xl/vbaproject.bin"] != nil:
		return fault.Unreadable.Found("the workbook has macros").
			Want("save it as an Excel workbook without macros (.xlsx)")
	case a.parts["encryptedpackage"] != nil:
		return fault.Unreadable.Found("the workbook has a password").Want("save it without one")
	case a.parts["content.xml"] != nil && a.parts["mimetype"] != nil:
		return fault.Unreadable.Found("this is an OpenDocument file").Want("save it as an Excel workbook (.xlsx)")
	case a.parts["xl/workbook.bin"] != nil:
		return fault.Unreadable.Found("this is a binary workbook (.xlsb)").Want("save it as an Excel workbook (.xlsx)")
	case a.parts["word/document.xml"] != nil:
		return fault.Unreadable.Found("this is a document of Word").Want("give a workbook (.xlsx)")
	case a.parts["xl/workbook.xml"] == nil:
		return fault.Unreadable.Found("this is a zip archive, and no workbook").Want("give a workbook (.xlsx)")
	}
	return nil
}

// each tells the elements of a part, from its outermost in. A part that is not there has none.
func (a *archive) each(name string, v visitor) error {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > uint64(a.left) {
		return tooMuch()
	}
	r, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	defer r.Close()
	err = (&scanner{archive: a, r: r}).visit(v)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errEntities):
		return fault.Unreadable.Found("the workbook's part %s defines entities", fault.Quote(path.Base(name))).
			Want("save it anew in a spreadsheet, which does not")
	case errors.As(err, new(fault.Fault)):
		return err
	}
	return damaged(fmt.Errorf("%s: %w", path.Base(name), err))
}

// tooMuch is the fault of a workbook that is small and unpacks to much.
func tooMuch() error {
	return fault.TooLarge.Found("the workbook unpacks to more than %d MB", maxUnzipped>>20).
		Want("that is the most that is read")
}

// tooLong is the fault of a tag or a text that is held as a whole.
func tooLong() error {
	return fault.TooLarge.Found("a tag or a text of the workbook has more than %d kB", maxRun>>10).
		Want("that is the most that is read")
}

// tooMany is the fault of a workbook with very many elements or attributes, on which what it takes to read depends more
// than on its bytes.
func tooMany() error {
	return fault.TooLarge.Found("the workbook has more than %d elements and attributes", maxMarks).
		Want("that is the most that is read")
}
