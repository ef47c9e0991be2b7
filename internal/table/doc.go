// Package table reads and writes CSV tables (RFC 4180), for everything here that takes or gives one, so that a mistake
// in a table is told in the same words wherever the table is named, and what is written can be read again.
//
// A table has a heading, and every row is as long as it: a decimal comma makes a row too long, and is told as that. Its
// columns have different names, its text is UTF-8 without invisible characters; a byte order mark is taken off.
// [Table.Years] reads the column of years; [Table.InOrder] puts rows that are years into their order.
package table
