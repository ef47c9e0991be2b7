package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
)

// Limits on the tables that a scenario file names.
const (
	maxTable  = 1 << 20 // bytes of one
	maxTables = 16
	maxCells  = 100_000 // of all together, their ends included
)

// LoadFS reads a scenario file of a file system, and the tables that it names: CSV files beside it or in folders below.
// It opens no other files, and only regular ones. The error is [Faults], or wraps an error of the file system.
func LoadFS(folder fs.FS, name string) (*Spec, error) {
	if folder == nil {
		return nil, fault.Missing.Found("there is no folder to read %s from", fault.Quote(name))
	}
	text, err := readRegularFS(folder, name, MaxFile)
	if err != nil {
		return nil, fmt.Errorf("scenario file: %w", err)
	}
	return load(name, text, func(table string) ([]byte, error) {
		return readRegularFS(folder, path.Join(path.Dir(name), table), maxTable)
	})
}

// LoadIn reads a scenario file's text as if it were a file in a folder with this name: the tables that it names are CSV
// files there or in folders below. The folder is read while the file is loaded and when [Spec.With] names a table. The
// error is [Faults].
func LoadIn(folder fs.FS, name string, text []byte) (*Spec, error) {
	return Reader{}.LoadIn(folder, name, text)
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

// A tableFile is a CSV file as it was when the scenario file was loaded, or the reason why it could not be read.
type tableFile struct {
	name    string
	text    []byte
	refused fault.Fault

	// Of a workbook, whose text says the same:
	faults Faults           // instead of a text
	cells  []string         // where the keys and values of the text stand, in its order
	empty  map[string]place // cells that give nothing
}

// An opener gives the text of a table by its name.
type opener func(table string) ([]byte, error)

// readTables reads the tables that the tree names and that have not been read yet. Their names are at csv in the
// mappings below the keys empirical, history and population.
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
		if cells += table.Cells(all[i].text); cells > maxCells {
			all[i] = refusedTable(all[i].name, fault.TooLarge, "has too many cells",
				fmt.Sprintf("those of all tables of a file may be %d", maxCells))
		}
	}
	s.tables = all
}

// readTable reads a table; open may be nil.
func readTable(name string, open opener) tableFile {
	switch {
	case open == nil:
		return refusedTable(name, fault.Unreadable, "cannot be read: this file was loaded without its folder",
			"write the values in the file")
	case !fs.ValidPath(name) || name == "." || strings.Contains(name, `\`):
		return refusedTable(name, fault.Unreadable, "is not the path of a table from the folder of this file",
			"write it with /, and without .. or a / at its beginning")
	}
	return openTable("table", name, open)
}

// refusedTable is a table that is not read, with the reason.
func refusedTable(name string, kind fault.Kind, found, wanted string) tableFile {
	return refusedFile("table", name, kind, found, wanted)
}

// refusedFile is a file that is not read, with the reason; what says what kind of file it is.
func refusedFile(what, name string, kind fault.Kind, found, wanted string) tableFile {
	return tableFile{name: name,
		refused: kind.Found("the %s %s %s", what, fault.Quote(name), found).Want("%s", wanted)}
}

// The keys whose values may come from a table.
const (
	keyEmpirical = "empirical"
	keyHistory   = "history"
)

// tableNames lists the names of tables below a node, each once.
func tableNames(n *node) (names []string) {
	seen := map[string]bool{}
	n.each(func(f field) {
		if f.key.text != keyEmpirical && f.key.text != keyHistory && f.key.text != keyPopulation {
			return
		}
		if c := f.value.child("csv"); c != nil && c.kind == nodeText && !seen[c.text] {
			names, seen[c.text] = append(names, c.text), true
		}
	})
	return names
}

// openTable fetches a table's text. Its faults tell nothing about the folders of the machine.
func openTable(what, name string, open opener) tableFile {
	text, err := open(name)
	var folder *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return refusedFile(what, name, fault.Missing, "is not there", "the path is from the folder of this file")
	case errors.As(err, &folder):
		return refusedFile(what, name, fault.Unreadable, "cannot be read: "+folder.Err.Error(), "")
	case err != nil:
		return refusedFile(what, name, fault.Unreadable, "cannot be read: "+err.Error(), "")
	case len(text) > maxTable:
		return refusedFile(what, name, fault.TooLarge, fmt.Sprintf("has more than %d kB", maxTable>>10),
			"that is the most it may have")
	}
	return tableFile{name: name, text: text}
}

// table finds a table that was read.
func (s *Spec) table(name string) tableFile {
	for _, t := range s.tables {
		if t.name == name {
			return t
		}
	}
	return refusedTable(name, fault.TooLarge, "is one table too many",
		fmt.Sprintf("a file names at most %d", maxTables))
}
