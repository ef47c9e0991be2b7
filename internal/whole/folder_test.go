package whole

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// of is a set of files that all say the same; the names of an old set stand in its last file.
func of(says string, names ...string) Set {
	return Set{Last: "list", Old: func(folder string) []string {
		text, _ := os.ReadFile(filepath.Join(folder, "list"))
		return strings.Fields(string(text))
	}, Fill: func(_ context.Context, folder string) error {
		var err error
		for _, name := range names {
			err = errors.Join(err, File(filepath.Join(folder, name), content(says)))
		}
		return errors.Join(err, File(filepath.Join(folder, "list"), content(strings.Join(names, " "))))
	}}
}

// holds asserts what a folder's files say; the list is left out.
func holds(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	found := map[string]string{}
	all, err := names(folder)
	require.NoError(t, err)
	for _, name := range all {
		text, _ := os.ReadFile(filepath.Join(folder, name))
		if found[name] = string(text); name == "list" {
			delete(found, name)
		}
	}
	assert.Equal(t, files, found)
}

// A new set takes the place of the old one, in a folder that may move and in one that may not; what others put there
// stays, and nothing else is left.
func TestFolderReplacesTheSet(t *testing.T) {
	ctx := context.Background()
	for name, prepare := range map[string]func(t *testing.T, folder string) map[string]string{
		"a folder that moves": func(*testing.T, string) map[string]string { return nil },
		"one with a folder in it": func(t *testing.T, folder string) map[string]string {
			require.NoError(t, os.MkdirAll(filepath.Join(folder, "deeper"), 0o755))
			return map[string]string{"deeper": ""}
		},
		"the current folder": func(t *testing.T, folder string) map[string]string {
			t.Chdir(folder)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			around := t.TempDir()
			folder := filepath.Join(around, "out [1]")
			require.NoError(t, Folder(ctx, folder, of("old", "a", "b")))
			holds(t, folder, map[string]string{"a": "old", "b": "old"})
			want := map[string]string{"a": "new", "c": "new", "notes": "mine"}
			for other, text := range prepare(t, folder) {
				want[other] = text
			}
			require.NoError(t, os.WriteFile(filepath.Join(folder, "notes"), []byte("mine"), 0o600))
			require.NoError(t, os.Chmod(filepath.Join(folder, "a"), 0o600))
			require.NoError(t, Folder(ctx, folder, of("new", "a", "c")))
			holds(t, folder, want)
			info, err := os.Stat(filepath.Join(folder, "a"))
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "the mode stays")
			testkit.Alone(t, around, "out [1]")
		})
	}
}

// A symbolic link to a folder stays one.
func TestFolderFollowsALink(t *testing.T) {
	around := t.TempDir()
	link := filepath.Join(around, "latest")
	require.NoError(t, os.Mkdir(filepath.Join(around, "real"), 0o755))
	if err := os.Symlink("real", link); err != nil {
		t.Skip("no symbolic links here")
	}
	require.NoError(t, Folder(context.Background(), link, of("new", "a")))
	holds(t, filepath.Join(around, "real"), map[string]string{"a": "new"})
	testkit.Alone(t, around, "latest", "real")
}

// A full disk, an interruption or a fault of the writer leaves the old set, and nothing else.
func TestFolderKeepsTheOldSet(t *testing.T) {
	around := t.TempDir()
	folder := filepath.Join(around, "out")
	require.NoError(t, Folder(context.Background(), folder, of("old", "a", "b")))
	ctx, cancel := context.WithCancel(context.Background())
	for want, fill := range map[error]func(context.Context, string) error{
		syscall.ENOSPC: func(_ context.Context, f string) error {
			return errors.Join(os.WriteFile(filepath.Join(f, "a"), []byte("ha"), 0o600), syscall.ENOSPC)
		},
		context.Canceled: func(ctx context.Context, f string) error {
			cancel()
			return of("new", "a").Fill(ctx, f)
		},
	} {
		set := of("new", "a")
		set.Fill = fill
		assert.ErrorIs(t, Folder(ctx, folder, set), want)
		holds(t, folder, map[string]string{"a": "old", "b": "old"})
		testkit.Alone(t, around, "out")
		ctx, cancel = context.WithCancel(context.Background())
	}
	cancel()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "c"), 0o755))
	assert.ErrorContains(t, Folder(context.Background(), folder, of("new", "c")), "not a plain file")
	assert.ErrorContains(t, Folder(context.Background(), filepath.Join(folder, "a"), of("new", "c")),
		"a file, not a folder")
	assert.ErrorContains(t, Folder(context.Background(), "", of("new", "c")), "empty")
	testkit.Alone(t, around, "out")
}

