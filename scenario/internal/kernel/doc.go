// Package kernel holds the loops over columns of paths that the engine is made of, in plain Go: one operation of a
// sheet over a block of paths each. Operands have equal lengths; dst may be an operand.
//
// A product that would feed a sum is cast to float64, so that no compiler fuses the two and every
// processor gives the same bits. Loops that can meet a figure that is not allowed return the index of the first
// one, or -1.
package kernel
