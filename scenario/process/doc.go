// Package process says how an uncertain input moves from year to year: one small
// value for each kind of motion.
//
// Every input has a score in every year of every path, which its distribution turns
// into a value (see package dist). A [Process] makes the scores from innovations:
// independent standard normals, one a year.
//
//   - [Once]: one score for the whole path. For a number that is unknown but does not change,
//     such as how much a transformation returns per pound.
//   - [EachYear]: a new score every year, with the same law in each; a persistence
//     carries part of it over. For a number that varies around a level, such as growth or
//     inflation.
//   - [AR1]: a score that starts at zero and spreads; with persistence 1 a random
//     walk. For errors that build up, such as those of a forecast further and further out.
//     Its law is wider or narrower than the standard normal from year to year.
//   - [RandomWalk]: the same random walk, under its common name.
//   - [MeanReverting]: a score that starts elsewhere and comes back. For a number that is known to
//     be away from its long-run level now.
//
// To choose between EachYear and AR1, compare next year with the tenth year from now: if both are equally uncertain
// take EachYear, if the tenth is far more uncertain take AR1.
//
// Some things happen or do not. A [Chain] has a state beside its scores. Chance moves it from year to year, by uniform
// numbers of its own, so the scores and the input's correlations stay as they are:
//
//   - [Shock]: on top of any of these, an event that adds an amount for some years.
//   - [Regime]: another law in a crisis, with chances to enter and to leave it.
//   - [Bootstrap]: blocks of years out of a history.
//
// Scores and states are columns with one element per path. A process is called once per year
// for a whole column, allocates nothing, and gives the same bits on every processor.
package process
