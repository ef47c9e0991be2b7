package kernel

// An Op is what one instruction of a [Tape] does with the accumulator, which holds a figure for each path.
type Op uint8

// The operations. x is the instruction's operand: a column, or one figure for all paths.
const (
	OpLoad    Op = iota // x
	OpAdd               // accumulator + x
	OpSub               // accumulator − x
	OpSubFrom           // x − accumulator
	OpMul               // accumulator × x
	OpDiv               // accumulator ÷ x; zero is a fault
	OpDivInto           // x ÷ accumulator; zero is a fault
	OpMin               // x where x < accumulator, else the accumulator
	OpMinOf             // the accumulator where it is < x, else x
	OpMax               // x where x > accumulator, else the accumulator
	OpMaxOf             // the accumulator where it is > x, else x

	OpAddProduct // accumulator + column A × scalar B, the product rounded first

	OpStore  // into column A
	OpRound  // to the nearest whole number, half away from zero, as Excel's ROUND
	OpChoose // column A where the accumulator ≥ 0, else column B
	OpSound  // a figure of column A that is infinite or not a number is a fault; the accumulator stays
	OpLimit  // a figure that leaves ±[Limit], or is not a number, is a fault
	OpFinite // a figure that is infinite or not a number is a fault
	OpZero   // a figure that is not exactly zero is a fault

	ops = iota
)

// An Instruction is one step of a tape.
type Instruction struct {
	Op     Op
	Scalar bool   // operand A is one figure for all paths
	A, B   uint32 // where a column begins in the slab; for a scalar, its place in the list
}

// A Tape is a list of instructions that is carried out on a block of paths. Its columns lie in one slab, its scalars in
// a list. It is immutable.
type Tape struct {
	instructions []Instruction
	targets      []int32 // by instruction: the column that its result is stored in next; -1 for none
	slab, list   int     // figures that the slab must have beyond a column's beginning, and the scalars needed
	native       []native
	assembly     assembly
}

// A Memory is what tapes work in. It is for one goroutine.
type Memory struct {
	Slab  []float64 // all columns
	flags uint64
	room  [MaxPaths]float64 // an accumulator
}

// StripPaths divides the number of paths that a column has room for: instructions may work on strips of so many paths,
// the last one whole.
const StripPaths = 64

// MaxPaths is the most paths that a tape is carried out on at once.
const MaxPaths = 512

// NewTape prepares instructions for the implementation in use.
func NewTape(instructions []Instruction) *Tape {
	t := &Tape{instructions: instructions, targets: targets(instructions), assembly: active.tape}
	for _, in := range instructions {
		switch {
		case in.Scalar:
			t.list = max(t.list, int(in.A)+1)
		case in.Op == OpAddProduct:
			t.slab, t.list = max(t.slab, int(in.A)), max(t.list, int(in.B)+1)
		default:
			t.slab = max(t.slab, int(in.A), int(in.B))
		}
	}
	if t.assembly.run != nil && len(instructions) > 0 {
		t.native = t.assembly.assemble(instructions)
		if 8*t.slab > fetchAbove {
			t.native = t.assembly.fetching(t.native)
		}
	}
	return t
}

// Run carries out the tape on the first n paths of every column; what columns hold beyond, up to whole strips of
// [StripPaths], may change. It returns the first instruction that found a fault and the first path that has it, or -1
// and -1; without a fault among the first n paths, or with one, all columns that the tape stores are written.
//
// A tape that reads no column which it stores later gives the same again.
func (t *Tape) Run(m *Memory, scalars []float64, n int) (instruction, path int) {
	if t.native != nil && n > 0 {
		strips := (n + t.assembly.strip - 1) / t.assembly.strip
		_, _ = m.Slab[t.slab+strips*t.assembly.strip-1], scalars[:t.list]
		if !t.assembly.flagged(t.native, m, scalars, strips) {
			return -1, -1
		}
	}
	return t.interpret(m, scalars, n)
}

// A native instruction holds the address of the machine code that carries it out, and byte offsets.
type native struct {
	code uint64
	a, b uint32
}

// codes are addresses of machine code, in four parts: of operations with columns, the last of which ends a strip; of
// those with scalars, the last of which is a store and a load; of both with a limit behind them, zero where there is
// none such; the last of the third part is a fetch.
type codes = [4 * (ops + 1)]uint64

// code is the place of the code of an instruction.
func (in Instruction) code() int {
	if in.Scalar {
		return int(in.Op) + ops + 1
	}
	return int(in.Op)
}

const (
	endOfStrip    = ops
	storeThenLoad = 2*ops + 1
	fetchBoth     = 3*ops + 2
	limited       = 2 * (ops + 1) // from the code of an instruction to that with a limit behind it
)

// An assembly is an implementation of tapes in machine code.
type assembly struct {
	codes *codes
	strip int // paths worked on at a time
	run   func(code *uint64, columns, scalars *float64, strips uint64, flags *uint64)
}

// assemble translates instructions, two at a time where there is code for both.
func (a assembly) assemble(instructions []Instruction) []native {
	code := make([]native, 0, len(instructions)+1)
	for len(instructions) > 0 {
		in, n := instructions[0], native{a: 8 * instructions[0].A, b: 8 * instructions[0].B}
		at, both := in.code(), 1
		if len(instructions) > 1 {
			switch next := instructions[1]; {
			case next.Op == OpLimit && a.codes[at+limited] != 0:
				at, both = at+limited, 2
			case in.Op == OpStore && next.Op == OpLoad && !next.Scalar:
				at, both, n.b = storeThenLoad, 2, 8*next.A
			}
		}
		n.code = a.codes[at]
		code, instructions = append(code, n), instructions[both:]
	}
	return append(code, native{code: a.codes[endOfStrip]})
}

// flagged carries out code and reports whether some path may have a fault.
func (a assembly) flagged(code []native, m *Memory, scalars []float64, strips int) bool {
	var first *float64
	if len(scalars) > 0 {
		first = &scalars[0]
	}
	a.run(&code[0].code, &m.Slab[0], first, uint64(strips), &m.flags)
	return m.flags != 0
}
