// Package paper writes a result as a paper for a board (.docx): two pages of A4 with the question and its answer, two
// pictures at 300 dots an inch, one table, the assumptions that little supports in red, the limits, and a block to
// sign.
//
// It is the Open XML of a small template, filled in and packed: Word, LibreOffice and others open it, and people edit
// it as any other document. It has no macros, no fields but the page number, and no links. Names of people, dates and
// signatures are left blank.
package paper
