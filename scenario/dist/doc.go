// Package dist holds the laws of uncertain inputs: one small value for each kind of
// distribution, with no random source inside.
//
// # From a score to a value
//
// A simulation gives each input a standard normal score z: −1.28 on a path where
// only a tenth of all futures are lower, 0 on a middling path, +1.28 where only a
// tenth are higher. The distribution turns the score into a value by its quantile
// function,
//
//	x = F⁻¹(Φ(z)),
//
// where Φ is the standard normal distribution function. So every kind of input is treated in the same way:
// correlations, between inputs and from year to year, are between scores; two scenarios with the same scores have the
// same luck; and score 0 gives the median, which is the value of the central case.
//
// # Units
//
// Parameters and values are in the unit of the input: rates are fractions, so a growth of 3.4% with a standard
// deviation of half a point is Normal{Mean: 0.034, SD: 0.005}; money is in pounds, or the currency's own unit, so £90m
// to £120m is LognormalFromInterval(90e6, 120e6). A lognormal's Sigma is a pure number, the standard deviation of the
// logarithm.
//
// # Which kind to choose
//
//   - [Normal]: rates that may fall on either side of zero.
//   - [Lognormal]: amounts that cannot be negative and may overshoot by far.
//   - [NormalFromInterval] and [LognormalFromInterval]: the same two, from the values
//     that one future in ten lies below and one in ten above, the form in which most
//     people can state an uncertainty.
//   - [Triangular] and [PERT]: a lowest, most likely and highest value. PERT gives the
//     ends less weight and is the better reading of "most likely".
//   - [Metalog]: the tenth, middle and ninetieth percentile, which need not be symmetric.
//   - [Uniform]: nothing is known but the ends.
//   - [Beta]: two ends and two shapes, as fitted to data.
//   - [Gamma]: amounts that cannot be negative, with a shorter upper tail than the
//     lognormal's.
//   - [StudentT]: a bell with longer tails than the normal's.
//   - [Bernoulli]: an event that happens or not, with its size.
//   - [Discrete]: one of some values, each with its chance.
//   - [Empirical]: what has been observed, and nothing beyond.
//   - [Percentiles]: any percentiles that somebody can state, with a smooth law through them.
//   - [Mixture]: one of several laws, each with its chance: ordinary years and bad ones.
//   - [Logit]: a share, from the percentiles that people can state.
//   - [Truncated]: any of these, on condition that the value lies between two bounds.
//
// # Use
//
// Check a distribution with Faults, prepare it once with Transform, which may build a table, and then apply it to whole
// columns of scores. [Kinds] lists the kinds with their parameters by the names that scenario files use.
//
// Results are the same bits on every processor: all mathematics comes from the library's own functions, accurate to
// 1e-14 of the value. Kinds with a table are less accurate; the tests hold them to
//
//   - 1e-10 of the distance between the ends for a PERT, 1e-9 for a beta of shapes from
//     0.5 and 1e-8 down to 0.1;
//   - 1e-9 of the standard deviation for a metalog, and of the larger of value and
//     standard deviation for a gamma;
//   - 1e-9 of the larger of value and scale for a t law of four or more degrees of freedom,
//     1e-8 for fewer;
//   - 1e-9 of the standard deviation for a law from percentiles, or of the value where that is
//     larger;
//   - 1e-9 of the standard deviation for a mixture, but for a billionth of a score at each jump,
//     and coarser if parts of it step or bend at hundreds of values;
//   - 1e-9 of a score for a truncated law, whatever it truncates.
package dist
