package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
)

// A fileArg is the scenario file of a command, with the settings.
type fileArg struct {
	File    string   `arg:"" help:"Scenario file: YAML, JSON if its name ends in .json, a workbook if it ends in .xlsx; - for standard input. Of a folder of results, its manifest.json or a plan file, the file, settings, paths and seed of that run."`
	Name    string   `help:"What to call standard input in messages." default:"standard input"`
	Folder  string   `help:"Folder of the tables that the file on standard input names (default: none are read)." type:"path"`
	End     string   `help:"End the plan in this year, earlier than the file does, as in 2026/27." placeholder:"YEAR"`
	Set     []string `help:"Replace a value of the file, as in funding.real_growth=4%; repeat for more." sep:"none" placeholder:"PLACE=VALUE"`
	SetFrom string   `help:"Table of more of them, CSV with the columns place and value, a row for each; - for standard input. Those of --set come after." placeholder:"TABLE"`
}

// load reads the scenario file and makes its model, with the options of its run; every fault is in the error.
func (f fileArg) load(s streams) (*file.Spec, *scenario.Model, scenario.Options, error) {
	var folder fs.FS
	if f.Folder != "" {
		root, err := os.OpenRoot(f.Folder) // symbolic links cannot lead out of it
		if err != nil {
			return nil, nil, scenario.Options{}, badInput{err}
		}
		defer root.Close()
		folder = root.FS()
	}
	spec, only, o, err := f.begin(s, folder)
	if err != nil {
		return nil, nil, o, err
	}
	settings, err := f.settings(s)
	if err != nil {
		return nil, nil, o, err
	}
	if f.End != "" {
		if spec, err = spec.Until(f.End); err != nil {
			return nil, nil, o, badInput{err}
		}
	}
	var plain []scenario.Setting
	for _, set := range settings {
		plain = append(plain, set.Setting)
	}
	if spec, err = spec.With(plain...); err != nil {
		return nil, nil, o, located(err, settings)
	}
	m, err := spec.Model()
	if err == nil && only != nil {
		m, err = m.Only(only)
	}
	return spec, m, o, located(err, settings)
}

// begin is the scenario file as it stands, with the scenarios that are run of it, nil for all, and the options of a run
// of it: its own, or those of the run that a manifest or a plan file records.
func (f fileArg) begin(s streams, folder fs.FS) (spec *file.Spec, only []string, o scenario.Options,
	err error) {
	if f.SetFrom == "-" && f.File == "-" {
		return nil, nil, o, badInput{errors.New("--set-from: standard input is the scenario file")}
	}
	m, ok, err := f.recorded(s)
	if err != nil {
		return nil, nil, o, err
	}
	if ok {
		spec, _, o, err := m.Prepare(o)
		return spec, m.Scenarios, o, err
	}
	if spec, err = f.read(s, folder); err != nil {
		return nil, nil, o, err
	}
	return spec, nil, spec.Run(), nil
}

// recorded is the manifest that is named, or what a plan file says in its place, if it is one.
func (f fileArg) recorded(s streams) (m file.Manifest, ok bool, err error) {
	if isPlan(f.File) {
		m, err = readPlanned(f.File)
		return m, true, err
	}
	name, ok := f.manifest()
	if ok {
		m, err = readManifest(s, name)
	}
	return m, ok, err
}

// manifest is the manifest that is named, or is on standard input (-), if it is one: by its own name, or by that of the
// folder it is in.
func (f fileArg) manifest() (name string, ok bool) {
	if f.File == "-" {
		return f.File, filepath.Base(f.Name) == report.ManifestName
	}
	return manifestIn(f.File)
}

// manifestIn is the manifest that a path is, or that of the folder it is.
func manifestIn(path string) (name string, ok bool) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, report.ManifestName)
	}
	return path, filepath.Base(path) == report.ManifestName
}

// readManifest reads a manifest, or standard input where it is named -.
func readManifest(s streams, name string) (m file.Manifest, err error) {
	r, called := s.in, "standard input"
	if name != "-" {
		called = name
		f, err := os.Open(name)
		if err != nil {
			return m, badInput{notThere(name, err)}
		}
		defer f.Close()
		r = f
	}
	if m, err = file.ReadManifest(r); err != nil {
		return m, badInput{fmt.Errorf("%s: %w", called, err)}
	}
	return m, nil
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
	return file.Reader{Workbook: xlsx.Load}.LoadIn(folder, f.Name, text)
}

// readSpec reads a scenario file or a workbook from disk.
func readSpec(path string) (*file.Spec, error) {
	read := file.Reader{Workbook: xlsx.Load}.Read
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
