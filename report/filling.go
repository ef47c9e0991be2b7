//go:build !lean

package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/whole"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A filling puts files into a folder and their hashes into a manifest. After an error it does nothing.
type filling struct {
	ctx      context.Context
	folder   string
	manifest file.Manifest
	err      error
}

func (f *filling) write(files ...File) {
	for _, each := range files {
		if f.err == nil && f.has(each.Name) {
			f.err = fault.Duplicate.Found(
				"%q cannot be a file of a folder of results: it has one of that name, or it is the name of none",
				each.Name)
		}
		if f.err != nil {
			return
		}
		h := sha256.New()
		f.err = whole.File(filepath.Join(f.folder, each.Name), func(w io.Writer) error {
			return each.Write(f.ctx, until{f.ctx, io.MultiWriter(w, h)})
		})
		f.manifest.Files = append(f.manifest.Files,
			file.FileHash{Name: each.Name, SHA256: hex.EncodeToString(h.Sum(nil))})
	}
}

// has reports whether a name is taken (capitals do not count) or leads out of the folder.
func (f *filling) has(name string) bool {
	if name != filepath.Base(name) || !fs.ValidPath(name) || name == "." {
		return true
	}
	return slices.ContainsFunc(f.manifest.Files, func(taken file.FileHash) bool {
		return strings.EqualFold(taken.Name, name)
	})
}

func (f *filling) charts(r *scenario.Result, o ChartOptions) {
	if f.err == nil {
		f.err = eachChart(of(r), o, func(name string, c *Chart) error {
			f.write(
				File{name + ".svg", func(_ context.Context, w io.Writer) error { return c.WriteSVG(w) }},
				File{name + ".png", func(_ context.Context, w io.Writer) error { return c.WritePNG(w) }},
			)
			return f.err
		})
	}
}

// finish writes the manifest.
func (f *filling) finish() error {
	f.write(File{ManifestName, func(_ context.Context, w io.Writer) error { return f.manifest.Write(w) }})
	return f.err
}

// until is a writer that refuses to write after a context has ended.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(b)
}

// listed names the files of a folder that its manifest lists and that have not changed since. Older manifests list
// none: their files have known names.
func listed(folder string) (names []string) {
	var files []file.FileHash
	if f, err := os.Open(filepath.Join(folder, ManifestName)); err == nil {
		m, err := file.ReadManifest(f)
		_ = f.Close()
		switch {
		case err != nil: // not a manifest of ours
		case m.Files == nil:
			return present(folder, known())
		default:
			files = m.Files
		}
	}
	for _, f := range files {
		if plainIn(folder, f.Name) && hashOf(os.DirFS(folder), f.Name) == f.SHA256 {
			names = append(names, f.Name)
		}
	}
	return names
}

// known are the names of the files that a run may leave besides its manifest.
func known() []string {
	return []string{"results.json", "results.csv", "ledger.csv", "assumptions.csv",
		"balance.svg", "balance.png", "chance.svg", "chance.png", "earmark.svg", "earmark.png", "bodies.svg",
		"bodies.png"}
}

func present(folder string, names []string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return !plainIn(folder, name) })
}

// plainIn reports whether a name is a plain file in a folder, not a way out of the folder.
func plainIn(folder, name string) bool {
	if name != filepath.Base(name) || !fs.ValidPath(name) {
		return false
	}
	info, err := os.Lstat(filepath.Join(folder, name))
	return err == nil && info.Mode().IsRegular()
}

// hashOf is the SHA-256 of a file; empty if it cannot be read.
func hashOf(folder fs.FS, name string) string {
	f, err := folder.Open(name)
	if err != nil {
		return ""
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
