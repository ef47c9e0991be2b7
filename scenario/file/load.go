package file

import (
	"io"
	"os"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// MaxFile is the most bytes a scenario file may have. A nation of 42 systems with five bodies each takes 150 kB if each
// source is a word or two, and several times that with real sources.
const MaxFile = 1 << 20

// Load reads a scenario file from its text: JSON where its name ends in .json, the fields of a [Form] where it ends in
// .form.json, else YAML. It checks the text itself: its size, its characters, one document, no key twice, no aliases.
// [Spec.Model] checks what the keys and numbers say; if Load finds a fault it runs that check too, so that one reading
// reports everything. name is printed before line numbers. The error is [Faults].
//
// Text alone has no folder, so it is a fault if the file names a table: use [LoadFS], [LoadIn] or [Read] for such
// files.
func Load(name string, text []byte) (*Spec, error) { return load(name, text, nil) }

// readerOf is the reader of a text, by the end of its name. A reader makes the tree of the keys, each with its place in
// the reader's own terms; if it cannot, it says in faults what is wrong.
func readerOf(name string) func(text []byte, faults *faultList) *node {
	switch name = strings.ToLower(name); {
	case strings.HasSuffix(name, endOfForm):
		return parseForm
	case strings.HasSuffix(name, endOfJSON):
		return parseJSON
	}
	return parse
}

// load reads a file whose tables are opened by their names; open may be nil.
func load(name string, text []byte, open opener) (*Spec, error) {
	return Reader{}.load(name, text, open)
}

// loaded is the file with the bodies and tables that it names, or an error with the faults found.
func (s *Spec) loaded(faults *faultList) (*Spec, error) {
	s.assemble(faults)
	s.readTables()
	if len(faults.all) > 0 {
		s.decode(faults)
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Read loads a scenario file from disk, and the tables that it names, from its folder and those below. Only a regular
// file of at most [MaxFile] bytes is read: a directory, a device or a pipe is refused, not waited for. The error is
// [Faults], or wraps an error of the file system.
func Read(path string) (*Spec, error) { return Reader{}.Read(path) }

// readRegular reads at most one byte more than the limit, enough to know that a file is too long.
func readRegular(path string) ([]byte, error) {
	if err := regular(os.Stat(path)); err != nil {
		return nil, err // before opening: opening a pipe waits for its writer
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return readOpened(f)
}

// readOpened is the same of a file that is open, and closes it. It may be another than it was before.
func readOpened(f *os.File) ([]byte, error) {
	defer f.Close()
	if err := regular(f.Stat()); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, MaxFile+1))
}

// regular refuses everything that is not a plain file.
func regular(info os.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fault.Unreadable.Found("%s is a directory, not a file", fault.Quote(info.Name()))
	case !info.Mode().IsRegular():
		return fault.Unreadable.Found("%s is not a regular file but a device, a pipe or the like",
			fault.Quote(info.Name()))
	}
	return nil
}
