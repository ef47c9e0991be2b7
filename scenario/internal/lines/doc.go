// Package lines finds rows of a sheet by what people call them: the row itself, its name in words, or a pattern.
package lines
