package whole

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Set is what a folder shall hold.
type Set struct {
	// Last is the file whose presence says that the set is whole.
	Last string
	// Fill puts every file of the set into an empty folder.
	Fill func(ctx context.Context, folder string) error
	// Old names the files of the set that a folder holds, without Last. Other files there stay.
	Old func(folder string) []string
}

// Folder makes a folder hold a set of files in place of an older one. If anything fails before every byte is on disk,
// or the context ends, the old set stays. See the package for what holds on which system.
func Folder(ctx context.Context, path string, set Set) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	path, err = folderAt(path)
	if err != nil {
		return err
	}
	p, release, err := take(path)
	if err != nil {
		return err
	}
	defer release()
	if err := p.recover(); err != nil {
		return err
	}
	if err := os.Mkdir(p.fresh, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(p.fresh)
	if err := set.Fill(ctx, p.fresh); err != nil {
		return err
	}
	return p.commit(ctx, set)
}

// folderAt is the folder that a path leads to, or will; its parents are made.
func folderAt(path string) (string, error) {
	if path == "" {
		return "", errors.New("the path is empty")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return path, os.MkdirAll(filepath.Dir(path), 0o755)
	}
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(resolved)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is a file, not a folder", path)
	}
	return resolved, err
}

// A place is where a folder is, and where what becomes of it is kept meanwhile.
type place struct {
	folder, fresh, old, lock string
	inside                   bool // the others are in the folder, because nothing may be written beside it
}

func beside(folder string) place {
	name := filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+".envelope-")
	return place{folder: folder, fresh: name + "new", old: name + "old", lock: name + "lock"}
}

func within(folder string) place {
	name := filepath.Join(folder, ".envelope-")
	return place{folder: folder, fresh: name + "new", old: name + "old", lock: name + "lock", inside: true}
}

// take locks a folder, from beside it where that may be written.
func take(folder string) (p place, release func(), err error) {
	p = beside(folder)
	if filepath.Dir(folder) != folder {
		release, err = lock(p.lock)
		if err == nil {
			return p, release, nil
		}
	}
	var held heldError
	if there := exists(folder); !there || errors.As(err, &held) {
		return p, nil, taken(folder, err)
	}
	p = within(folder)
	release, err = lock(p.lock)
	return p, release, taken(folder, err)
}

// A heldError says that another process has a lock, and which one, if that is known.
type heldError struct{ by string }

func (e heldError) Error() string { return "held by another process" + e.by }

// taken says of which folder a lock is held.
func taken(folder string, err error) error {
	var held heldError
	if errors.As(err, &held) {
		return fmt.Errorf("%s: another process%s is writing there; nothing was written by this one", folder, held.by)
	}
	return err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// recover removes what a process left that was ended while it wrote, and brings back a folder that it had moved aside.
func (p place) recover() error {
	if !exists(p.folder) && exists(p.old) {
		if err := os.Rename(p.old, p.folder); err != nil {
			return err
		}
	}
	sweep(p.folder, "*")
	var err error
	inside := within(p.folder) // a process that might not write beside it, or might no longer
	for _, left := range []string{p.fresh, p.old, inside.fresh} {
		err = errors.Join(err, os.RemoveAll(left))
	}
	return err
}

// commit puts the set in its place.
func (p place) commit(ctx context.Context, set Set) error {
	if err := syncFolder(p.fresh); err != nil {
		return err
	}
	files, err := names(p.fresh)
	if err != nil {
		return err
	}
	if err := p.plain(files); err != nil {
		return err
	}
	ours := map[string]bool{set.Last: true}
	if exists(p.folder) {
		for _, name := range append(set.Old(p.folder), files...) {
			ours[name] = true
		}
	}
	whole := p.mayMove() && p.carry(ours) == nil
	if err := ctx.Err(); err != nil {
		return err
	}
	if whole {
		if err := p.swap(ours); !errors.Is(err, errCannotMove) {
			return err
		}
	}
	return p.byTurns(files, ours, set.Last)
}

// names lists a folder.
func names(folder string) (all []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all, err
}

// plain refuses to put a file where a folder stands, and keeps the mode of one that is there.
func (p place) plain(files []string) error {
	for _, name := range files {
		info, err := os.Stat(filepath.Join(p.folder, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err == nil && !info.Mode().IsRegular():
			err = fmt.Errorf("%s is not a plain file", filepath.Join(p.folder, name))
		case err == nil:
			err = os.Chmod(filepath.Join(p.fresh, name), info.Mode().Perm())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
