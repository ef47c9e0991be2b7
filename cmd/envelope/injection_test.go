package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/page"
	"github.com/openenvelope/envelope/report/paper"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// hostileNames are names that some format would run, follow, or take for its own marks.
func hostileNames() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `=cmd|' /C calc'!A0`, `@SUM(1+1)*cmd|'x'!A1`,
		`+HYPERLINK("http://example.org/";"x")`, `-2+3+cmd|' /C calc'!A0`,
		`=WEBSERVICE("http://example.org/")`, `'=1+1`, `</style><script>x()</script>`, `</title><svg onload=x()>`,
		`</text><script>x()</script>`, `--><script>x()</script><!--`,
		`]]><script>x()</script>`, `<![CDATA[<b>x</b>]]>`, `<?xml-stylesheet href="http://example.org/"?>`,
		`</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\cmd</w:instrText>`, `<w:hyperlink r:id="rId1"/>`,
		`&lt;b&gt; &amp; &#60;i&#62;`,
		`{{.Policy}} {{template "x"}}`, `${7*7} #{7*7} <%= 7*7 %>`, `javascript:alert(1)`, `data:text/html,<b>x</b>`,
		`[x](javascript:alert(1))`, `![x](http://example.org/x.png)`,
		`</script><iframe src="http://example.org/">`, `" style="background:url(//example.org)" x="`,
		`' onmouseover='x()' y='`, `${jndi:ldap://example.org/x}`, `_x003D_1+1`, `<a href="http://example.org">x</a>`,
	}
}

// texts is a scenario file in which every text that may be anything is one of six names: sources, notes and owners, and
// what is not modelled. The names of plans, bodies and scenarios are refused where a format would take them for its
// own; those are plain here.
func texts(t *testing.T, names []string, system bool) []byte {
	t.Helper()
	next := 0
	name := func() string { next++; return names[next%len(names)] }
	number := func(key string, value any) map[string]any {
		return map[string]any{key: value, "source": name(), "note": name(), "owner": name(), "quality": "red"}
	}
	need := number("p10", "2.8%")
	need["p90"] = "4%"
	one := func() map[string]any {
		return map[string]any{"funding": map[string]any{"baseline": number("value", "£1bn"),
			"real_growth": number("value", "3%")}, "need": map[string]any{"real_growth": need}}
	}
	spec := map[string]any{
		"earmark": map[string]any{"share": number("value", "5%"), "leakage": number("value", "100%")}}
	maps.Copy(spec, one())
	input := "need.real_growth"
	if system {
		spec = map[string]any{"bodies": map[string]any{"A": one(), "B": one(), "C": one()}}
		input = "bodies.A.need.real_growth"
	}
	maps.Copy(spec, map[string]any{"schema": 1, "name": "Plan", "body": "Whole", "years": "2018/19 to 2021/22",
		"not_modelled": names, "baseline": "S0", "deflator": map[string]any{"planned": number("value", "2%")}})
	changes := map[string]any{}
	for i := range testkit.Deep(len(names)-1, 2) {
		changes[fmt.Sprintf("S%d", i+1)] = map[string]any{input: number("value", fmt.Sprintf("3.%d%%", i))}
	}
	spec["changes"] = changes
	text, err := json.MarshalIndent(spec, "", " ")
	require.NoError(t, err)
	return text
}

// renamed gives a model, its bodies and its scenarios names that no file may give them, as an importer can.
func renamed(m *scenario.Model, names []string) {
	m.Name = names[0]
	for i, s := range append([]*scenario.Scenario{&m.Baseline}, pointers(m.Scenarios)...) {
		s.Name = names[i]
		if f, ok := s.Model.(*finance.Model); ok {
			f.Name = names[1]
		}
	}
	m.Comparisons = nil
}

func pointers[T any](all []T) (to []*T) {
	for i := range all {
		to = append(to, &all[i])
	}
	return to
}

// left runs a file, with the names of plan and scenarios changed, and gives what is printed and the files that are
// left, those in archives too.
func left(t *testing.T, names []string, system bool) (printed string, files map[string][]byte) {
	t.Helper()
	spec, err := file.Load("case.yaml", texts(t, names, system))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	renamed(m, names)
	ctx, out := context.Background(), filepath.Join(t.TempDir(), "out")
	r, err := scenario.Run(ctx, m, scenario.Options{Paths: 200})
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, report.Table(&b, r, report.Options{}))
	require.NoError(t, report.WriteAll(ctx, out, spec, r, report.ChartOptions{}, page.File(r, page.Options{}),
		workbook.File(spec, r, report.Options{}), paper.File(r, report.Options{})))
	files = map[string][]byte{}
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(out, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = text
		if ext := filepath.Ext(e.Name()); ext == ".xlsx" || ext == ".docx" {
			archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
			require.NoError(t, err)
			for _, f := range archive.File {
				from, err := f.Open()
				require.NoError(t, err)
				files[e.Name()+"/"+f.Name], err = io.ReadAll(from)
				require.NoError(t, err)
			}
		}
	}
	return b.String(), files
}

