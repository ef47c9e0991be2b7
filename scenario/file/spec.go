package file

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A Spec is a scenario file: its text, the tree of its keys with the place of each, and the tables that it names. It is
// immutable and safe for concurrent use.
type Spec struct {
	file   string
	text   []byte
	root   *node
	set    []scenario.Setting // settings made to the tree, not to the text
	before *Spec              // the file without the settings; nil if there are none
	main   *mainYear          // of the file as it was read; nil where its tree was changed
	tables []tableFile        // the tables that it names
	bodies []tableFile        // the files of bodies that it names, and those that they name
	// apart tells, by the place of a transfer, what two bodies state differently about it, and whose statement counts.
	apart   map[string]string
	leftOut []string // what the files of bodies say that they leave out
	open    opener   // of tables; nil where there is no folder
	cells   []string // of a workbook: where the keys and values of the tree stand, in its order
	// recorded are the places in workbooks of bodies that a record of a run has, by the name of the file.
	recorded map[string][]string
	// workbook reads the files of bodies that are workbooks; nil if none is read.
	workbook func(name string, data []byte) (*Spec, error)
	empty    map[string]place // of a workbook: cells that give nothing, by the path that they would give
}

// File is the name that the file was loaded under.
func (s *Spec) File() string {
	s = door.Or(s)
	return s.file
}

// Text is a copy of the file's text.
func (s *Spec) Text() []byte {
	s = door.Or(s)
	return slices.Clone(s.text)
}

// Title is the title that the file gives, or its file name without the ending.
func (s *Spec) Title() string {
	s = door.Or(s)
	if n := s.root.child("name"); n != nil && n.kind == nodeText {
		return n.text
	}
	base := strings.TrimSuffix(filepath.Base(s.file), endOfForm)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// NotModelled lists what the model leaves out, as the file says.
func (s *Spec) NotModelled() []string {
	s = door.Or(s)
	return append(textsOf(s.root.child("not_modelled")), s.leftOut...)
}

// Run is what the file says about its run: paths, seed and lines. Options that it does not give are zero, as in
// [scenario.Options].
func (s *Spec) Run() scenario.Options {
	s = door.Or(s)
	var o scenario.Options
	if run := s.root.child("run"); run != nil {
		o.Paths, _ = wholeNumber(run.child("paths"))
		o.Seed, _ = wholeNumber(run.child("seed"))
	}
	o.Lines = textsOf(s.root.child("lines"))
	return o
}

// Model makes every scenario of the file: the baseline with the scenario's changes made to it, read as a
// [finance.Model] and its drivers. Each call makes a new one. The error is [Faults], with every fault of any scenario,
// each once; if a change causes a fault, the place is the change.
func (s *Spec) Model() (*scenario.Model, error) {
	s = door.Or(s)
	return s.modelInto(s.newFaults())
}

// newFaults is a list for the faults of the file.
func (s *Spec) newFaults() *faultList {
	l := newFaultList(s.file)
	if s.empty != nil {
		l.empty = s.empty
	}
	return l
}

// modelInto is the model, or an error with the faults found.
func (s *Spec) modelInto(faults *faultList) (*scenario.Model, error) {
	m := s.decode(faults)
	m.NotModelled = s.NotModelled()
	m.Ranges, m.Accepted = s.ranges(), s.accepted()
	if err := faults.err(); err != nil {
		return nil, err
	}
	m.AskedYear = s.askedYear()
	return m, nil
}

// askedYear is the year that the file asks about, read without its settings. It is empty if there are no settings, or
// if the file has faults without them.
func (s *Spec) askedYear() string {
	if s.before == nil {
		return ""
	}
	return s.before.mainYear()
}

// A mainYear is that of a file, once it has been asked for.
type mainYear struct {
	once sync.Once
	year string
}

// mainYear is the year of the file's main question, empty if the file has faults. Whoever moves numbers of a file asks
// for it again and again.
func (s *Spec) mainYear() string {
	kept := s.main
	if kept == nil {
		kept = &mainYear{}
	}
	kept.once.Do(func() {
		if m, err := s.Model(); err == nil {
			kept.year = m.MainYear()
		}
	})
	return kept.year
}

// textsOf is the texts in a list, or a single text; what is not text is left out.
func textsOf(n *node) []string {
	var texts []string
	for _, item := range itemsOf(n) {
		if item.kind == nodeText {
			texts = append(texts, item.text)
		}
	}
	return texts
}

// itemsOf is the items of a list; text is a list of one.
func itemsOf(n *node) []*node {
	switch {
	case n == nil:
		return nil
	case n.kind == nodeText:
		return []*node{n}
	}
	return n.items
}

// wholeNumber reads digits and nothing else.
func wholeNumber(n *node) (x uint64, ok bool) {
	if n == nil || n.kind != nodeText || strings.Trim(n.text, "0123456789") != "" {
		return 0, false
	}
	x, err := strconv.ParseUint(n.text, 10, 64)
	if err != nil {
		return 0, false
	}
	return x, true
}
