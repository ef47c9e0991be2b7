// Package measure holds the yes-or-no questions that can be asked about a line of a path, year by year. Each file is
// one question, and they differ in how earlier years count. A measure keeps a state from the line's figures, and the
// answer is yes where the state is zero or more. To add a measure, write a file here and a line in [Kinds].
package measure
