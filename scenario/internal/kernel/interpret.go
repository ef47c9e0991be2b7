package kernel

// interpret is [Tape.Run] in plain Go, instruction by instruction over all paths.
func (t *Tape) interpret(m *Memory, scalars []float64, n int) (instruction, path int) {
	r := reader{accumulator: m.room[:n], room: m.room[:n], slab: m.Slab, n: n}
	for i, in := range t.instructions {
		r.out = r.room
		if t.targets[i] >= 0 {
			r.out = r.column(uint32(t.targets[i]))
		}
		var bad int
		switch {
		case in.Op == OpAddProduct:
			bad = -1
			addProduct(r.out, r.accumulator, r.column(in.A), scalars[in.B])
			r.accumulator = r.out
		case in.Op >= OpStore:
			bad = r.alone(in)
		case in.Scalar:
			bad = r.withScalar(in.Op, scalars[in.A])
		default:
			bad = r.withColumn(in.Op, r.column(in.A))
		}
		if bad >= 0 {
			return i, bad
		}
	}
	return -1, -1
}

// targets finds, for each instruction whose result is stored before it is used, the column, so that it is computed
// there.
func targets(instructions []Instruction) []int32 {
	targets := make([]int32, len(instructions))
	column := int32(-1)
	for i := len(instructions) - 1; i >= 0; i-- {
		targets[i] = column
		switch in := instructions[i]; in.Op {
		case OpStore:
			column = int32(in.A)
		case OpRound, OpSound, OpLimit, OpFinite, OpZero:
		default:
			column = -1
		}
	}
	return targets
}

// A reader is the state of an interpretation. The accumulator is a column where it was loaded from or stored in one.
type reader struct {
	accumulator, out, room []float64
	slab                   []float64
	n                      int
}

func (r *reader) column(at uint32) []float64 { return r.slab[at : int(at)+r.n] }

// withColumn carries out an operation on a column and returns the first path with a fault, or -1.
func (r *reader) withColumn(op Op, x []float64) (bad int) {
	out, a := r.out, r.accumulator
	r.accumulator, bad = out, -1
	switch op {
	case OpLoad:
		r.accumulator = x
	case OpAdd:
		add(out, a, x)
	case OpSub:
		sub(out, a, x)
	case OpSubFrom:
		sub(out, x, a)
	case OpMul:
		mul(out, a, x)
	case OpDiv:
		bad = div(out, a, x)
	case OpDivInto:
		bad = div(out, x, a)
	case OpMin:
		least(out, a, x)
	case OpMinOf:
		least(out, x, a)
	case OpMax:
		greatest(out, a, x)
	case OpMaxOf:
		greatest(out, x, a)
	}
	return bad
}

// withScalar is withColumn for one figure.
func (r *reader) withScalar(op Op, x float64) (bad int) {
	out, a := r.out, r.accumulator
	r.accumulator, bad = out, -1
	switch op {
	case OpLoad:
		fill(out, x)
	case OpAdd:
		addScalar(out, a, x)
	case OpSub:
		subScalar(out, a, x)
	case OpSubFrom:
		subFromScalar(out, a, x)
	case OpMul:
		scale(out, a, x)
	case OpDiv:
		bad = divScalar(out, a, x)
	case OpDivInto:
		bad = divIntoScalar(out, a, x)
	case OpMin:
		minScalar(out, a, x)
	case OpMinOf:
		minOfScalar(out, a, x)
	case OpMax:
		maxScalar(out, a, x)
	case OpMaxOf:
		maxOfScalar(out, a, x)
	}
	return bad
}

// alone carries out an operation that has no operand x.
func (r *reader) alone(in Instruction) (bad int) {
	switch in.Op {
	case OpStore:
		if dst := r.column(in.A); r.n > 0 && &dst[0] != &r.accumulator[0] {
			copy(dst, r.accumulator)
		}
	case OpRound:
		roundAll(r.out, r.accumulator)
		r.accumulator = r.out
	case OpChoose:
		choose(r.out, r.accumulator, r.column(in.A), r.column(in.B))
		r.accumulator = r.out
	case OpSound:
		return firstNotFinite(r.column(in.A))
	case OpLimit:
		return firstBeyond(r.accumulator)
	case OpFinite:
		return firstNotFinite(r.accumulator)
	case OpZero:
		return firstNotZero(r.accumulator)
	}
	return -1
}
