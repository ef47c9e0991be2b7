//go:build !lean

package file

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// A Planned is a run of a scenario file that is ready to be computed in parts, on this machine or others. A plan file
// holds all of it: the scenario file, the files that it names, the settings, the options and the plan with what its
// pilot run found. Goroutines may share one that nobody changes.
type Planned struct {
	Spec    *Spec            // the file with its settings
	Model   *scenario.Model  // the scenarios that are run
	Options scenario.Options // the options as they were given
	Plan    *scenario.Plan   // the plan whose parts are computed and merged
}

// PlanMark is how a plan file begins: with the version of its encoding.
const PlanMark = "envelope plan 1\n"

// mostPlan is the largest plan that is read, unpacked, in bytes.
const mostPlan = 256 << 20

// A plan file is sealed bytes (package wire) whose lines are the mark and the version of the module. The body is the
// length of a record in JSON, as an unsigned varint, the record, and the plan as [scenario.Plan.MarshalBinary] writes
// it.

// A planRecord is what a plan file holds beside the plan.
type planRecord struct {
	File      string             `json:"file"`
	Text      string             `json:"scenario_file"`
	Set       []scenario.Setting `json:"set,omitempty"`
	Cells     []string           `json:"cells,omitempty"`
	Tables    []TableText        `json:"tables,omitempty"`
	Bodies    []TableText        `json:"bodies,omitempty"`
	Scenarios []string           `json:"scenarios"`
	Paths     uint64             `json:"paths"`
	Seed      uint64             `json:"seed"`
	Lines     []string           `json:"lines,omitempty"`
	Years     []string           `json:"years,omitempty"`
	Exact     bool               `json:"exact_percentiles,omitempty"`
}

// NewPlanned plans a run of a model that a scenario file made. It fails as [scenario.NewPlan] does.
func NewPlanned(ctx context.Context, s *Spec, m *scenario.Model, o scenario.Options) (*Planned, error) {
	p, err := scenario.NewPlan(ctx, m, o)
	if err != nil {
		return nil, err
	}
	return &Planned{door.Or(s), door.Or(m), o, p}, nil
}

