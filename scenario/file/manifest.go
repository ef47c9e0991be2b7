package file

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A Manifest is the record of a run: its inputs, how it was run, and digests of its results. It holds the scenario file
// itself, so that [Manifest.Verify] can run it again anywhere. It names no machine and no person.
type Manifest struct {
	SchemaVersion int    `json:"schema_version"` // version of the manifest's own format
	Engine        string `json:"engine"`         // version of this module
	Stream        int    `json:"stream"`         // version of the layout of draws
	File          string `json:"file"`           // the file's name as it was given to the reader
	FileSHA256    string `json:"file_sha256"`    // of its bytes
	Paths         uint64 `json:"paths"`          // of the whole run
	Seed          uint64 `json:"seed"`           // of the whole run
	// Lines are the rows reported, Scenarios the ones run, the baseline first.
	Lines     []string `json:"lines"`
	Years     []string `json:"years,omitempty"` // the years reported, where not all are
	Scenarios []string `json:"scenarios"`       // the baseline first
	Stopping  string   `json:"stopping_rule"`   // when the run ended
	Rounding  string   `json:"rounding"`        // how money is rounded
	// ExactPercentiles says that percentiles come from the sorted figures of all paths, not from a histogram.
	ExactPercentiles bool `json:"exact_percentiles,omitempty"`
	// Refined says for how many figures, and for which lines, percentiles come from the sorted figures of all paths.
	Refined scenario.Refined `json:"refined"`
	// Checks is the number of identities that were exactly zero on every path.
	Checks      int                       `json:"checks_passed"`
	Warnings    []scenario.Warning        `json:"warnings"`         // of the result
	NotModelled []string                  `json:"not_modelled"`     // what the model leaves out
	Inputs      []scenario.EffectiveInput `json:"effective_inputs"` // of every scenario, after defaults
	// Correlations are the groups of drivers that depend on each other, with the matrices used.
	Correlations []scenario.EffectiveCorrelation `json:"correlations,omitempty"`
	ResultHash   string                          `json:"result_hash"`   // a hash of every figure
	Figures      []scenario.FigureHash           `json:"figures"`       // digests line by line
	Text         string                          `json:"scenario_file"` // the scenario file itself
	Set          []scenario.Setting              `json:"set,omitempty"` // settings made to the file for this run
	// Cells are where the keys and values of the text stand in the workbook that it says the same as, in their order.
	Cells []string `json:"cells,omitempty"`
	// Tables are the tables that the scenario file names, kept so that it can be run without them.
	Tables []TableText `json:"tables,omitempty"`
	// Bodies are the files of bodies and the tables of bodies, kept for the same reason.
	Bodies []TableText `json:"bodies,omitempty"`
	// Files are the other files of the folder that the manifest was written to.
	Files []FileHash `json:"files,omitempty"`
	// WrittenBy is the build that wrote the manifest; Engine is the version that the figures depend on.
	WrittenBy scenario.Build `json:"written_by"`

	surplus []string // what the text it was read from says beyond these fields
}

// A FileHash is a file beside a manifest, with the digest of its bytes.
type FileHash struct {
	Name   string `json:"name"`   // without a folder
	SHA256 string `json:"sha256"` // of its bytes
}

// A TableText is a table that a scenario file names: its path from the file, and its text.
type TableText struct {
	Name   string `json:"name"`   // its path from the scenario file
	SHA256 string `json:"sha256"` // of its bytes
	Text   string `json:"text"`   // the table itself
	// Cells are where its keys and values stand in the workbook that it says the same as, in their order.
	Cells []string `json:"cells,omitempty"`
}

// NewManifest records a run of a scenario file.
func NewManifest(s *Spec, r *scenario.Result) Manifest {
	s, r = door.Or(s), door.Or(r)
	m := Manifest{
		SchemaVersion: scenario.SchemaVersion, Engine: scenario.Version, Stream: r.Run.Stream, File: s.File(),
		FileSHA256: digest(s.text), Paths: r.Run.Paths, Seed: r.Run.Seed, Scenarios: r.Scenarios,
		Stopping: "a fixed number of paths",
		Rounding: "to the penny, half away from zero, at every product and quotient of money", Years: r.Run.Years,
		ExactPercentiles: r.Run.ExactPercentiles, Refined: r.Run.Refined, Checks: r.Run.Checks, Warnings: r.Warnings,
		NotModelled: r.NotModelled, Inputs: r.Inputs, Correlations: r.Correlations, ResultHash: r.Hash,
		Figures: r.FigureHashes(), Text: string(s.Text()), Set: s.set, Cells: s.cells, WrittenBy: scenario.ThisBuild(),
	}
	for _, l := range r.Lines {
		m.Lines = append(m.Lines, l.Name)
	}
	for _, t := range s.tables {
		m.Tables = append(m.Tables, t.record())
	}
	for _, b := range s.bodies {
		m.Bodies = append(m.Bodies, b.record())
	}
	return m
}

