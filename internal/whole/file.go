package whole

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// File writes a file whole or not at all: it writes beside it, and takes its place only when every byte is
// on disk. If anything fails, an existing file stays as it was. A path that is not a plain file (a
// folder, a device) is refused; a symbolic link is followed.
func File(path string, write func(io.Writer) error) error {
	path, mode, err := target(path)
	if err != nil {
		return err
	}
	return file(path, mode, os.Rename, write)
}

// New writes a file that is not there yet, whole or not at all, as [File] does. Where anything of that name is there,
// it stays as it is, and the error wraps [fs.ErrExist].
func New(path string, write func(io.Writer) error) error {
	if path == "" {
		return fmt.Errorf("the path is empty")
	}
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	return file(path, 0o644, move, write)
}

// move gives a file a name that nothing has. Where a file can have no second name, what another process gave that name
// to at the same moment may be replaced.
func move(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		return os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return &fs.PathError{Op: "write", Path: to, Err: fs.ErrExist}
	}
	return os.Rename(from, to)
}

// file writes beside a path, and puts what it wrote there.
func file(path string, mode fs.FileMode, put func(from, to string) error, write func(io.Writer) error) error {
	folder := filepath.Dir(path)
	sweep(folder, quoteGlob(filepath.Base(path)))
	f, err := os.CreateTemp(folder, "."+filepath.Base(path)+unfinished+"*")
	if err != nil {
		return err
	}
	_ = lockFile(f) // for sweep to see that it is not left behind; a system without locks has no sweep
	done := false
	defer func() {
		if !done {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := fill(f, mode, write); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := put(f.Name(), path); err != nil {
		return err
	}
	done = true
	return syncFolder(folder)
}

// target is the file that a path leads to, and the mode that it has or shall have.
func target(path string) (string, fs.FileMode, error) {
	if path == "" {
		return "", 0, fmt.Errorf("the path is empty")
	}
	resolved, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, 0o644, nil
	}
	if err != nil {
		return "", 0, err
	}
	info, err := os.Stat(resolved)
	if err != nil {
		return "", 0, err
	}
	if !info.Mode().IsRegular() {
		return "", 0, fmt.Errorf("%s is not a plain file", path)
	}
	return resolved, info.Mode().Perm(), nil
}

// unfinished is in the name of a file that is being written, before its number.
const unfinished = ".envelope-"

// sweep removes what processes left in a folder that were ended while they wrote files of some names. What a living
// process writes is locked.
func sweep(folder, names string) {
	strays, _ := filepath.Glob(filepath.Join(quoteGlob(folder), "."+names+unfinished+"[0-9]*"))
	for _, stray := range strays {
		if !hasLocks || !plainFile(stray) {
			continue
		}
		f, err := openLock(stray)
		if err != nil {
			continue
		}
		if lockFile(f) == nil {
			removeLock(f, stray)
		}
		_ = f.Close()
	}
}

func plainFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

// fill writes, sets the mode, and sees the bytes onto the disk.
func fill(f *os.File, mode fs.FileMode, write func(io.Writer) error) error {
	if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// syncFolder makes the new name last through a power cut, where the system has a call for that.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) { // some network file systems
		err = nil
	}
	return errors.Join(err, d.Close())
}
