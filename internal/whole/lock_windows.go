package whole

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// hasLocks says whether the system takes a lock from a process that ends.
const hasLocks = true

func openLock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
}

// lockFile locks an open file, beyond its text, so that others can read that.
func lockFile(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{Offset: 1 << 20})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errHeld
	}
	return err
}

// removeLock closes the file first: an open one cannot be removed, and one that another has opened stays for that one
// to remove.
func removeLock(f *os.File, path string) {
	_ = f.Close()
	_ = os.Remove(path)
}

// sameOwner cannot be told from what a file says of itself here.
func sameOwner(a, b os.FileInfo) bool { return true }