// marks are the elements of a text of marks, each with its attributes: what is live in it, if anything is.
func marks(t *testing.T, name string, text []byte) map[string]bool {
	t.Helper()
	seen := map[string]bool{}
	if filepath.Ext(name) == ".html" {
		root, err := html.Parse(bytes.NewReader(text))
		require.NoError(t, err)
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				for _, a := range n.Attr {
					seen[n.Data+" "+a.Key] = true
					if a.Key == "href" || a.Key == "src" {
						assert.True(t, strings.HasPrefix(a.Val, "#"), "%s: %s", name, a.Val)
					}
				}
				seen[n.Data] = true
			}
		}
		return seen
	}
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return seen
		}
		require.NoError(t, err, name)
		if e, ok := token.(xml.StartElement); ok {
			seen[e.Name.Local] = true
			for _, a := range e.Attr {
				seen[e.Name.Local+" "+a.Name.Local] = true
			}
		}
	}
}

// Names, notes, sources and owners are text in every format that a run leaves: 30 that some format would run, follow or
// take for its own marks change no mark of any file, begin no cell of a table as a formula, and come out as they are.
func TestNothingIsLive(t *testing.T) {
	all := hostileNames()
	require.Len(t, all, 30)
	for _, system := range []bool{false, true} {
		_, plain := left(t, []string{"Plain", "Simple", "Quiet", "Still", "Calm", "Mild"}, system)
		most := 5
		if system {
			most = testkit.Deep(5, 1)
		}
		for names := range slices.Chunk(all[:6*most], 6) {
			printed, files := left(t, names, system)
			assert.NotContains(t, printed, "\x1b")
			require.ElementsMatch(t, slices.Collect(maps.Keys(plain)), slices.Collect(maps.Keys(files)))
			for name, text := range files {
				switch filepath.Ext(name) {
				case ".html", ".svg", ".xml", ".rels":
					known := marks(t, name, plain[name])
					for _, ofLongNames := range []string{"text textLength", "text lengthAdjust"} {
						known[ofLongNames] = true
					}
					for mark := range marks(t, name, text) {
						assert.True(t, known[mark], "%s: %q of %q is live", name, mark, names)
					}
				case ".csv":
					inert(t, name, text)
				}
				if strings.HasPrefix(name, "model.xlsx/xl/worksheets/sheet") {
					known := calls(t, name, plain[name])
					for f := range calls(t, name, text) {
						assert.True(t, known[f], "%s: a formula calls %s with %q", name, f, names)
					}
				}
			}
			assert.Contains(t, string(files["report.html"]), html.EscapeString(names[0]), "shown as it is")
		}
	}
}

// inert asserts that no cell of a table is a formula where it is opened.
func inert(t *testing.T, name string, text []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err, name)
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				_, err := strconv.ParseFloat(cell, 64)
				assert.NoError(t, err, "%s: a formula", name)
			}
		}
	}
}

// calls are the functions that the formulas of a sheet call, and no text on it begins like one.
func calls(t *testing.T, name string, text []byte) map[string]bool {
	t.Helper()
	var content struct {
		Cells []struct {
			At      string `xml:"r,attr"`
			Kind    string `xml:"t,attr"`
			Formula string `xml:"f"`
			Value   string `xml:"v"`
			Text    string `xml:"is>t"`
		} `xml:"sheetData>row>c"`
	}
	require.NoError(t, xml.Unmarshal(text, &content), name)
	require.NotEmpty(t, content.Cells, name)
	quoted, call := regexp.MustCompile(`'(?:[^']|'')*'|"[^"]*"`), regexp.MustCompile(`[A-Z][A-Z0-9.]*\(`)
	seen := map[string]bool{}
	for _, c := range content.Cells {
		for _, f := range call.FindAllString(quoted.ReplaceAllString(c.Formula, ""), -1) {
			seen[f] = true
		}
		said := c.Text
		if c.Kind == "str" && c.Formula == "" {
			said = c.Value
		}
		assert.False(t, said != "" && strings.ContainsRune("=+-@\t\r", rune(said[0])),
			"%s: %s begins like a formula: %s", name, c.At, said)
	}
	return seen
}
