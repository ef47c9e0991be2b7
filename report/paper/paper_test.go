package paper

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// example runs the scenario file of an example on a few paths.
func example(t *testing.T, name string) *scenario.Result {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../examples", name, name+".yaml"))
	require.NoError(t, err)
	spec, err := file.Load(name+".yaml", text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 2000})
	require.NoError(t, err)
	return r
}

func written(t *testing.T, r *scenario.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(context.Background(), &b, r, report.Options{}))
	return b.Bytes()
}

// unpacked are the paper's files by name.
func unpacked(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	require.NoError(t, err)
	files := map[string][]byte{}
	for i, f := range r.File {
		if i == 0 {
			assert.Equal(t, "[Content_Types].xml", f.Name, "what the others are comes first")
		}
		from, err := f.Open()
		require.NoError(t, err)
		files[f.Name], err = io.ReadAll(from)
		require.NoError(t, err)
	}
	return files
}

// Two pictures at 300 dots an inch, the answer, the table, what little supports and the blanks to sign.
func TestWhatThePaperHolds(t *testing.T) {
	r := example(t, "settlement")
	files := unpacked(t, written(t, r))
	var text strings.Builder
	for line := range strings.SplitSeq(string(files["word/document.xml"]), "<w:t xml:space=\"preserve\">") {
		said, _, _ := strings.Cut(line, "</w:t>")
		text.WriteString(said + "\n")
	}
	for _, want := range []string{"The June 2018 settlement",
		"What is the chance that NHS England balances in 2023/24?",
		"In 2023/24, £bn", "four percent, improve", "Assumptions that little supports",
		"New money meant for transformation: 5% (red)", "Not modelled", "Name and role", "Approved by"} {
		assert.Contains(t, text.String(), want)
	}
	assert.Contains(t, string(files["docProps/core.xml"]), "result_hash "+r.Hash)
	var document struct {
		Extents []struct {
			Across int `xml:"cx,attr"`
			Down   int `xml:"cy,attr"`
		} `xml:"body>p>r>drawing>inline>extent"`
	}
	require.NoError(t, xml.Unmarshal(files["word/document.xml"], &document))
	require.Len(t, document.Extents, 2)
	for i, e := range document.Extents {
		picture, err := png.Decode(bytes.NewReader(files[picture{Number: i + 1}.entry()]))
		require.NoError(t, err)
		assert.GreaterOrEqual(t, float64(picture.Bounds().Dx())/(float64(e.Across)/unitsAnInch), 299.9)
		assert.GreaterOrEqual(t, float64(picture.Bounds().Dy())/(float64(e.Down)/unitsAnInch), 299.9)
	}
}

// The pictures are as wide as the text where the page has room: of a system with many scenarios the bodies are shown in
// the first of them.
func TestPicturesAreWide(t *testing.T) {
	text, err := os.ReadFile("../../examples/system/system.yaml")
	require.NoError(t, err)
	for _, extra := range []string{"",
		"\n  more: {bodies.Acute trust.savings.delivery: 50%}\n  most: {bodies.Acute trust.savings.delivery: 40%}\n"} {
		spec, err := file.Load("system.yaml",
			[]byte(strings.Replace(string(text), "\nchanges:\n", "\nchanges:"+extra+"\n", 1)))
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err)
		r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500})
		require.NoError(t, err)
		c, err := newContent(context.Background(), r, report.Options{})
		require.NoError(t, err)
		down := 0
		for _, p := range c.Pictures {
			assert.GreaterOrEqual(t, p.Across, wide*unitsAPixel*7/10, "%s", p.Title)
			down += p.Down
		}
		assert.Less(t, down, unitsAnInch*79/10)
	}
}

// sequences are the orders in which Open XML has the parts of an element (ECMA-376-1, 17.3 to 17.6 and A.1), as far as
// the template uses them.
func sequences() map[string][]string {
	return map[string][]string{
		"pPr":         {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "spacing", "ind", "jc", "outlineLvl"},
		"rPr":         {"rFonts", "b", "i", "color", "sz", "szCs", "lang"},
		"tblPr":       {"tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar"},
		"tblBorders":  {"top", "left", "bottom", "right", "insideH", "insideV"},
		"tblCellMar":  {"top", "left", "bottom", "right"},
		"tc":          {"tcPr", "p"},
		"tcPr":        {"tcW", "gridSpan", "tcBorders", "shd"},
		"tbl":         {"tblPr", "tblGrid", "tr"},
		"tr":          {"trPr", "tc"},
		"trPr":        {"cantSplit", "trHeight", "tblHeader"},
		"p":           {"pPr", "r"},
		"r":           {"rPr", "t", "fldChar", "instrText", "drawing"},
		"sectPr":      {"footerReference", "pgSz", "pgMar"},
		"style":       {"name", "basedOn", "next", "uiPriority", "semiHidden", "qFormat", "pPr", "rPr", "tblPr"},
		"inline":      {"extent", "docPr", "graphic"},
		"pic":         {"nvPicPr", "blipFill", "spPr"},
		"nvPicPr":     {"cNvPr", "cNvPicPr"},
		"blipFill":    {"blip", "stretch"},
		"spPr":        {"xfrm", "prstGeom"},
		"settings":    {"defaultTabStop", "compat", "themeFontLang"},
		"body":        {"p", "tbl", "sectPr"},
		"docDefaults": {"rPrDefault", "pPrDefault"},
		"styles":      {"docDefaults", "style"},
	}
}

