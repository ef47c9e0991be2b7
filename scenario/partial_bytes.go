package scenario

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A part as bytes: a mark with the version of the encoding, seed and number of paths of the run, the plan's
// fingerprint, the body, and the SHA-256 of all that. In the body numbers are unsigned varints, figures the bits of
// floats, words little endian. It holds the spans; every cell's count of values, overflow, extremes, sums, atoms and
// bins, a run of empty bins as a zero and how many more follow; and the answers.
const (
	partialMark = "envelope part 3\n" // the version is raised when the encoding changes
	headBytes   = len(partialMark) + 8 + 8 + sha256.Size
)

// head is what begins every part of a plan.
func (p *Plan) head() []byte {
	b := binary.LittleEndian.AppendUint64([]byte(partialMark), p.seed)
	b = binary.LittleEndian.AppendUint64(b, p.paths)
	return append(b, p.fingerprint[:]...)
}

// sealed is bytes with their checksum.
func sealed(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// MarshalBinary encodes the part, to be sent to where parts are merged: a few bytes for each bin that is filled. The
// same part gives the same bytes. It fails with a [fault.Missing] fault on a part that no plan made.
func (p *Partial) MarshalBinary() ([]byte, error) {
	if p == nil || p.plan == nil {
		return nil, errNoPart
	}
	b := binary.AppendUvarint(p.plan.head(), uint64(len(p.spans)))
	for _, s := range p.spans {
		b = binary.AppendUvarint(binary.AppendUvarint(b, s.From), s.To)
	}
	for i := range p.sketches {
		b = appendState(b, p.sketches[i].State())
	}
	for _, c := range p.counts {
		for _, n := range c {
			b = binary.AppendUvarint(b, n)
		}
	}
	return sealed(b), nil
}

func appendState(b []byte, t sketch.State) []byte {
	b = binary.AppendUvarint(b, t.N)
	overflow := byte(0)
	if t.Overflow {
		overflow = 1
	}
	b = append(b, overflow)
	for _, w := range [...]uint64{math.Float64bits(t.Min), math.Float64bits(t.Max),
		t.Sum[0], t.Sum[1], t.Sum[2], t.Squares[0], t.Squares[1], t.Squares[2]} {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	for _, c := range t.Atoms {
		b = binary.AppendUvarint(b, c)
	}
	for i := 0; i < len(t.Counts); i++ {
		b = binary.AppendUvarint(b, t.Counts[i])
		if t.Counts[i] == 0 {
			first := i
			for i+1 < len(t.Counts) && t.Counts[i+1] == 0 {
				i++
			}
			b = binary.AppendUvarint(b, uint64(i-first))
		}
	}
	return b
}

// ReadPartial decodes a part of this plan, made in any process by a plan with an equal model and equal options. Bytes
// that are not such a part, whole and as they were written, are an error; they take no more memory than a part of the
// plan does, and none before mark, fingerprint and checksum agree.
func (p *Plan) ReadPartial(data []byte) (*Partial, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	body, err := p.unsealed(data)
	if err != nil {
		return nil, err
	}
	part, err := p.readBody(&reader{rest: body})
	if err != nil {
		return nil, fault.Unreadable.Found("the part contradicts itself: %v", err)
	}
	if again, err := part.MarshalBinary(); err != nil || !bytes.Equal(again, data) {
		return nil, fault.Unreadable.Found("the part is not as MarshalBinary writes it")
	}
	return part, nil
}

// unsealed is the body of a part of this plan.
func (p *Plan) unsealed(data []byte) ([]byte, error) {
	if len(data) < headBytes+sha256.Size || !bytes.HasPrefix(data, []byte(partialMark)) {
		return nil, fault.Unreadable.Found("not a part of a run, or one that another version wrote")
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(sum) {
		return nil, fault.Unreadable.Found("the part was damaged on its way: its checksum does not fit")
	}
	of := Plan{
		seed:        binary.LittleEndian.Uint64(body[len(partialMark):]),
		paths:       binary.LittleEndian.Uint64(body[len(partialMark)+8:]),
		fingerprint: [sha256.Size]byte(body[len(partialMark)+16 : headBytes]),
	}
	return body[headBytes:], p.owns(&Partial{plan: &of})
}

// A reader takes a body apart; once it has failed it gives zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.rest, r.failed = nil, true
		return make([]byte, 8)
	}
	some := r.rest[:n]
	r.rest = r.rest[n:]
	return some
}

func (r *reader) number() uint64 {
	x, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.rest, r.failed = nil, true
		return 0
	}
	r.rest = r.rest[n:]
	return x
}

func (r *reader) word() uint64 { return binary.LittleEndian.Uint64(r.take(8)) }

var errShort = errors.New("it ends too early")

func (p *Plan) readBody(r *reader) (*Partial, error) {
	spans, paths, err := p.readSpans(r)
	if err != nil {
		return nil, err
	}
	part := newPartial(p)
	part.spans = spans
	for i, g := range p.grids {
		t, err := readState(r, g)
		if err == nil {
			err = g.Check(t, paths)
		}
		if err == nil {
			err = part.sketches[i].Restore(t)
		}
		if err != nil {
			return nil, fmt.Errorf("cell %d: %w", i, err)
		}
	}
	for i := range part.counts {
		c := [3]uint64{r.number(), r.number(), r.number()}
		if err := p.checkCounts(i, c, paths); err != nil {
			return nil, fmt.Errorf("answer %d: %w", i, err)
		}
		part.counts[i] = c
	}
	if r.failed {
		return nil, errShort
	}
	if len(r.rest) > 0 {
		return nil, errors.New("there is more than belongs to it")
	}
	return part, nil
}

// readSpans reads spans that RunPart and Merge can have made, and counts their paths.
func (p *Plan) readSpans(r *reader) (spans []Span, paths uint64, err error) {
	for n := r.number(); n > 0 && !r.failed; n-- {
		s := Span{r.number(), r.number()}
		if s.From >= s.To || s.To > p.paths || s.From%PartPaths != 0 || (s.To%PartPaths != 0 && s.To != p.paths) ||
			(len(spans) > 0 && s.From <= spans[len(spans)-1].To) {
			return nil, 0, fmt.Errorf("paths %d to %d are not a span of the plan's, or out of order", s.From, s.To)
		}
		spans = append(spans, s)
		paths += s.To - s.From
	}
	if r.failed {
		return nil, 0, errShort
	}
	return spans, paths, nil
}

func readState(r *reader, g *sketch.Grid) (t sketch.State, err error) {
	bins, atoms := g.Shape()
	t.N = r.number()
	overflow := r.take(1)[0]
	if overflow > 1 {
		return t, errors.New("a yes or no that is neither")
	}
	t.Overflow = overflow == 1
	t.Min, t.Max = math.Float64frombits(r.word()), math.Float64frombits(r.word())
	for _, sum := range []*[3]uint64{&t.Sum, &t.Squares} {
		for i := range sum {
			sum[i] = r.word()
		}
	}
	for range atoms {
		t.Atoms = append(t.Atoms, r.number())
	}
	if r.failed {
		return t, errShort
	}
	t.Counts = make([]uint64, bins)
	for i := 0; i < bins && !r.failed; i++ {
		if t.Counts[i] = r.number(); t.Counts[i] == 0 {
			more := r.number()
			if more >= uint64(bins-i) {
				return t, errors.New("more empty bins than there are bins")
			}
			i += int(more)
		}
	}
	if r.failed {
		return t, errShort
	}
	return t, nil
}

// checkCounts checks a question's answers in a column: none where none is asked, and no more than paths.
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
