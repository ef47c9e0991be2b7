// Package num is the mathematics that draws and results rest on: scalar
// functions that return the same bits on every processor Go runs on.
//
// The functions of package math do not: Exp, Log, Pow, Erf and their kin have
// assembly on some processors, and a compiler may fuse x*y + z into one
// rounding on some and not on others. A simulation whose last bits follow the
// machine cannot be checked by running it again elsewhere. So this package
// uses only operations that IEEE 754 rounds correctly (+ − × ÷ √), integer
// arithmetic and the explicit fused multiply-add [FMA], and follows one
// rule throughout the simulation: every product is either inside an FMA or
// wrapped in a float64 conversion, which the language defines to round. A test
// in this package reads the syntax trees of the packages bound by the rule and
// reports any break of it.
//
// The functions come in three layers:
//
//   - [Exp], [Log], [Expm1], [Log1p]: elementary, below one unit in the last place
//     (Exp, Log) and branch-free between their range checks, so that a vector
//     version can repeat them operation by operation.
//   - [CDF], [Tails], [Quantile], [BetaCDF], [BetaQuantile]: distribution functions and
//     their inverses, accurate relative to the result in the lower tail; [StudentTScore].
//   - [Cholesky] and [NearestCorrelation]: the factor of a correlation matrix, and what is
//     nearest to one that has none; [Eigen] and [Solve].
//   - [Table] and [FineTable]: a quantile function tabulated over the normal score.
//
// Iterations follow a fixed rule (the same steps for the same arguments
// everywhere) and have a fixed limit, so no argument makes a function hang.
// Arguments outside a domain give NaN, never a panic.
package num
