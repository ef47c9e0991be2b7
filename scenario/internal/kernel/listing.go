package kernel

import (
	"fmt"
	"strings"
)

// String says what the operation does.
func (o Op) String() string {
	names := [ops]string{"load", "add", "sub", "sub from", "mul", "div", "div into", "min", "min of", "max", "max of",
		"add product", "store", "round", "choose", "sound", "limit", "finite", "zero"}
	if int(o) < len(names) {
		return names[o]
	}
	return fmt.Sprintf("operation %d", uint8(o))
}

// String is the operation and what it works on: @ comes before the place of a column, # before that of a scalar.
func (in Instruction) String() string {
	switch in.Op {
	case OpAddProduct:
		return fmt.Sprintf("%s @%d #%d", in.Op, in.A, in.B)
	case OpChoose:
		return fmt.Sprintf("%s @%d @%d", in.Op, in.A, in.B)
	case OpRound, OpLimit, OpFinite, OpZero:
		return in.Op.String()
	}
	if in.Scalar {
		return fmt.Sprintf("%s #%d", in.Op, in.A)
	}
	return fmt.Sprintf("%s @%d", in.Op, in.A)
}

// String lists the instructions, one a line.
func (t *Tape) String() string {
	if t == nil {
		return ""
	}
	var b strings.Builder
	for _, in := range t.instructions {
		b.WriteString(in.String() + "\n")
	}
	return b.String()
}
