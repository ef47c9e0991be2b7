// Package ask answers a board's questions of a plan: what is likely, what drives it, why two cases differ, which value
// balances, what happens in the worst futures. A [Study] holds a source of models, a scenario file or a Go program's
// model; a [Figure] is what a question is about, read from text such as "p10 of balance in 2029/30 of Acute trust"; an
// [Answer] is a sentence, a table and what to draw, every number with its Monte Carlo interval.
//
// Each question is a method and a file:
//
//	Value      a figure; of an event, which part holds it back; of a count, how often it comes to what
//	Drivers    swings, and shares of the variance
//	Gradient   what a little more of each number adds
//	Bridge     why two scenarios differ, change by change
//	Steps      the same for any steps
//	Table      a figure over values of one or two places
//	Sweep      figures over a table of settings
//	Solve      the value of a number at which a figure reaches a target; Frontier, of two numbers
//	BreakEven  the value that every future would have needed
//	Replay     the future at a percentile, to the penny
//	Until      a figure, as well known as is asked
//
// All questions of a study are on the same draws, so differences between their answers are not luck.
package ask
