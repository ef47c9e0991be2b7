package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func content(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func TestFileReplaces(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "page.txt")
	require.NoError(t, File(path, content("first")))
	require.NoError(t, os.Chmod(path, 0o600))
	require.NoError(t, File(path, content("second")))
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "second", string(got))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "the mode stays")
	testkit.Alone(t, folder, "page.txt")
}

func TestFileIsWholeOrAbsent(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "page.txt")
	half := func(w io.Writer) error {
		_, _ = io.WriteString(w, "half of")
		return errors.New("no more")
	}
	assert.ErrorContains(t, File(path, half), "no more")
	testkit.Alone(t, folder)

	require.NoError(t, File(path, content("whole")))
	assert.ErrorContains(t, File(path, half), "page.txt")
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "whole", string(got), "what was there stays")
	testkit.Alone(t, folder, "page.txt")

	assert.Panics(t, func() { _ = File(path, func(io.Writer) error { panic("the writer's own") }) })
	testkit.Alone(t, folder, "page.txt")
}

func TestFileRefusesWhatIsNoFile(t *testing.T) {
	folder := t.TempDir()
	assert.ErrorContains(t, File(folder, content("x")), "not a plain file")
	assert.ErrorContains(t, File("", content("x")), "empty")
	assert.ErrorContains(t, File(filepath.Join(folder, "none", "page.txt"), content("x")), "none")
	if _, err := os.Stat("/dev/null"); err == nil {
		assert.ErrorContains(t, File("/dev/null", content("x")), "not a plain file")
	}
}

func TestFileFollowsALink(t *testing.T) {
	folder := t.TempDir()
	real, link := filepath.Join(folder, "real.txt"), filepath.Join(folder, "link.txt")
	require.NoError(t, os.WriteFile(real, []byte("old"), 0o644))
	if err := os.Symlink(real, link); err != nil {
		t.Skip("no symbolic links here")
	}
	require.NoError(t, File(link, content("new")))
	got, err := os.ReadFile(real)
	require.NoError(t, err)
	assert.Equal(t, "new", string(got))
	testkit.Alone(t, folder, "real.txt", "link.txt")
}

// What a process left that was ended is removed by the next that writes there, and what a living one writes is not.
func TestFileSweeps(t *testing.T) {
	if !hasLocks {
		t.Skip("no locks here")
	}
	folder := t.TempDir()
	for _, name := range []string{".page.txt.envelope-123", ".other.txt.envelope-5", ".page.txt.envelope-mine"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), nil, 0o600))
	}
	path := filepath.Join(folder, "page.txt")
	require.NoError(t, File(path, func(w io.Writer) error {
		return File(path, content("inner")) // sees the outer one's file
	}))
	testkit.Alone(t, folder, "page.txt", ".other.txt.envelope-5", ".page.txt.envelope-mine")
}

// A new file is written where nothing is, and nowhere else.
func TestNewNeverReplaces(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "plan.yaml")
	require.NoError(t, New(path, content("first")))
	assert.ErrorIs(t, New(path, content("second")), os.ErrExist)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "first", string(got))
	testkit.Alone(t, folder, "plan.yaml")

	late := filepath.Join(folder, "late.yaml")
	assert.ErrorIs(t, New(late, func(w io.Writer) error {
		require.NoError(t, os.WriteFile(late, []byte("another's"), 0o600)) // while this one is being written
		return content("mine")(w)
	}), os.ErrExist)
	got, err = os.ReadFile(late)
	require.NoError(t, err)
	assert.Equal(t, "another's", string(got))
	testkit.Alone(t, folder, "late.yaml", "plan.yaml")

	assert.ErrorIs(t, New(folder, content("x")), os.ErrExist)
	assert.Error(t, New("", content("x")))
	assert.ErrorContains(t, New(filepath.Join(folder, "half.yaml"), func(io.Writer) error {
		return errors.New("no more")
	}), "no more")
	testkit.Alone(t, folder, "late.yaml", "plan.yaml")
}
