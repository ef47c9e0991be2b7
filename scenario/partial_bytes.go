package scenario

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// A part as bytes is sealed bytes (package wire) whose lines tell people and programs what it is:
//
//	envelope part 4         the version of the encoding
//	version 0.1.0           of the module that wrote it
//	seed 1                  of the run
//	paths 100000            of the whole run
//	plan 5d41…              the plan's fingerprint
//	body 7f83… 1024         SHA-256 and length of the body
//
// In the body numbers are unsigned varints, figures the bits of floats, words little endian. It holds the spans; then,
// for every cell, a number: twice the number (counted from 1) of the earlier cell with the same bins, or 0 for own
// bins, plus 1 if a sum overflowed; then the cell's extremes, sums and atoms, and its own bins if it has any, where a
// run of empty bins is a zero and how many more follow; then, for cells that the plan keeps, 0, or 1 and all figures in
// order (see sketch.AppendValues); at the end, the answers.
const partialMark = "envelope part 4\n" // the version is raised when the encoding changes

// head is the lines of a part of a plan.
func (p *Plan) head(version string) string {
	return fmt.Sprintf("%sversion %s\nseed %d\npaths %d\nplan %x\n", partialMark, version, p.seed, p.paths,
		p.fingerprint)
}

// readLines reads the lines of a part: the facts of its plan, and the version that wrote them. It is ok only if the
// lines are exactly as a part writes them.
func readLines(lines string) (of *Plan, version string, ok bool) {
	of = &Plan{}
	var plan []byte
	_, err := fmt.Sscanf(strings.TrimPrefix(lines, partialMark), "version %s\nseed %d\npaths %d\nplan %x\n", &version,
		&of.seed, &of.paths, &plan)
	copy(of.fingerprint[:], plan)
	return of, version, err == nil && of.head(version) == lines
}

// MarshalBinary encodes the part, to send it to where parts are merged. It takes a few bits for each bin that is not
// empty. With one version of Go the same part gives the same bytes; another version may pack it in other bytes, which
// still read as the same part. The error is a [fault.Missing] fault if no plan made the part.
func (p *Partial) MarshalBinary() ([]byte, error) {
	if p == nil || p.plan == nil {
		return nil, errNoPart
	}
	return wire.Seal(p.plan.head(Version), p.body())
}

// body is the part without its head, not packed.
func (p *Partial) body() []byte {
	b := binary.AppendUvarint(nil, uint64(len(p.spans)))
	for _, s := range p.spans {
		b = binary.AppendUvarint(binary.AppendUvarint(b, s.From), s.To)
	}
	first := map[string]uint64{} // by bins: the number of the first cell that has them, from 1
	for i := range p.sketches {
		state := p.sketches[i].State()
		counts := string(appendCounts(nil, state.Counts))
		same := first[counts]
		if same == 0 {
			first[counts] = uint64(i) + 1
		}
		b = appendState(b, state, same)
		if same == 0 {
			b = append(b, counts...)
		}
		switch {
		case !p.plan.carries(i):
		case len(p.values[i]) == 0:
			b = append(b, 0)
		default:
			b = sketch.AppendValues(append(b, 1), p.values[i])
		}
	}
	for _, c := range p.counts {
		for _, n := range c {
			b = binary.AppendUvarint(b, n)
		}
	}
	return b
}

