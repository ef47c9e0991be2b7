//go:build unix

package file

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A pipe without a writer would be waited for, and a device read, for ever.
func TestReadFileRefusesPipesAndDevices(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.yaml")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	link := filepath.Join(t.TempDir(), "link.yaml")
	require.NoError(t, os.Symlink(pipe, link))
	for _, path := range []string{pipe, link, "/dev/zero", "/dev/null"} {
		_, err := Read(path)
		assert.ErrorContains(t, err, "is not a regular file", path)
	}
}

// A file that is there and cannot be opened is told as what the system says of it.
func TestAFileThatCannotBeOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.yaml")
	require.NoError(t, os.WriteFile(path, []byte(small), 0o600))
	text, err := readRegular(path)
	require.NoError(t, err)
	assert.Equal(t, small, string(text))
	var was syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was))
	none := was
	none.Cur = 0
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &none))
	text, err = readRegular(path)
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was))
	assert.ErrorIs(t, err, syscall.EMFILE)
	assert.Nil(t, text)
}
