package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/internal/door"
)

// A Writer writes a table that spreadsheets open as it is, and that [Read] and other readers of CSV take again. Figures
// are plain numbers without exponents, which read back to the same bits. Text that a spreadsheet would run as a formula
// gets an apostrophe before it. A byte order mark comes first where a byte is not ASCII: without it Excel takes a pound
// sign for two letters.
type Writer struct {
	out    io.Writer
	buffer bytes.Buffer
	rows   *csv.Writer
	begun  bool
}

// A Figure is a number that is already written.
type Figure string

// NewWriter writes to out when it is flushed.
func NewWriter(out io.Writer) *Writer {
	w := &Writer{out: door.Writer(out)}
	w.rows = csv.NewWriter(&w.buffer)
	return w
}

// Row adds a row. A cell is text; a [Figure], float64, int, uint64 or bool; a *float64, which is empty where it is nil;
// or a []float64 or []string, each of which is a cell.
func (w *Writer) Row(cells ...any) {
	var row []string
	for _, c := range cells {
		row = written(row, c)
	}
	_ = w.rows.Write(row) // to memory
}

// written appends a cell.
func written(row []string, cell any) []string {
	switch c := cell.(type) {
	case string:
		return append(row, Safe(c))
	case []string:
		for _, text := range c {
			row = append(row, Safe(text))
		}
		return row
	case float64:
		return append(row, plain(c))
	case []float64:
		for _, x := range c {
			row = append(row, plain(x))
		}
		return row
	case *float64:
		if c == nil {
			return append(row, "")
		}
		return append(row, plain(*c))
	}
	return append(row, fmt.Sprint(cell))
}

// plain writes a figure so that it reads back to the same bits, without an exponent.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Safe keeps a spreadsheet from running text as a formula: such text gets an apostrophe before it (OWASP ASVS 1.2.10).
// Figures must not go through it, or negative ones would become text.
func Safe(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\x00", rune(text[0])) {
		return "'" + text
	}
	return text
}

// Mark begins with a byte order mark, for text that is flushed later; nothing is flushed yet.
func (w *Writer) Mark() {
	w.begun = true
	w.buffer.WriteString(mark)
}

// Add adds rows as another Writer wrote them, without a byte order mark.
func (w *Writer) Add(rows []byte) {
	w.rows.Flush()
	w.buffer.Write(bytes.TrimPrefix(rows, []byte(mark)))
}

// Flush writes what was added. What is flushed first decides whether there is a byte order mark, so that a table whose
// only text is its heading need not be held in memory.
func (w *Writer) Flush() error {
	w.rows.Flush()
	if !w.begun && bytes.ContainsFunc(w.buffer.Bytes(), func(r rune) bool { return r >= utf8.RuneSelf }) {
		if _, err := io.WriteString(w.out, mark); err != nil {
			return err
		}
	}
	w.begun = true
	_, err := w.buffer.WriteTo(w.out)
	return err
}
