// Package evidence holds what the past says about a number: a [Series] of figures, a [Fitted] law, and a [Calibration],
// which sets forecasts against what came of them. Package history finds them and package report shows them. They stand
// apart so that a program that only shows results does not compile what fits laws.
package evidence
