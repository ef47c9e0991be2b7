package scenario

import (
	"bytes"
	"crypto/sha256"
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
//	envelope part 5         the version of the encoding
//	version 0.1.0           of the module that wrote it
//	seed 1                  of the run
//	paths 100000            of the whole run
//	pass 1                  over the paths
//	plan 5d41…              the plan's fingerprint
//	body 7f83… 1024         SHA-256 and length of the body
//
// In the body numbers are varints. It holds the spans; then, for every cell, a number: twice the number (counted from
// 1) of the earlier cell with the same bins, or 0 for own bins, plus 1 if a sum overflowed; and the cell's extremes,
// sums and atoms ([sketch.Grid.AppendState]). Then come the bins of all cells with own bins, from that of the least
// value to that of the greatest ([wire.Splits]); then, for cells that the plan keeps, 0, or 1 and all figures in order
// ([sketch.AppendValues]); at the end, the answers. The body of a part of a further pass holds the spans, and what was
// gathered of the cells that are looked for: see gathered.
//
// Nearly all of it is the bins, whose counts are random: where a bin expects λ values its count is about a Poisson
// number, whose entropy is ½·log₂(2πeλ) bits if λ is not small. A 64th of a million paths of the settlement takes
// 351 kB. It has 650,000 bins in use, and their counts would take 286 kB (2.6 bits a bin of the whole run) with the
// chances of all bins known in advance, which only the whole run tells; so no packing brings it to 200 kB. Fewer bins
// would, but percentiles would not be as exact as promised.
const partialMark = "envelope part 5\n" // the version is raised when the encoding changes

// head is the lines of a part of a plan.
func (p *Plan) head(version string) string {
	return fmt.Sprintf("%sversion %s\nseed %d\npaths %d\npass %d\nplan %x\n", partialMark, version, p.seed,
		p.paths, p.Pass(), p.fingerprint)
}

// readLines reads the lines of a part: the facts of its plan, and the version that wrote them. It is ok only if the
// lines are exactly as a part writes them.
func readLines(lines string) (of *Plan, version string, ok bool) {
	of = &Plan{}
	var plan []byte
	_, err := fmt.Sscanf(strings.TrimPrefix(lines, partialMark),
		"version %s\nseed %d\npaths %d\npass %d\nplan %x\n", &version, &of.seed, &of.paths, &of.pass, &plan)
	of.pass--
	copy(of.fingerprint[:], plan)
	return of, version, err == nil && of.head(version) == lines
}

// body is the part without its head, not packed, in pieces.
func (p *Partial) body() [][]byte {
	cells := binary.AppendUvarint(nil, uint64(len(p.spans)))
	for _, s := range p.spans {
		cells = binary.AppendUvarint(binary.AppendUvarint(cells, s.From), s.To)
	}
	if l := p.plan.later; l != nil {
		return p.gathered.body(cells, l)
	}
	var splits wire.Splits
	first := map[[sha256.Size]byte]uint64{} // by bins: the number of the first cell that has them, from 1
	for i, g := range p.plan.grids {
		state := p.sketches[i].State()
		bins := binsSum(state.Counts)
		said := 2 * first[bins]
		if said == 0 {
			first[bins] = uint64(i) + 1
			if from, to, some := g.Between(state); some {
				splits.Add(state.Counts[from:to])
			}
		}
		if state.Overflow {
			said++
		}
		cells = g.AppendState(binary.AppendUvarint(cells, said), state)
	}
	return append(append([][]byte{cells}, splits.Pieces()...), p.rest())
}

// binsSum tells bins from others.
func binsSum(counts []uint64) [sha256.Size]byte {
	b := make([]byte, 0, 8*len(counts))
	for _, c := range counts {
		b = binary.LittleEndian.AppendUint64(b, c)
	}
	return sha256.Sum256(b)
}

// rest is the figures and answers of a part.
func (p *Partial) rest() (b []byte) {
	for i := range p.sketches {
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
	spans, answers := int64(p.paths/PartPaths+1), int64(len(p.engine.Questions)*p.engine.Columns)
	most := number * (wire.MostPlanes + 1 + 2*spans + 3*answers)
	if p.later != nil {
		return most + p.later.mostBody(p.paths)
	}
	for i, g := range p.grids {
		bins, atoms := g.Shape()
		most += 2*25 + number*int64(3+bins+atoms)
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
	if p.later != nil {
		g, err := p.later.readGathered(r, paths)
		return &Partial{plan: p, spans: spans, gathered: g}, err
	}
	part := newPartial(p)
	part.spans = spans
	cells := make([]cellRead, len(p.grids))
	for i, g := range p.grids {
		if cells[i], err = readCell(r, g, i, paths); err != nil {
			return nil, fmt.Errorf("cell %d: %w", i, err)
		}
	}
	splits := r.Splits()
	for i := range cells {
		if err := part.readBins(splits, i, cells[i]); err != nil {
			return nil, fmt.Errorf("cell %d: %w", i, err)
		}
	}
	if err := splits.Ended(); err != nil {
		return nil, err
	}
	for i, g := range p.grids {
		if !p.carries(i) {
			continue
		}
		if part.values[i], err = readValues(r, g, part.sketches[i].State()); err != nil {
			return nil, fmt.Errorf("cell %d: %w", i, err)
		}
	}
	if err := part.readAnswers(r, paths); err != nil {
		return nil, err
	}
	return part, nil
}

// A cellRead is a cell without its bins.
type cellRead struct {
	sketch.State
	like int // the earlier cell with the same bins; −1 where it has its own
}

func readCell(r *wire.Reader, g *sketch.Grid, cell int, paths uint64) (cellRead, error) {
	said := r.Number()
	c := cellRead{g.ReadState(r, paths), int(said/2) - 1}
	c.Overflow = said%2 == 1
	switch {
	case r.Failed():
		return c, errShort
	case said/2 > uint64(cell):
		return c, errors.New("the bins of a cell that is not before it")
	}
	return c, nil
}

// readBins reads the bins of a cell; earlier cells have been read.
func (p *Partial) readBins(splits *wire.SplitReader, cell int, c cellRead) error {
	g := p.plan.grids[cell]
	if c.like >= 0 {
		c.Counts = p.sketches[c.like].State().Counts
	} else {
		bins, _ := g.Shape()
		c.Counts = make([]uint64, bins)
		if from, to, some := g.Between(c.State); some {
			if err := splits.Read(c.Counts[from:to], c.N); err != nil {
				return err
			}
		}
	}
	if err := g.Check(c.State, c.N); err != nil {
		return err
	}
	return p.sketches[cell].Restore(c.State)
}

// readAnswers reads the answers, with which a part ends.
func (p *Partial) readAnswers(r *wire.Reader, paths uint64) error {
	for i := range p.counts {
		c := [3]uint64{r.Number(), r.Number(), r.Number()}
		if err := p.plan.checkCounts(i, c, paths); err != nil {
			return fmt.Errorf("answer %d: %w", i, err)
		}
		p.counts[i] = c
	}
	return ended(r)
}

// ended says what is wrong with bytes of which everything was read.
func ended(r *wire.Reader) error {
	if r.Failed() {
		return errShort
	}
	if r.Left() > 0 {
		return errors.New("there is more than belongs to it")
	}
	return nil
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
