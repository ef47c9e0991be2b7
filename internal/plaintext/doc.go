// Package plaintext looks at the bytes of a file before anything else does, and tells what it is when it is not text
// in UTF-8: a workbook or a document given in place of text, UTF-16, or the letters of an older Windows.
package plaintext
