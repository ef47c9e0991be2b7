// Command pack puts the files of a folder into a zip whose bytes depend on theirs and on their names alone: no times,
// no owners, one order.
//
//	pack FILE.zip FOLDER
package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("pack FILE.zip FOLDER")
	}
	f, err := os.Create(args[0])
	if err != nil {
		return err
	}
	return errors.Join(pack(f, args[1]), f.Close())
}

// pack writes the files of a folder, by name. Programs may be run where they are unpacked.
func pack(w io.Writer, folder string) error {
	entries, err := os.ReadDir(folder) // sorted
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: e.Name(), Method: zip.Deflate}
		h.SetMode(0o644)
		if !strings.Contains(strings.TrimSuffix(e.Name(), ".exe"), ".") {
			h.SetMode(0o755)
		}
		part, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := part.Write(text); err != nil {
			return err
		}
	}
	return z.Close()
}
