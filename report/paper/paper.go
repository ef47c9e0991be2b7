package paper

import (
	"archive/zip"
	"bytes"
	"context"
	"embed"
	"encoding/xml"
	"io"
	"strings"
	"text/template"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

// Name is the paper's file in a folder of results.
const Name = "paper.docx"

// parts are the paper's files, in the order in which they are packed: what the others are comes first.
//
//go:embed template
var parts embed.FS

// packed names the files of the paper and where they stand in the template.
func packed() [][2]string {
	return [][2]string{
		{"[Content_Types].xml", "types.xml"}, {"_rels/.rels", "rels.xml"}, {"docProps/core.xml", "core.xml"},
		{"word/_rels/document.xml.rels", "document.rels.xml"}, {"word/document.xml", "document.xml"},
		{"word/footer1.xml", "footer.xml"}, {"word/settings.xml", "settings.xml"}, {"word/styles.xml", "styles.xml"},
	}
}

// File is the paper of a result as a file of a folder of results, for [report.WriteAll].
func File(r *scenario.Result, o report.Options) report.File {
	return report.File{Name: Name, Write: func(ctx context.Context, w io.Writer) error { return Write(ctx, w, r, o) }}
}

// Write writes a result as a paper. Of the options it takes the year, the unit, the lines and the scenarios. The same
// result gives the same bytes on one kind of processor. It fails as [report.NewDigest] and the charts of package report
// do, with the context's error when that ends, and with the writer's own.
func Write(ctx context.Context, w io.Writer, r *scenario.Result, o report.Options) error {
	ctx, w = door.Context(ctx), door.Writer(w)
	if r == nil {
		return fault.Missing.Found("there is no result to write")
	}
	c, err := newContent(ctx, r, o)
	if err != nil {
		return err
	}
	all, err := template.New("").Funcs(functions()).ParseFS(parts, "template/*.xml")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, p := range packed() {
		to, err := archive.Create(p[0])
		if err != nil {
			return err
		}
		if err := all.ExecuteTemplate(to, p[1], c); err != nil {
			return err
		}
	}
	for _, p := range c.Pictures {
		if err := packPicture(archive, p); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// packPicture packs a picture as it is: it cannot be made smaller.
func packPicture(archive *zip.Writer, p picture) error {
	to, err := archive.CreateHeader(&zip.FileHeader{Name: p.entry(), Method: zip.Store})
	if err != nil {
		return err
	}
	_, err = to.Write(p.png)
	return err
}

// escaped is text that is nothing but text in XML.
func escaped(s string) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(report.Printable(s)))
	return b.String(), err
}
