package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A telling is what a reader tells of a part: its elements with their attributes, its texts joined, its ends; but for
// texts outside all elements.
type telling struct {
	told  []string
	text  string
	depth int
}

func (t *telling) open(name string) {
	t.tell("open %s", name)
	t.depth++
}

func (t *telling) close(name string) {
	t.tell("close %s", name)
	t.depth--
}

// tell ends the text under way.
func (t *telling) tell(format string, args ...any) {
	if t.text != "" && t.depth > 0 {
		t.told = append(t.told, fmt.Sprintf("text %q", t.text))
	}
	t.text = ""
	t.told = append(t.told, fmt.Sprintf(format, args...))
}

// scanned is what a scanner tells.
func scanned(r io.Reader) ([]string, error) {
	var t telling
	s := &scanner{archive: &archive{left: maxUnzipped, marks: maxMarks}, r: r}
	err := s.visit(visitor{
		open: func(e element) error {
			t.open(string(e.name))
			for _, a := range e.all {
				t.tell("with %s=%q", a.name, a.value)
			}
			return nil
		},
		text:  func(b []byte) { t.text += string(b) },
		close: func(name []byte) { t.close(string(name)) },
	})
	return t.told, err
}

// errBeyond is why the scanner refuses what encoding/xml reads: no workbook has it.
var errBeyond = errors.New("a definition, or an end without its beginning")

// parsed is what encoding/xml's tokens tell.
func parsed(data []byte) ([]string, error) {
	var t telling
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && t.depth == 0 {
			return t.told, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			t.open(token.Name.Local)
			for _, a := range token.Attr {
				t.tell("with %s=%q", a.Name.Local, a.Value)
			}
		case xml.EndElement:
			t.close(token.Name.Local)
		case xml.CharData:
			t.text += string(token)
		case xml.Directive:
			return nil, errBeyond
		}
		if t.depth < 0 || t.depth > maxDepth {
			return nil, errBeyond
		}
	}
}

// FuzzElements: what encoding/xml reads the scanner reads the same, in pieces of any size, or refuses. It reads a
// little more, which says nothing else than it seems to: a bare ]]> in a text, -- in a comment, names that are no
// names, and what stands in the tag of an end behind the name.
func FuzzElements(f *testing.F) {
	for _, text := range readAlike {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		want, refused := parsed(data)
		got, err := scanned(bytes.NewReader(data))
		slow, slowErr := scanned(iotest.OneByteReader(bytes.NewReader(data)))
		require.Equal(t, got, slow, "byte by byte: %q", data)
		require.Equal(t, err == nil, slowErr == nil, "byte by byte: %q", data)
		if refused == nil && err == nil {
			require.Equal(t, want, got, "%q", data)
		}
	})
}

// readAlike are parts that encoding/xml and the scanner both read.
var readAlike = []string{
	``, `<a/>`, `<a></a>`, `<a b="1" c='2'>x</a>`, `<x:a y:b="1">t</x:a>`, "<a>\r\n\rz</a>", "<a b=\"1\r\n2\"/>",
	`<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x41;&#x1F600;</a>`, `<a b="&lt;&#10;&amp;amp;"/>`, `<a><![CDATA[<&]]>]]&gt;</a>`,
	`<a><!-- b > c --><b/></a>`, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a/>`,
	`<?xml version='1.0' encoding='utf-8'?><a/>`, "\xef\xbb\xbf<a/>", `<a b="x>y"/>`, `<a  b = "1"
	c="2" />`, `<a >é€😀</a >`, `<a><b><c/></b>t<d/>u</a>`, `<a xml:space="preserve">  </a>`, `<a b=""/>`,
	`<a b="1" b="2"/>`, `<?mso-application progid="Excel.Sheet"?><a/>`, "<a\tb='1'\n/>", `<a><![CDATA[]]></a>`,
	"<a><![CDATA[x\r\ny\rz&lt;]]></a>", `<a :="" :b="1" c:="2"/>`, `<:/>`,
}

func TestElementsAreThoseOfEncodingXML(t *testing.T) {
	for _, text := range readAlike {
		want, err := parsed([]byte(text))
		require.NoError(t, err, text)
		got, err := scanned(strings.NewReader(text))
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

// What is not well-formed, or not text, is refused as encoding/xml refuses it; and what no workbook has.
func TestWhatIsNoPartIsRefused(t *testing.T) {
	for _, text := range []string{
		`<a`, `<a>`, `<a b>x</a>`, `<a b=1/>`, `<a b="1/>`, `<a b="<"/>`, `<a>&b;</a>`, `<a>&lt</a>`, `<a>&#0;</a>`,
		`<a>&#xFFFF;</a>`, "<a>\x00</a>", "<a>\xff</a>", "<a b='\xff'/>", `<a>&#x110000;</a>`,
		`<>`, `</a>`, `<a></a></a>`, `<!DOCTYPE a><a/>`, `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, `<a><!-- b </a>`,
		`<a><![CDATA[b</a>`, `<?xml version="1.0" encoding="UTF-16"?><a/>`, `<?xml version="1.0" encoding="latin1"?><a/>`,
		`<a>&amp</a>`, `<a>& b</a>`, `<a b="&"/>`, "<a><![CDATA[\xff]]></a>", "<a><![CDATA[\x01]]></a>", `<?xml`, `<!`, `<`, `</`,
		strings.Repeat("<a>", maxDepth+1) + strings.Repeat("</a>", maxDepth+1),
	} {
		_, err := parsed([]byte(text))
		require.Error(t, err, text)
		_, err = scanned(strings.NewReader(text))
		assert.Error(t, err, text)
	}
}