// appendState writes a cell without its bins, which may be the same as another's.
func appendState(b []byte, t sketch.State, same uint64) []byte {
	same *= 2
	if t.Overflow {
		same++
	}
	b = wire.AppendFloats(binary.AppendUvarint(b, same), t.Min, t.Max)
	for _, w := range [...]uint64{t.Sum[0], t.Sum[1], t.Sum[2], t.Squares[0], t.Squares[1], t.Squares[2]} {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	for _, c := range t.Atoms {
		b = binary.AppendUvarint(b, c)
	}
	return b
}

func appendCounts(b []byte, counts []uint64) []byte {
	for i := 0; i < len(counts); i++ {
		b = binary.AppendUvarint(b, counts[i])
		if counts[i] == 0 {
			first := i
			for i+1 < len(counts) && counts[i+1] == 0 {
				i++
			}
			b = binary.AppendUvarint(b, uint64(i-first))
		}
	}
	return b
}

// ReadPartial decodes a part of this plan, made in any process by a plan with an equal model and equal options. The
// error says if the bytes are not such a part, whole and unchanged. Reading takes no more memory than a part of the
// plan, and none before mark, fingerprint and checksum agree.
func (p *Plan) ReadPartial(data []byte) (*Partial, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	packed, err := p.unsealed(data)
	if err != nil {
		return nil, err
	}
	body, err := packed.Body(p.mostBody())
	if err != nil {
		return nil, fault.Unreadable.Found("the part contradicts itself: %v", err)
	}
	part, err := p.readBody(wire.NewReader(body))
	if err != nil {
		return nil, fault.Unreadable.Found("the part contradicts itself: %v", err)
	}
	return part, nil
}

// MostPartBytes is an upper limit of the bytes that [Partial.MarshalBinary] writes for a part of this plan.
func (p *Plan) MostPartBytes() int64 {
	if p == nil || p.code == nil {
		return 0
	}
	return wire.Most(p.mostBody())
}

// mostBody is an upper limit of the bytes in the body of a part of this plan.
func (p *Plan) mostBody() int64 {
	const number = binary.MaxVarintLen64
	most := number * (1 + 2*int64(p.paths/PartPaths+1) + 3*int64(len(p.engine.Questions)*p.engine.Columns))
	for i, g := range p.grids {
		bins, atoms := g.Shape()
		most += 8*8 + number*int64(1+bins+atoms)
		if p.carries(i) {
			most += 1 + 2*number*int64(p.paths)
		}
	}
	return most
}

// errNotAPart is the fault of bytes that do not begin like a part.
var errNotAPart = fault.Unreadable.Found("not a part of a run, or one that another version wrote").
	Want("use one that version %s wrote", Version)

// unsealed is a part of this plan with its seal taken off.
func (p *Plan) unsealed(data []byte) (*wire.Packed, error) {
	if !bytes.HasPrefix(data, []byte(partialMark)) {
		return nil, errNotAPart
	}
	packed, err := wire.Open(data)
	if err != nil {
		return nil, fault.Unreadable.Found("the part cannot be read: %v", err)
	}
	of, version, ok := readLines(packed.Lines)
	switch {
	case !ok:
		return nil, errNotAPart
	case version != Version:
		return nil, fault.Conflict.Found("the part was written by version %s", fault.Quote(version)).
			Want("this is version %s", Version)
	}
	return packed, p.owns(&Partial{plan: of})
}

var errShort = errors.New("it ends too early")

func (p *Plan) readBody(r *wire.Reader) (*Partial, error) {
	spans, paths, err := p.readSpans(r)
	if err != nil {
		return nil, err
	}
	part := newPartial(p)
	part.spans = spans
	for i, g := range p.grids {
		t, err := part.readState(r, i, paths)
		if err == nil {
			err = g.Check(t, paths)
		}
		if err == nil {
			err = part.sketches[i].Restore(t)
		}
		if err == nil && p.carries(i) {
			part.values[i], err = readValues(r, g, t)
		}
		if err != nil {
			return nil, fmt.Errorf("cell %d: %w", i, err)
		}
	}
	for i := range part.counts {
		c := [3]uint64{r.Number(), r.Number(), r.Number()}
		if err := p.checkCounts(i, c, paths); err != nil {
			return nil, fmt.Errorf("answer %d: %w", i, err)
		}
		part.counts[i] = c
	}
	if r.Failed() {
		return nil, errShort
	}
	if r.Left() > 0 {
		return nil, errors.New("there is more than belongs to it")
	}
	return part, nil
}

// readValues reads all figures of a cell, if they are there.
func readValues(r *wire.Reader, g *sketch.Grid, t sketch.State) ([]float64, error) {
	there := r.Byte()
	switch {
	case there > 1 || there == 1 && t.N == 0:
		return nil, errors.New("a yes or no that is neither")
	case there == 0:
		return nil, nil
	}
	return g.ReadValues(r, t)
}

// readSpans reads spans that RunPart and Merge can have made, and counts their paths.
func (p *Plan) readSpans(r *wire.Reader) (spans []Span, paths uint64, err error) {
	for n := r.Number(); n > 0 && !r.Failed(); n-- {
		s := Span{r.Number(), r.Number()}
		if s.From >= s.To || s.To > p.paths || s.From%PartPaths != 0 || (s.To%PartPaths != 0 && s.To != p.paths) ||
			(len(spans) > 0 && s.From <= spans[len(spans)-1].To) {
			return nil, 0, fmt.Errorf("paths %d to %d are not a span of the plan's, or out of order", s.From, s.To)
		}
		spans = append(spans, s)
		paths += s.To - s.From
	}
	if r.Failed() {
		return nil, 0, errShort
	}
	return spans, paths, nil
}

// readState reads a cell with its number of paths; earlier cells have been read.
func (p *Partial) readState(r *wire.Reader, cell int, paths uint64) (sketch.State, error) {
	bins, atoms := p.plan.grids[cell].Shape()
	same := r.Number()
	t := sketch.State{N: paths, Overflow: same%2 == 1, Min: r.Float(), Max: r.Float()}
	same /= 2
	for _, sum := range []*[3]uint64{&t.Sum, &t.Squares} {
		for i := range sum {
			sum[i] = r.Word()
		}
	}
	for range atoms {
		t.Atoms = append(t.Atoms, r.Number())
	}
	switch {
	case r.Failed():
		return t, errShort
	case same > uint64(cell):
		return t, errors.New("the bins of a cell that is not before it")
	case same > 0:
		t.Counts = p.sketches[same-1].State().Counts
		return t, nil
	}
	var err error
	t.Counts, err = readCounts(r, bins)
	return t, err
}

func readCounts(r *wire.Reader, bins int) ([]uint64, error) {
	counts := make([]uint64, bins)
	for i := 0; i < bins && !r.Failed(); i++ {
		if counts[i] = r.Number(); counts[i] == 0 {
			more := r.Number()
			if more >= uint64(bins-i) {
				return nil, errors.New("more empty bins than there are bins")
			}
			i += int(more)
		}
	}
	if r.Failed() {
		return nil, errShort
	}
	return counts, nil
}

// checkCounts checks a question's answers in a column: none if the question is not asked there, and no more than paths.
func (p *Plan) checkCounts(i int, c [3]uint64, paths uint64) error {
	question, column := i/p.engine.Columns, i%p.engine.Columns
	apart, carry := bits.Add64(c[1], c[2], 0)
	switch {
	case c[0] > paths || apart > paths || carry > 0 || c[1] > c[0] || c[2] > paths-c[0]:
		return errors.New("more answers than paths")
	case p.engine.Questions[question].Versus < 0 && apart > 0:
		return errors.New("answers apart to a question about one scenario")
	case (column == 0 || !p.engine.Reported[column]) && c != [3]uint64{}:
		return errors.New("answers where nothing is asked")
	}
	return nil
}
