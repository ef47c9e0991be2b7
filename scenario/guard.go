package scenario

import "fmt"

// guard, deferred, makes an error of a panic. What an importer brings (a model, law, process, measure or progress function)
// may panic; the library does not pass it on.
func guard(seed uint64, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("stopped unexpectedly: %v (seed %d)", r, seed)
	}
}

// guarded does something that may panic.
func guarded[T any](seed uint64, do func() (T, error)) (result T, err error) {
	defer guard(seed, &err)
	return do()
}
