package whole

import (
	"errors"
	"os"
	"strconv"
	"strings"
)

// errHeld is what lockFile says of a lock that another process has.
var errHeld = errors.New("held")

// lock takes a lock that lasts until it is released or the process ends, and leaves no file. The error is a heldError
// if another has it.
func lock(path string) (release func(), err error) {
	for {
		f, err := openLock(path)
		if err != nil {
			return nil, err
		}
		if err := lockFile(f); err != nil {
			if errors.Is(err, errHeld) {
				err = heldError{holder(path)}
			}
			return nil, errors.Join(err, f.Close())
		}
		if !isStill(f, path) { // the one before removed it after we opened it
			_ = f.Close()
			continue
		}
		_ = f.Truncate(0)
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0) // for whoever is told that it is held
		return func() { removeLock(f, path) }, nil
	}
}

// isStill reports whether a path leads to an open file.
func isStill(f *os.File, path string) bool {
	open, err := f.Stat()
	at, atErr := os.Lstat(path)
	return err == nil && atErr == nil && os.SameFile(open, at)
}

// holder is the process that a lock's file names, in words; empty if it names none.
func holder(path string) string {
	text, _ := os.ReadFile(path)
	if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
		return " (" + strconv.Itoa(n) + ")"
	}
	return ""
}
