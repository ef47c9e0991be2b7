// Package table reads and writes CSV tables (RFC 4180), for everything here that takes or gives one, so that a
// mistake in a table is told in the same words wherever the table is named, and what is written can be read again.
//
// A table has a heading, and every row is as long as it. Cells end with commas; with semicolons or tabs where the
// heading or a first line sep=; says so, and then numbers may have decimal commas. A decimal comma in a table with
// commas makes a row too long, and is told as that. Columns have different names, text is UTF-8 without invisible
// characters; a byte order mark is taken off, and so are the empty rows and columns that spreadsheets write around a
// table. [Table.Figure] is the text of a number; [Table.Years] reads the column of years; [Table.InOrder] puts rows
// that are years into their order.
package table
