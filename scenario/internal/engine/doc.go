// Package engine runs compiled sheets over blocks of paths. It knows no money and no names of years; its results go to
// a [Sink].
//
// A [Plan] describes a run in numbers; [Compile] makes its [Code]. Both are immutable and shared. A [Worker] owns its
// columns, allocates them once, and computes any block of paths on its own: draws are functions of path, input and
// year, so a block does not depend on the others.
//
// # From sheets to tapes
//
// The files follow the stages of the code:
//
//	merge.go     rows of all scenarios that are the same become one class
//	place.go     every class gets a slot, and the steps of all scenarios one order
//	foresee.go   rows that no driver reaches are worked out once for all paths
//	certain.go   finds figures and answers that would be the same on any path, not only on the paths drawn
//	finish.go    rows that nobody asked for are dropped; the further stages, in order
//	rows.go      how merged code is walked row by row
//	asked.go     values and questions find their slots; equal ones are one
//	layout.go    columns that live longer than a year get their places; the size of a block is settled
//	assemble.go  the steps of one column of the sheet become nodes: lags vanish, equal nodes are one, certain ones are folded
//	emit.go      the nodes become a tape: a result that only the next node reads stays in the accumulator, others get columns
//	segment.go   the tape is cut where enough values can be reported, while they are in the processor's cache
//	draw.go      correlation, linear processes and normal inputs become a tape too
//	chance.go    states that chance moves: shocks, regimes, histories
//	copula.go    correlated normals become those of a Student t copula
//	year.go      a column that is ready to run
//	worker.go    blocks of paths go through all columns
package engine
