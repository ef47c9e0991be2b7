package whole

import (
	"errors"

	"golang.org/x/sys/unix"
)

// exchange lets two folders change places in one step. The error wraps [errors.ErrUnsupported] where the kernel or the
// file system cannot.
func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) { // what file systems say that know no flags
		return errors.ErrUnsupported
	}
	return err
}
