// Package measure holds the yes-or-no questions that can be asked of a line of a path, year by year: each file is one
// way to bring earlier years in. A measure folds the line's figures into a state, and the answer is yes where
// the state is zero or more. A new one is a file here and a line in [Kinds].
package measure