// record is the file as a record of a run keeps it.
func (t tableFile) record() TableText {
	return TableText{Name: t.name, SHA256: digest(t.text), Text: string(t.text), Cells: t.cells}
}

// digest is the SHA-256 of a text.
func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// table finds the text of a table, or of the file of a body.
func (m Manifest) table(name string) ([]byte, error) {
	for _, t := range slices.Concat(m.Tables, m.Bodies) {
		if t.Name == name {
			return []byte(t.Text), nil
		}
	}
	return nil, fs.ErrNotExist
}

// load reads the scenario file of the manifest, with the files that it names.
func (m Manifest) load() (*Spec, error) {
	s := &Spec{file: m.File, text: []byte(m.Text), open: m.table, recorded: map[string][]string{}}
	for _, b := range m.Bodies {
		s.recorded[b.Name] = b.Cells
	}
	return s.readInto(newFaultList(m.File))
}

// Write writes the manifest as JSON. The error is the writer's own; no writer is a fault.
func (m Manifest) Write(w io.Writer) error {
	e := encoder(door.Writer(w))
	e.SetIndent("", " ")
	return e.Encode(m)
}

// encoder writes records on one line.
func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

const (
	manifestLimit = 8 << 20 // bytes that a manifest may have; that of a nation of 42 systems has 1.2 MB
	mostValues    = 600_000 // values and keys in it; that of a nation has 90,000
	mostCompared  = 100_000 // of one whose differences from what is read of it are told one by one
)

// ReadManifest reads a manifest. Whatever it holds beyond the fields of [Manifest] counts as a difference from every
// run. The error is a [fault.Fault], or the reader's own.
func ReadManifest(r io.Reader) (Manifest, error) {
	r = door.Reader(r)
	var m Manifest
	data, err := io.ReadAll(io.LimitReader(r, manifestLimit+1))
	switch {
	case err != nil:
		return m, err
	case len(data) > manifestLimit:
		return m, fault.TooLarge.Found("the manifest is larger than %d MiB", manifestLimit>>20)
	case valuesIn(data) > mostValues:
		return m, fault.TooLarge.Found("the manifest has more than %d values", mostValues)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fault.Unreadable.Found("not a manifest: %s", fault.Reason(err))
	}
	if m.SchemaVersion != scenario.SchemaVersion || m.Text == "" {
		return m, fault.Unreadable.Found("not a manifest of version %d", scenario.SchemaVersion)
	}
	if m.surplus, err = m.unlike(data); err != nil {
		return m, fault.Unreadable.Found("not a manifest: %s", fault.Reason(err))
	}
	if m.Paths == 0 || m.Paths > scenario.MostPaths {
		return m, fault.OutOfRange.Found("the manifest says %d paths", m.Paths).
			Want("a run has 1 to %d", scenario.MostPaths)
	}
	return m, nil
}

// unlike lists what the text of a manifest says and the manifest read from it does not, for example fields that this
// version does not know.
func (m Manifest) unlike(data []byte) ([]string, error) {
	if m.writes(data) {
		return nil, nil
	}
	c := comparing{was: "the text of the manifest says", is: "it is read as"}
	if valuesIn(data) > mostCompared {
		return []string{"the text of the manifest says something else than it is read as, and too much to say what"}, nil
	}
	text, err := jsonTree(data)
	if err != nil {
		return nil, err
	}
	read, _ := m.tree() // what was read as JSON can be written as JSON
	fields, _ := text.(map[string]any)
	if fields["written_by"] == nil { // older manifests do not say
		read = without(read, "written_by")
	}
	c.values("", text, read)
	return c.differences, nil
}
