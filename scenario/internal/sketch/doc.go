// Package sketch summarises a column of values too long to keep: moments, extremes and percentiles in bounded memory,
// merged exactly in any order.
//
// A pilot of the first paths decides, once, where the bins of a histogram lie (a [Grid]): their edges follow the
// pilot's quantiles, so that a heavy tail gets wide bins and the body narrow ones, and a value that the pilot meets
// again and again (a balance of exactly zero) is an atom with a count of its own. Everything a [Sketch] adds up is an
// integer: counts, and sums in fixed point whose scale the pilot set. Integers add to the same total in any order, so a
// result does not depend on which worker took which paths.
//
// A percentile is promised to lie between the order statistics 0.02% of all values below and above its rank. With few
// values, or values that repeat or lie in spikes, no histogram keeps that; [Sketch.Doubtful] tells where, from the
// counts alone.
//
// Values that are few are all kept instead, and their cells have grids without bins ([NewBare]): a [Sorter] puts those
// that are asked for in their places ([Sorted]).
//
// A [Selection] finds exact percentiles in a second pass over the same values: the sketch tells where they lie, and
// only what lies there is kept and sorted.
package sketch
