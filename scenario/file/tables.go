package file

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Limits on the tables that a scenario file names.
const (
	maxTable  = 1 << 20 // bytes of one
	maxTables = 16
	maxCells  = 100_000 // of all together, commas and line ends counted
)

// LoadFS reads a scenario file of a file system, and the tables that it names: CSV files beside it or in folders below.
// Nothing else is opened, and nothing that is not a regular file. The error is [Faults], or wraps that of the file system.
func LoadFS(folder fs.FS, name string) (*Spec, error) {
	text, err := readRegularFS(folder, name, MaxFile)
	if err != nil {
		return nil, fmt.Errorf("scenario file: %w", err)
	}
	return load(name, text, func(table string) ([]byte, error) {
		return readRegularFS(folder, path.Join(path.Dir(name), table), maxTable)
	})
}

// LoadIn reads a scenario file's text as if it stood in a folder under a name: the tables that it names are CSV files there or in
// folders below. The folder is read while the file is loaded and when [Spec.With] names a table. The error is [Faults].
func LoadIn(folder fs.FS, name string, text []byte) (*Spec, error) {
	return load(name, text, func(table string) ([]byte, error) { return readRegularFS(folder, table, maxTable) })
}

// readRegularFS reads one byte more than the limit at most.
func readRegularFS(folder fs.FS, name string, limit int64) ([]byte, error) {
	if err := regular(fs.Stat(folder, name)); err != nil {
		return nil, err
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := regular(f.Stat()); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// A tableFile is a CSV file as it was when the scenario file was loaded, or why it could not be read.
type tableFile struct {
	name    string
	text    []byte
	problem string
}

// cells is about how many cells a table has, and no fewer.
func (t *tableFile) cells() int {
	return bytes.Count(t.text, []byte(",")) + bytes.Count(t.text, []byte("\n")) + 1
}

// An opener gives the text of a table by its name.
type opener func(table string) ([]byte, error)

// readTables reads the tables that the tree names and that have not been read: the text of csv in every mapping below a
// key empirical or history.
func (s *Spec) readTables() {
	all := slices.Clone(s.tables)
	for _, name := range tableNames(s.root) {
		if len(all) == maxTables {
			break
		}
		if !slices.ContainsFunc(all, func(t tableFile) bool { return t.name == name }) {
			all = append(all, readTable(name, s.open))
		}
	}
	cells := 0
	for i := range all {
		if cells += all[i].cells(); cells > maxCells {
			all[i] = tableFile{name: all[i].name, problem: fmt.Sprintf("has too many cells; those of all tables of a file may be %d", maxCells)}
		}
	}
	s.tables = all
}

// readTable reads a table; open may be nil.
func readTable(name string, open opener) tableFile {
	t := tableFile{name: name}
	switch {
	case open == nil:
		t.problem = "cannot be read: this file was loaded without its folder; write the values in the file"
	case !fs.ValidPath(name) || name == "." || strings.Contains(name, `\`):
		t.problem = "is not the path of a table from the folder of this file; write it with /, and without .. or a / at its beginning"
	default:
		t.read(open)
	}
	return t
}

// The keys whose values may stand in a table.
const (
	keyEmpirical = "empirical"
	keyHistory   = "history"
)

// tableNames lists the names of tables below a node, each once.
func tableNames(n *node) (names []string) {
	seen := map[string]bool{}
	n.each(func(f field) {
		if f.key.text != keyEmpirical && f.key.text != keyHistory {
			return
		}
		if c := f.value.child("csv"); c != nil && c.kind == nodeText && !seen[c.text] {
			names, seen[c.text] = append(names, c.text), true
		}
	})
	return names
}

// read fetches a table's text. What a file system says of its folders is nobody else's business.
func (t *tableFile) read(open opener) {
	text, err := open(t.name)
	var folder *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.problem = "is not there; the path is from the folder of this file"
	case errors.As(err, &folder):
		t.problem = "cannot be read: " + folder.Err.Error()
	case err != nil:
		t.problem = "cannot be read: " + err.Error()
	case len(text) > maxTable:
		t.problem = fmt.Sprintf("has more than %d kB; that is the most a table may have", maxTable>>10)
	case utf16(text):
		t.problem = "is in UTF-16; save it as CSV in UTF-8"
	default:
		t.text = text
	}
}

// table finds a table that was read.
func (s *Spec) table(name string) tableFile {
	for _, t := range s.tables {
		if t.name == name {
			return t
		}
	}
	return tableFile{name: name, problem: fmt.Sprintf("is one table too many; a file names at most %d", maxTables)}
}
