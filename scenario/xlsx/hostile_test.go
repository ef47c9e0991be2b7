package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// with is a workbook with another text for one of its parts.
func with(t *testing.T, book []byte, part, text string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	require.NoError(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		into, err := w.Create(f.Name)
		require.NoError(t, err)
		var from io.Reader = strings.NewReader(text)
		if f.Name != part {
			from, err = f.Open()
			require.NoError(t, err)
		}
		_, err = io.Copy(into, from)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// thousands is a sheet of rows of a thousand cells.
func thousands(cell string, rows int) string {
	var b strings.Builder
	b.WriteString("<worksheet><sheetData>")
	for r := range rows {
		fmt.Fprintf(&b, `<row r="%d">%s</row>`, r+1, strings.Repeat(cell, 1000))
	}
	return b.String() + "</sheetData></worksheet>"
}

// A small file that unpacks to much, or to very many elements or attributes, is refused for a bounded price: 100 MB as
// of any file, but up to one and a half seconds, because a workbook of 400,000 cells is read.
func TestTheCostOfAnyWorkbookIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	const room, slower = 60 << 20, 3
	book := template(t, "body")
	many := func(head, part, tail string) func() string { // made when it is wanted, so that others do not count
		return func() string { return head + strings.Repeat(part, room/len(part)) + tail }
	}
	for _, c := range []struct {
		name, part string
		text       func() string
		want       string
		deep       bool
	}{
		{"empty rows", "sheet1", many("<worksheet>", "<row/>", "</worksheet>"),
			"more than 3000000 elements and attributes", true},
		{"attributes", "sheet1", many("<worksheet ", `a="" `, "/>"), "a tag or a text", false},
		{"elements of attributes", "sheet1",
			many("<worksheet>", "<x "+strings.Repeat(`a="" `, 1000)+"/>", "</worksheet>"),
			"more than 3000000 elements and attributes", true},
		{"spaces", "sheet1", many("<worksheet>", " ", "</worksheet>"), "a tag or a text", false},
		{"styles", "styles", many("<a><cellXfs>", "<xf/>", "</cellXfs></a>"),
			"more than 3000000 elements and attributes", true},
		{"cells", "sheet1", func() string { return thousands("<c><v>1</v></c>", 401) }, "more than 400000 cells", true},
		{"a bomb", "sheet1", func() string { return strings.Repeat(" ", 65<<20) }, "unpacks to more than 64 MB", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.deep && testkit.Deep(1, 0) == 0 {
				t.Skip("under -deep")
			}
			part := map[string]string{"sheet1": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml"}[c.part]
			data := with(t, book, part, c.text())
			var err error
			p := testkit.PriceOf(func() { _, err = xlsx.Load("plan.xlsx", data) })
			assert.ErrorContains(t, err, c.want)
			t.Logf("%d kB: %v and %d MB", len(data)>>10, p.Time, p.Held>>20)
			assert.LessOrEqual(t, p.Time, slower*1500*time.Millisecond)
			assert.LessOrEqual(t, p.Held, uint64(testkit.MostHeld*5/4))
		})
	}
}
