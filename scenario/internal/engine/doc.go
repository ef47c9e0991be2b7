// Package engine runs compiled sheets over blocks of paths. It knows no money and no names of years; what it finds goes
// to a [Sink].
//
// A [Plan] says in numbers what a run is; [Compile] makes its [Code]. Both are immutable and shared. A [Worker] owns
// its columns, allocates them once, and computes any block of paths on its own: draws are functions of path, input and
// year, so a block does not depend on the others.
//
// # From sheets to tapes
//
// The files follow the way of the code:
//
//	merge.go     rows of all scenarios that are the same become one class
//	place.go     every class gets a slot, and the steps of all scenarios one order
//	foresee.go   what no driver reaches is worked out once for all paths
//	certain.go   figures and answers that no path could change are told from those that no path drawn did
//	finish.go    what nobody asked for is dropped; the stages from here on, in order
//	rows.go      how merged code is walked row by row
//	asked.go     values and questions find their slots; equal ones are one
//	layout.go    columns that live longer than a year get their places; the size of a block is settled
//	assemble.go  the steps of one column of the sheet become nodes: lags vanish, equal nodes are one, certain ones are folded
//	emit.go      the nodes become a tape: what the next node reads stays in the accumulator, other columns are used in turn
//	draw.go      correlation, linear processes and normal inputs become a tape too
//	chance.go    states that chance moves: shocks, regimes, histories
//	copula.go    correlated normals become those of a Student t copula
//	year.go      a column made ready
//	worker.go    blocks of paths go through all columns
package engine
