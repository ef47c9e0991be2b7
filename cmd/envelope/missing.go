package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// mostBeside is the most files of a folder that are compared with a missing one.
const mostBeside = 1000

// notThere is the error of a missing file, with the file beside it that may be meant; any other error stays as it is.
func notThere(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folder := filepath.Dir(path)
	beside, open := os.Open(folder)
	if open != nil {
		return fault.Missing.Found("there is no folder %s", fault.Quote(folder))
	}
	defer beside.Close()
	names, _ := beside.Readdirnames(mostBeside) // without a list there is no suggestion
	f := fault.Missing.Found("there is no file %s", fault.Quote(path))
	if near, ok := sheet.Nearest(filepath.Base(path), names); ok {
		return f.Suggest(filepath.Join(folder, near))
	}
	return f.Want("write its path from the folder where the command is started")
}
