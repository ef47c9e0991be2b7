package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/file"
)

// Read reads a workbook from disk. Only a regular file of at most [MaxFile] bytes is read. The error is [file.Faults],
// or wraps that of the file system.
func Read(path string) (*file.Spec, error) {
	data, err := readRegular(path)
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	return Load(path, data)
}

// readRegular reads one byte more than the limit at most.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path) // before opening: opening a pipe waits for its writer
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fault.Unreadable.Found("%s is not a regular file", fault.Quote(info.Name()))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxFile+1))
}

// IsWorkbook reports whether bytes are a workbook's, or those of another zip archive or an old workbook.
func IsWorkbook(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0"))
}

// Load reads a workbook's bytes. name is what results and faults call it. The error is [file.Faults].
func Load(name string, data []byte) (*file.Spec, error) {
	b, err := bookOf(data)
	if err != nil {
		return nil, asFaults(name, err)
	}
	r := &reader{book: b, name: name}
	if l := r.liveOf(); l != nil {
		spec, err := l.spec()
		return spec, asFaults(name, err)
	}
	if r.headless() {
		return nil, file.Faults(r.faults)
	}
	if !r.tables() {
		return nil, asFaults(name, fault.Missing.Found("no sheet has the headings %s and %s", HeadValue, HeadPlace).
			Want("envelope template writes a workbook that has them, and a run leaves one"))
	}
	return file.Cells(name, r.cells, r.faults...)
}

// asFaults is an error of a workbook as a whole.
func asFaults(name string, err error) error {
	var all file.Faults
	var f fault.Fault
	if !errors.As(err, &all) && errors.As(err, &f) {
		return file.Faults{{File: name, Fault: f}}
	}
	return err
}
