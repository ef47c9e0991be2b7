// Package engine runs compiled sheets over blocks of paths, column by column: an instruction is interpreted once
// for a block, so the loop over its paths is the cost. It knows no money and no names of years; what it finds
// goes to a [Sink].
//
// A [Plan] says in numbers what a run is; [Compile] makes its [Code]: one program for all scenarios, in which what no change
// touches stands once, what no driver reaches is worked out beforehand, and what nobody asked for is gone. Both are
// immutable and shared. A [Worker] owns its columns, allocates them once, and computes any block of
// paths on its own: draws are functions of path, input and year, so a block does not depend on the others.
package engine
