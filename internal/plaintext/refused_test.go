package plaintext_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/openenvelope/envelope/internal/plaintext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is not text is told in one line, with what it is.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, raw    string
		line, column int
		says         string
	}{
		{"a workbook", zipped(t, "[Content_Types].xml", "xl/workbook.xml"), 1, 1,
			"the file is an Excel workbook (.xlsx), not text; save it"},
		{"a document", zipped(t, "[Content_Types].xml", "word/document.xml"), 1, 1,
			"the file is a Word document (.docx), not text; save it"},
		{"a zip file", zipped(t, "plan.yaml"), 1, 1, "the file is packed (.zip, .xlsx or .docx), not text; save it"},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", 1, 1,
			"the file is of an older Excel or Word (.xls, .doc), not text; save it"},
		{"a PDF", "%PDF-1.7\n", 1, 1, "the file is a PDF, not text; save it"},
		{"formats", `{\rtf1\ansi`, 1, 1, "the file is a document with formats (.rtf), not plain text; save it"},
		{"a web page", "<!doctype HTML><html>", 1, 1, "the file is a web page, not the text on it; save it"},
		{"UTF-16", "\xff\xfey\x00", 1, 1, "the file is in UTF-16; save it"},
		{"UTF-16 without its mark", "y\x00e\x00", 1, 1, "the file is in UTF-16; save it"},
		{"pounds of Windows", "a: é\nb: \xa31m\nc: \xa32m\nd: \xa33m\n", 2, 4,
			"the bytes here are not UTF-8 text, but £ in Windows-1252, and so on 2 further lines; save it"},
		{"quotes of Windows", "é\x93a\x94\r\n\xe9", 1, 2,
			"the bytes here are not UTF-8 text, but “ in Windows-1252, and so on 1 further line; save it"},
		{"a byte of nobody", "a\x81", 1, 2, "the bytes here are not UTF-8 text; save it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, column, f := plaintext.Refused([]byte(c.raw), "save it")
			assert.Equal(t, c.says, f.Problem())
			assert.Equal(t, [2]int{c.line, c.column}, [2]int{line, column})
		})
	}
}

// Text is text, whatever it says: a mark before it, words of other languages, a name in it that a workbook has too.
func TestTextIsNotRefused(t *testing.T) {
	for _, text := range []string{"", "a", "\ufeffyear,x\n", "année: 2%\n", "PK xl/workbook.xml", "\ufffd", "é\n",
		"ab"} {
		_, _, f := plaintext.Refused([]byte(text), "save it")
		assert.Empty(t, f.Kind, text)
	}
}

// Text in UTF-16 is told as such, with a byte order mark and without, whichever byte comes first; text that only
// begins oddly is not.
func TestWhatLooksLikeUTF16(t *testing.T) {
	for text, is := range map[string]bool{
		"\xfe\xffs": true, "\xff\xfes": true, "s\x00c\x00": true, "\x00s\x00c": true, "s\x00c\x00h": true,
		"": false, "sche": false, "s\x00c": false, "s\x00\x00c": false, "\x00sc\x00": false, "\x00\x00\x00\x00": false,
		"s\x00ch": false, "sc\x00\x00": false, "\x00sch": false, "s\x00\x00\x00": false, "\x00s\x00\x00": false,
		"\x01\x00s\x00": true,
	} {
		_, _, f := plaintext.Refused([]byte(text), "save it")
		assert.Equal(t, is, f.Problem() == "the file is in UTF-16; save it", "%q", text)
	}
}

// zipped is a zip file with empty files of these names.
func zipped(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		_, err := w.Create(name)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

// Whatever the bytes, a fault has its place, and bytes without one are UTF-8.
func FuzzRefused(f *testing.F) {
	f.Add([]byte("a\x81"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		line, column, refused := plaintext.Refused(raw, "save it")
		if refused.Kind == "" {
			assert.NotContains(t, string(bytes.ToValidUTF8(raw, []byte("\x00bad"))), "\x00bad")
			return
		}
		assert.True(t, line >= 1 && column >= 1 && len(refused.Problem()) < 200)
	})
}
