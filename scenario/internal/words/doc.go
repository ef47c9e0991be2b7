// Package words is how messages say things: quoted, counted, suggested; laws and values in a line.
package words