// Of two writers at once one wins whole; the other says so, and which process has the folder.
func TestFolderHasOneWriter(t *testing.T) {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("no locks here")
	}
	around := t.TempDir()
	folder := filepath.Join(around, "out")
	first := of("first", "a")
	fill := first.Fill
	first.Fill = func(ctx context.Context, f string) error {
		assert.ErrorContains(t, Folder(ctx, folder, of("second", "a")),
			"is writing there; nothing was written by this one")
		return fill(ctx, f)
	}
	require.NoError(t, Folder(context.Background(), folder, first))
	holds(t, folder, map[string]string{"a": "first"})
	testkit.Alone(t, around, "out")
	require.NoError(t, Folder(context.Background(), folder, of("second", "a")))
	holds(t, folder, map[string]string{"a": "second"})
}

// What a process left that was ended is removed by the next; a folder that it had moved aside is brought back.
func TestFolderRecovers(t *testing.T) {
	around := t.TempDir()
	folder := filepath.Join(around, "out")
	p := beside(folder)
	require.NoError(t, Folder(context.Background(), folder, of("old", "a")))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes"), nil, 0o600))
	require.NoError(t, os.Rename(folder, p.old))
	require.NoError(t, os.Mkdir(p.fresh, 0o755))
	require.NoError(t, os.WriteFile(p.lock, []byte("1"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(p.old, ".a.envelope-123"), nil, 0o600))
	failing := Set{Last: "list", Fill: func(context.Context, string) error { return errors.New("no more") }}
	assert.ErrorContains(t, Folder(context.Background(), folder, failing), "no more")
	holds(t, folder, map[string]string{"a": "old", "notes": ""})
	testkit.Alone(t, around, "out")
}

// Where one step is not possible two do, and a file that another puts there at the last moment is moved along.
func TestFolderInTwoSteps(t *testing.T) {
	around := t.TempDir()
	p := beside(filepath.Join(around, "out"))
	for folder, says := range map[string]string{p.folder: "old", p.fresh: "new"} {
		require.NoError(t, os.Mkdir(folder, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "a"), []byte(says), 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(p.folder, "late"), nil, 0o600))
	require.NoError(t, p.aside(map[string]bool{"a": true}))
	holds(t, p.folder, map[string]string{"a": "new", "late": ""})
	testkit.Alone(t, around, "out")
}

// A folder that cannot change places, with the new one on another disk: the files are copied first, then take their
// places.
func TestFolderFromAnotherDisk(t *testing.T) {
	other, err := os.MkdirTemp("/dev/shm", "whole-")
	if err != nil {
		t.Skip("no other disk here: ", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(other) })
	p := beside(filepath.Join(t.TempDir(), "out"))
	p.fresh = filepath.Join(other, "new")
	require.NoError(t, os.Mkdir(p.folder, 0o755))
	require.NoError(t, os.Mkdir(p.fresh, 0o755))
	require.NoError(t, of("old", "a", "b").Fill(context.Background(), p.folder))
	require.NoError(t, of("new", "a", "c").Fill(context.Background(), p.fresh))
	require.NoError(t, os.Chmod(filepath.Join(p.fresh, "a"), 0o600))
	require.NoError(t, p.byTurns([]string{"a", "c", "list"},
		map[string]bool{"a": true, "b": true, "c": true, "list": true}, "list"))
	holds(t, p.folder, map[string]string{"a": "new", "c": "new"})
	testkit.Alone(t, p.folder, "a", "c", "list")
	info, err := os.Stat(filepath.Join(p.folder, "a"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}
