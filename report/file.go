package report

import (
	"io"

	"github.com/openenvelope/envelope/internal/whole"
)

// WriteFile writes a file whole or not at all: it writes a new file beside it, which replaces it only when every byte
// is on disk. If anything fails, an existing file stays as it was. A path that is not a plain file (a folder, a device)
// is refused; a symbolic link is followed.
func WriteFile(path string, write func(io.Writer) error) error { return whole.File(path, write) }

// WriteNewFile writes a new file, whole or not at all. If there is anything with that name already, it stays as it is,
// and the error wraps [fs.ErrExist].
func WriteNewFile(path string, write func(io.Writer) error) error { return whole.New(path, write) }
