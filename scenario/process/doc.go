// Package process says how an uncertain input moves from year to year: one small
// value for each kind of motion.
//
// Every input has a score in every year of every path, which its distribution turns
// into a value (see package dist). A process makes the scores from innovations:
// independent standard normals, one a year.
//
//   - [Once]: one score for the whole path. For what is unknown but does not change,
//     such as how much a transformation returns per pound.
//   - [EachYear]: a new score every year, with the same law in each; a persistence
//     carries part of it over. For what varies around a level, such as growth or
//     inflation.
//   - [AR1]: a score that starts at zero and spreads; with persistence 1 a random
//     walk. For errors that build up, such as a forecast further and further out.
//     Its law is wider or narrower than the standard normal from year to year.
//
// To choose between the last two, ask about next year and about ten years on: if the
// two are equally uncertain it is EachYear, if the later one is far more so it is AR1.
//
// Scores are columns with one element per path. A process is called once per year
// for a whole column, allocates nothing, and gives the same bits on every processor.
package process
