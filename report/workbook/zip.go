package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
)

// ordered writes an archive with its files in one order, so that equal books are equal bytes.
func ordered(w io.Writer, archive []byte) error {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return err
	}
	rank := func(name string) int { return slices.Index([]string{"_rels/.rels", "[Content_Types].xml"}, name) }
	slices.SortFunc(r.File, func(a, b *zip.File) int {
		if d := rank(b.Name) - rank(a.Name); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	out := zip.NewWriter(w)
	for _, f := range r.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}
