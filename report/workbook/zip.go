package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
)

// contentTypes is the file that says what the others are.
const contentTypes = "[Content_Types].xml"

// ordered writes an archive with its files, and the list of what they are, in one order, so that equal books are equal
// bytes.
func ordered(w io.Writer, archive []byte) error {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int {
		return strings.Compare(a.Name, b.Name)
	}) // [Content_Types].xml comes first
	out := zip.NewWriter(w)
	for _, f := range r.File {
		if f.Name == contentTypes {
			err = listed(out, f)
		} else {
			err = out.Copy(f)
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// listed copies the list of content types with its entries in one order.
func listed(out *zip.Writer, f *zip.File) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	text, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	to, err := out.Create(f.Name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(to, inOrder(string(text)))
	return err
}

// inOrder sorts the entries of a list of content types.
func inOrder(list string) string {
	entry := regexp.MustCompile(`<(?:Default|Override) [^>]*?(?:/>|></(?:Default|Override)>)`)
	entries := entry.FindAllString(list, -1)
	slices.Sort(entries)
	next := 0
	return entry.ReplaceAllStringFunc(list, func(string) string {
		next++
		return entries[next-1]
	})
}