// Every part is well formed, and every element has its parts in the order of the standard, none that it may not have.
func TestPartsStandInTheirOrder(t *testing.T) {
	free := []string{"body", "trPr"} // in any order
	for _, name := range []string{"settlement", "system"} {
		for file, text := range unpacked(t, written(t, example(t, name))) {
			if strings.HasSuffix(file, ".png") {
				continue
			}
			type open struct {
				name string
				at   int
			}
			var path []open
			d := xml.NewDecoder(bytes.NewReader(text))
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				require.NoError(t, err, file)
				switch token := token.(type) {
				case xml.StartElement:
					if len(path) > 0 {
						parent := &path[len(path)-1]
						if order, known := sequences()[parent.name]; known {
							at := slices.Index(order, token.Name.Local)
							assert.GreaterOrEqual(t, at, 0, "%s: %s in %s", file, token.Name.Local, parent.name)
							if !slices.Contains(free, parent.name) {
								assert.GreaterOrEqual(t, at, parent.at, "%s: %s in %s", file, token.Name.Local,
									parent.name)
							}
							parent.at = at
						}
					}
					path = append(path, open{name: token.Name.Local})
				case xml.EndElement:
					path = path[:len(path)-1]
				}
			}
		}
	}
}

// What a relationship points at is there, and what is there is listed.
func TestPartsAreListed(t *testing.T) {
	files := unpacked(t, written(t, example(t, "today")))
	var links struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	require.NoError(t, xml.Unmarshal(files["word/_rels/document.xml.rels"], &links))
	assert.Len(t, links.All, 5)
	for _, l := range links.All {
		assert.Contains(t, files, "word/"+l.Target)
		assert.Empty(t, l.Mode, "nothing outside is asked for")
	}
	for name := range files {
		if base, ok := strings.CutPrefix(name, "word/"); ok && strings.HasSuffix(base, ".xml") {
			assert.Contains(t, string(files["[Content_Types].xml"]), `"/`+name+`"`)
		}
	}
}

// LibreOffice opens every paper, on two pages.
func TestTwoPages(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("skipped: LibreOffice (soffice) is not installed, so no paper is opened")
	}
	folder := t.TempDir()
	for _, name := range []string{"settlement", "system", "today", "earmark"} {
		docx := filepath.Join(folder, name+".docx")
		require.NoError(t, os.WriteFile(docx, written(t, example(t, name)), 0o644))
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	papers, err := filepath.Glob(filepath.Join(folder, "*.docx"))
	require.NoError(t, err)
	profile := "-env:UserInstallation=file://" + filepath.Join(folder, "profile")
	args := append([]string{profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder}, papers...)
	out, err := exec.CommandContext(ctx, office, args...).CombinedOutput()
	if strings.Contains(string(out), "source file could not be loaded") {
		t.Skip("skipped: LibreOffice has no Writer here (libreoffice-writer), so no paper is opened")
	}
	require.NoError(t, err, "%s", out)
	for _, docx := range papers {
		pdf, err := os.ReadFile(strings.TrimSuffix(docx, ".docx") + ".pdf")
		require.NoError(t, err, "%s", out)
		assert.Equal(t, 2, bytes.Count(pdf, []byte("/Type/Page/"))+bytes.Count(pdf, []byte("/Type/Page\n")), docx)
	}
}

func TestPaperIsTheSameBytes(t *testing.T) {
	r := example(t, "today")
	assert.True(t, bytes.Equal(written(t, r), written(t, r)))
}

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(context.Background(), io.Discard, nil, report.Options{}), "no result")
	assert.ErrorContains(t, Write(context.Background(), io.Discard, &scenario.Result{}, report.Options{}), "empty")
	ended, end := context.WithCancel(context.Background())
	end()
	assert.ErrorIs(t, Write(ended, io.Discard, example(t, "today"), report.Options{}), context.Canceled)
}

// The exported names, frozen: a change to them shows in review.
func TestAPI(t *testing.T) { testkit.Golden(t, "testdata/api.txt", testkit.API(t, ".")) }
