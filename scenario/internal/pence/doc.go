// Package pence is where money changes its unit. Everybody who meets a number of money at a door of the library meets
// pounds (the unit of the currency); a run counts whole pence. [OfLaw] and [OfProcess] take what a Go program states in
// pounds to pence. A reader of files makes its laws in pence, from the text, and hands them on inside [Law] and
// [Process]: these look like pounds to everybody else, and nobody outside the library can name them.
package pence
