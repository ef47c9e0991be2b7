package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
)

// A fileArg is the scenario file of a command, with the settings.
type fileArg struct {
	File   string   `arg:"" help:"Scenario file: YAML, JSON if its name ends in .json, a workbook if it ends in .xlsx; - for standard input."`
	Name   string   `help:"What to call standard input in messages." default:"standard input"`
	Folder string   `help:"Folder of the tables that the file on standard input names (default: none are read)." type:"path"`
	End    string   `help:"End the plan in this year, earlier than the file does, as in 2026/27." placeholder:"YEAR"`
	Set    []string `help:"Replace a value of the file, as in funding.real_growth=4%; repeat for more." sep:"none" placeholder:"PLACE=VALUE"`
}

// load reads the scenario file and makes its model; every fault is in the error.
func (f fileArg) load(s streams) (*file.Spec, *scenario.Model, error) {
	var folder fs.FS
	if f.Folder != "" {
		root, err := os.OpenRoot(f.Folder) // symbolic links cannot lead out of it
		if err != nil {
			return nil, nil, badInput{err}
		}
		defer root.Close()
		folder = root.FS()
	}
	spec, err := f.read(s, folder)
	if err != nil {
		return nil, nil, err
	}
	var settings []scenario.Setting
	for _, text := range f.Set {
		path, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, nil,
				badInput{fmt.Errorf(
					"--set: %q has no =; write a place in the file and its value, as in funding.real_growth=4%%", text)}
		}
		settings = append(settings, scenario.Setting{Path: strings.TrimSpace(path), Value: strings.TrimSpace(value)})
	}
	if f.End != "" {
		if spec, err = spec.Until(f.End); err != nil {
			return nil, nil, badInput{err}
		}
	}
	if spec, err = spec.With(settings...); err != nil {
		return nil, nil, err
	}
	m, err := spec.Model()
	return spec, m, err
}

// read reads the file, or standard input with the tables of a folder if there is one.
func (f fileArg) read(s streams, folder fs.FS) (*file.Spec, error) {
	if f.File != "-" {
		return readSpec(f.File)
	}
	text, err := io.ReadAll(io.LimitReader(s.in, xlsx.MaxFile+1))
	if err != nil {
		return nil, err
	}
	if xlsx.IsWorkbook(text) {
		return xlsx.Load(f.Name, text)
	}
	if folder == nil {
		return file.Load(f.Name, text)
	}
	return file.LoadIn(folder, f.Name, text)
}

// readSpec reads a scenario file or a workbook from disk.
func readSpec(path string) (*file.Spec, error) {
	read := file.Read
	if isWorkbook(path) {
		read = xlsx.Read
	}
	spec, err := read(path)
	if err != nil {
		return nil, badInput{notThere(path, err)}
	}
	return spec, nil
}

// isWorkbook reports whether a path is that of a workbook.
func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }
