// Package draws supplies the standard normals of a simulation, each at an address, and
// beside them uniform numbers for what happens or does not.
//
// A draw is a function, not a stream: the normal of an input in a year on a path
// depends on the seed, the input's name, the path, the year and the purpose, and
// on nothing else. There is no generator to advance, so path 7 is the same alone
// or among a million, years and inputs may be computed in any order by any number
// of workers, and adding an input moves no other input's draws. Scenarios that
// share a seed share their draws, which is what makes their differences precise.
//
// # Layout
//
// One block of Philox4x32-10 gives four 32-bit words, which Box and Muller's
// transform turns into the normals of four consecutive years:
//
//	key      the 64 bits of NewKey: a hash of the seed and the input's name
//	counter  word 0, 1  path, low and high half
//	         word 2     group of four years; group g holds years 4g to 4g+3
//	         word 3     Stream in the upper 16 bits, purpose in the lower 16
//	         purpose 0: the input's own normals; 1: behind the spread that a group of
//	         inputs with a Student t copula shares, under the key of its first input
//	words    0, 1 → years 4g, 4g+1;  2, 3 → years 4g+2, 4g+3
//
// Uniform numbers take the words one by one, word y for year 4g+y.
//
// The layout is frozen. Any change to it, or to a single bit of a normal, raises
// [Stream], because results stored with a seed could no longer be reproduced.
//
// # Precision
//
// A normal comes from a 32-bit radius and a 32-bit angle. It lies within ±6.764,
// beyond which a true normal falls once in 7e10 draws; within that it follows the
// transform to better than 1e-10, and mostly to 1e-12. A uniform number is one of 2³²,
// evenly spaced: a chance is met to 2.4e-10.
package draws
