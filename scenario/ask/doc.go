// Package ask answers a board's questions about a plan: what is likely, what drives it, why two cases differ, which
// value balances, what happens in the worst futures. A [Study] holds a source of models: a scenario file or the model
// of a Go program. A [Figure] is the number that a question is about, read from text such as "p10 of balance in 2029/30
// of Acute trust". An [Answer] is a sentence, a table and how to draw it, every number with its Monte Carlo interval.
//
// Each question is one method in one file:
//
//	Value      a figure and its distribution; for an event also which part fails most, for a count how often each comes
//	Drivers    swings, and shares of the variance
//	Gradient   what a little more of each number adds
//	Bridge     why two scenarios differ, change by change
//	Steps      the same for any steps
//	Table      a figure over values of one or two places
//	Sweep      figures over a table of settings
//	Solve      the value of a number at which a figure reaches a target; Frontier, of two numbers
//	BreakEven  the value that each future would have needed
//	Replay     the future at a percentile, to the penny
//	Until      a figure, with paths added until its interval is narrow enough
//
// All questions of a study use the same draws, so differences between their answers are not luck.
package ask