// Write writes a plan file. It holds the options that a result shows: not Workers, Progress or MaxMemory, and not
// Conditions, which a file cannot ask for. The error is the writer's own, or a [fault.Missing] fault where there is no
// plan.
func (p *Planned) Write(w io.Writer) error {
	w = door.Writer(w)
	body, err := p.body()
	if err != nil {
		return err
	}
	data, err := wire.Seal(planLines(scenario.Version), wire.Text, body)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// Sum is the SHA-256 of all that a plan file holds, which tells one run from another. The error is a [fault.Missing]
// fault where there is no plan.
func (p *Planned) Sum() (sum [sha256.Size]byte, err error) {
	body, err := p.body()
	if err != nil {
		return sum, err
	}
	return sha256.Sum256(body), nil
}

// body is what a plan file holds, not packed.
func (p *Planned) body() ([]byte, error) {
	p = door.Or(p)
	found, err := p.Plan.MarshalBinary()
	if err != nil {
		return nil, err
	}
	record, err := json.Marshal(p.record())
	if err != nil {
		return nil, err
	}
	return slices.Concat(binary.AppendUvarint(nil, uint64(len(record))), record, found), nil
}

func planLines(version string) string { return PlanMark + "version " + version + "\n" }

func (p *Planned) record() planRecord {
	s := door.Or(p.Spec)
	r := planRecord{File: s.File(), Text: string(s.text), Set: s.set, Cells: s.cells, Paths: p.Plan.Paths(),
		Seed: p.Options.Seed, Lines: p.Options.Lines, Years: p.Options.Years, Exact: p.Options.ExactPercentiles}
	r.Scenarios = append(r.Scenarios, p.Model.Baseline.Name)
	for _, each := range p.Model.Scenarios {
		r.Scenarios = append(r.Scenarios, each.Name)
	}
	for _, t := range s.tables {
		r.Tables = append(r.Tables, t.record())
	}
	for _, b := range s.bodies {
		r.Bodies = append(r.Bodies, b.record())
	}
	return r
}

// ReadPlan reads a plan file, without running its pilot again. It takes Workers, Progress and MaxMemory from o, and all
// else from the file. The error is a [fault.Fault] if the file is not a whole plan file, unchanged and written by this
// version, or if the plan's figures differ from those computed here. Otherwise it is the reader's own error, or the
// context's.
func ReadPlan(ctx context.Context, r io.Reader, o scenario.Options) (*Planned, error) {
	record, found, err := unpackPlan(r, mostPlan)
	if err != nil {
		return nil, err
	}
	p := &Planned{}
	if p.Spec, p.Model, p.Options, err = record.manifest().Prepare(o); err != nil {
		return nil, err
	}
	p.Options.Lines, p.Options.Years = record.Lines, record.Years
	p.Plan, err = scenario.ReadPlan(ctx, p.Model, p.Options, found)
	return p, err
}

// ReadPlanned reads from a plan file what is run, as the manifest of the run would say it, and leaves the plan in it
// unread. The error is a [fault.Fault] if the file is not a whole plan file, unchanged and written by this version, or
// the reader's own.
func ReadPlanned(r io.Reader) (Manifest, error) {
	record, _, err := unpackPlan(r, mostPlan)
	return record.manifest(), err
}

// unpackPlan is what a plan file of at most so many bytes, packed and unpacked, holds: its record, and the plan as
// bytes.
func unpackPlan(r io.Reader, most int64) (record planRecord, found []byte, err error) {
	data, err := io.ReadAll(io.LimitReader(door.Reader(r), most+1))
	if err != nil {
		return record, nil, err
	}
	body, err := planBody(data, most)
	if err != nil {
		return record, nil, err
	}
	length, n := binary.Uvarint(body)
	if n <= 0 || length > uint64(len(body)-n) {
		return record, nil, errNotAPlan
	}
	if err := json.Unmarshal(body[n:n+int(length)], &record); err != nil {
		return planRecord{}, nil, fault.Unreadable.Found("the plan file cannot be read: %s", fault.Reason(err))
	}
	return record, body[n+int(length):], nil
}

// manifest is the part of a manifest that says what is run.
func (r planRecord) manifest() Manifest {
	return Manifest{File: r.File, Text: r.Text, Set: r.Set, Cells: r.Cells, Tables: r.Tables, Bodies: r.Bodies,
		Scenarios: r.Scenarios, Paths: r.Paths, Seed: r.Seed, Lines: r.Lines, Years: r.Years, ExactPercentiles: r.Exact}
}

// errNotAPlan is the fault of bytes that are not a plan file.
var errNotAPlan = fault.Unreadable.Found("not a plan file, or one that another version wrote").
	Want("use one that version %s wrote", scenario.Version)

// planBody is the body of a plan file of at most so many bytes.
func planBody(data []byte, most int64) ([]byte, error) {
	if int64(len(data)) > most {
		return nil, fault.TooLarge.Found("the plan file is larger than %d MiB", most>>20)
	}
	if !bytes.HasPrefix(data, []byte(PlanMark)) {
		return nil, errNotAPlan
	}
	packed, err := wire.Open(data)
	if err != nil {
		return nil, fault.Unreadable.Found("the plan file cannot be read: %s", fault.Reason(err))
	}
	var version string
	if _, err := fmt.Sscanf(strings.TrimPrefix(packed.Lines, PlanMark), "version %s\n", &version); err != nil ||
		packed.Lines != planLines(version) {
		return nil, errNotAPlan
	}
	if version != scenario.Version {
		return nil, fault.Conflict.Found("the plan file was written by version %s", fault.Quote(version)).
			Want("this is version %s", scenario.Version)
	}
	body, err := packed.Body(most)
	if err != nil {
		return nil, fault.Unreadable.Found("the plan file cannot be read: %s", fault.Reason(err))
	}
	return body, nil
}
