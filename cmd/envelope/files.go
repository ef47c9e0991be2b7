package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario/file"
)

// A kind is files of the same kind in a folder of results.
type kind struct {
	names []string
	what  string
}

// kinds are what a folder of results may hold, in the order in which people look.
func kinds() []kind {
	return []kind{
		{[]string{"report.html"}, "the answer, pictures, ledger and assumptions: to read, explore and print"},
		{[]string{"paper.docx"}, "two pages for a board, with a block to sign"},
		{[]string{"model.xlsx"}, "the model as live formulas: change an assumption, switch the scenario"},
		{pictures(".png"), "pictures for slides"},
		{pictures(".svg"), "the same for print"},
		{[]string{"ledger.csv"}, "the exact central case, to the penny"},
		{[]string{"assumptions.csv"}, "what the figures rest on: value, source, owner, quality"},
		{[]string{"results.csv", "results.json", "results.parquet"}, "every figure with its interval, for programs"},
		{[]string{inputsName}, "what the workbook said, as a scenario file: envelope run takes it too"},
		{[]string{report.ManifestName}, "the record: envelope verify runs it again"},
	}
}

// pictures are the names of pictures.
func pictures(ending string) (names []string) {
	for _, name := range []string{"balance", "chance", "curve", "earmark", "bodies", "tornado"} {
		names = append(names, name+ending)
	}
	return names
}

// list lists the files of a folder of results, and says what each is.
func list(w io.Writer, folder string) error {
	text, err := os.Open(filepath.Join(folder, report.ManifestName))
	if err != nil {
		return err
	}
	defer text.Close()
	m, err := file.ReadManifest(text)
	if err != nil {
		return err
	}
	left := map[string]bool{report.ManifestName: true}
	for _, f := range m.Files {
		left[f.Name] = true
	}
	fmt.Fprintf(w, "\nIn %s:\n", report.Printable(folder))
	for _, k := range kinds() {
		var names []string
		for _, name := range k.names {
			if left[name] {
				names = append(names, name)
				delete(left, name)
			}
		}
		if len(names) > 0 {
			fmt.Fprintf(w, "  %s\n      %s\n", strings.Join(names, ", "), k.what)
		}
	}
	for _, f := range m.Files {
		if left[f.Name] {
			fmt.Fprintf(w, "  %s\n      the figures of every path\n", report.Printable(f.Name))
		}
	}
	return nil
}
