//go:build !linux && !darwin

package whole

import "errors"

// exchange would let two folders change places in one step; this system has no call for that.
func exchange(a, b string) error { return errors.ErrUnsupported }
