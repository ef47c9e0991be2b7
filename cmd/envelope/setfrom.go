package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A placed is a setting with where it stands in a table of settings; the line is 0 for one of the command line.
type placed struct {
	scenario.Setting
	file         string
	line, column int
}

// settings are those of --set-from, and those of --set over them.
func (f fileArg) settings(s streams) (all []placed, err error) {
	if f.SetFrom != "" {
		if all, err = f.fromTable(s); err != nil {
			return nil, err
		}
	}
	for _, text := range f.Set {
		path, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, badInput{fmt.Errorf(
				"--set: %q has no =; write a place in the file and its value, as in funding.real_growth=4%%", text)}
		}
		all = append(all, placed{Setting: setting(path, value)})
	}
	return all, nil
}

func setting(path, value string) scenario.Setting {
	return scenario.Setting{Path: strings.TrimSpace(path), Value: strings.TrimSpace(value)}
}

// fromTable reads a table of settings, a row for each.
func (f fileArg) fromTable(s streams) (all []placed, err error) {
	name, text, err := tableBytes(f.SetFrom, s, file.MaxFile)
	if err != nil {
		return nil, err
	}
	t := table.Read(text, table.Limits{Bytes: file.MaxFile, Rows: 1_000_000, Columns: 2})
	place, value := -1, -1
	if len(t.Faults) == 0 {
		place, value = t.Column("place"), t.Column("value")
		t.Needs("settings")
	}
	for _, row := range t.Rows {
		if len(t.Faults) > 0 {
			break
		}
		for _, c := range []int{place, value} {
			if row[c].Text == "" {
				t.Add(row[c], "", fault.Missing.Found("the %s is empty", t.Names[c].Text))
			}
		}
		at := row[value]
		all = append(all, placed{setting(row[place].Text, at.Text), name, at.Line, at.Column})
	}
	return all, inTable(name, t)
}

// tableBytes reads the text of a table that is a file or standard input, up to a byte more than it may have, and says
// what to call it.
func tableBytes(path string, s streams, most int64) (name string, text []byte, err error) {
	if path == "-" {
		text, err = io.ReadAll(io.LimitReader(s.in, most+1))
		return "standard input", text, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return path, nil, badInput{notThere(path, err)}
	}
	if !info.Mode().IsRegular() { // before opening: opening a pipe waits for its writer
		return path, nil, badInput{fmt.Errorf("%s is not a file", path)}
	}
	r, err := os.Open(path)
	if err != nil {
		return path, nil, badInput{err}
	}
	defer r.Close()
	text, err = io.ReadAll(io.LimitReader(r, most+1))
	return path, text, err
}

// inTable is what is wrong with a table, as faults of a file.
func inTable(name string, t *table.Table) error {
	var all file.Faults
	for _, f := range t.Faults {
		all = append(all, file.Fault{File: name, Line: f.Line, Column: f.Column, Fault: f.Fault})
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// located gives the faults of settings that stand in a table their places in it.
func located(err error, settings []placed) error {
	var faults file.Faults
	if !errors.As(err, &faults) {
		return err
	}
	faults = slices.Clone(faults)
	for i, f := range faults {
		for _, set := range slices.Backward(settings) {
			if f.Line == 0 && set.line > 0 && within(f.Path, set.Path) {
				faults[i].File, faults[i].Line, faults[i].Column = set.file, set.line, set.column
				break
			}
		}
	}
	return faults
}

// within reports whether a place is another or one in it.
func within(place, other string) bool {
	rest, ok := strings.CutPrefix(place, other)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
