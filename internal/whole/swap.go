package whole

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// errCannotMove says that a folder must stay what it is.
var errCannotMove = errors.New("the folder cannot change places")

// mayMove reports whether the new folder may take the old one's place: there is none, or it is ours and nobody is in it
// that we know of.
func (p place) mayMove() bool {
	was, err := os.Stat(p.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	is, freshErr := os.Stat(p.fresh)
	current, currentErr := os.Stat(".")
	if p.inside || errors.Join(err, freshErr, currentErr) != nil || os.SameFile(was, current) || !sameOwner(was, is) {
		return false
	}
	return os.Chmod(p.fresh, was.Mode()&(fs.ModePerm|fs.ModeSetgid|fs.ModeSticky)) == nil
}

// carry gives the new folder what others put into the old one: by hard links, so that it is in both.
func (p place) carry(ours map[string]bool) error {
	entries, err := os.ReadDir(p.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		switch {
		case ours[e.Name()]:
		case e.IsDir():
			return errCannotMove
		default:
			err = errors.Join(err, os.Link(filepath.Join(p.folder, e.Name()), filepath.Join(p.fresh, e.Name())))
		}
	}
	return errors.Join(err, syncFolder(p.fresh))
}

// swap lets the new folder take the old one's place, which is then removed.
func (p place) swap(ours map[string]bool) error {
	if !exists(p.folder) {
		return errors.Join(os.Rename(p.fresh, p.folder), syncFolder(filepath.Dir(p.folder)))
	}
	err := exchange(p.fresh, p.folder)
	switch {
	case err == nil:
		err = p.rescue(p.fresh, ours)
	case errors.Is(err, errors.ErrUnsupported):
		err = p.aside(ours)
	default: // a mount point, say
		return errCannotMove
	}
	return errors.Join(err, syncFolder(filepath.Dir(p.folder)))
}

// aside is swap in two steps.
func (p place) aside(ours map[string]bool) error {
	if err := os.Rename(p.folder, p.old); err != nil {
		return errCannotMove
	}
	if err := os.Rename(p.fresh, p.folder); err != nil {
		return errors.Join(err, os.Rename(p.old, p.folder))
	}
	err := p.rescue(p.old, ours)
	return errors.Join(err, os.RemoveAll(p.old))
}

// rescue moves what others put into the old folder at the last moment.
func (p place) rescue(old string, ours map[string]bool) error {
	left, err := names(old)
	for _, name := range left {
		if to := filepath.Join(p.folder, name); !ours[name] && !exists(to) {
			err = errors.Join(err, os.Rename(filepath.Join(old, name), to))
		}
	}
	return err
}

// byTurns replaces the old set file by file; while there is no last file, the folder is not whole. The new files are
// all on the folder's own disk before the first old one goes, so that a full disk keeps the old set.
func (p place) byTurns(files []string, ours map[string]bool, last string) error {
	near := within(p.folder).fresh
	if !p.inside {
		if err := bring(p.fresh, near, files); err != nil {
			return errors.Join(err, os.RemoveAll(near))
		}
	}
	defer os.RemoveAll(near)
	if err := removeIfThere(filepath.Join(p.folder, last)); err != nil {
		return err
	}
	if err := syncFolder(p.folder); err != nil {
		return err
	}
	for _, name := range files {
		if delete(ours, name); name == last {
			continue
		}
		if err := os.Rename(filepath.Join(near, name), filepath.Join(p.folder, name)); err != nil {
			return err
		}
	}
	for name := range ours {
		if err := removeIfThere(filepath.Join(p.folder, name)); err != nil {
			return err
		}
	}
	if err := syncFolder(p.folder); err != nil {
		return err
	}
	err := os.Rename(filepath.Join(near, last), filepath.Join(p.folder, last))
	return errors.Join(err, syncFolder(p.folder))
}

// bring moves a new folder to where it can be reached from the old one without copying; from another disk it copies the
// files.
func bring(from, to string, files []string) error {
	if os.Rename(from, to) == nil {
		return nil
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	for _, name := range files {
		if err := copyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	err = File(to, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
	if err == nil {
		err = os.Chmod(to, info.Mode().Perm())
	}
	return err
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// quoteGlob is a path as a pattern that matches it alone.
func quoteGlob(path string) string {
	if os.PathSeparator == '\\' {
		return path // the pattern has no escape there; brackets in it match nothing, and strays stay
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
