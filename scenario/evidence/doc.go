// Package evidence holds what the past says about a number: a [Series] of figures, a [Fitted] law, and a [Calibration],
// which compares forecasts with outturns. Package history finds them and package report shows them. They have a package
// of their own so that a program that only shows results does not compile the code that fits laws.
package evidence
