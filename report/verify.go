//go:build !lean

package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A Verdict is what a comparison of a manifest, and of the files beside it, with a new run of it has found.
type Verdict struct {
	// Differences say where the record, or a file beside it, differs from the new run; none means the same.
	Differences []string
	// Strangers are the files of the folder that do not belong to the run, and were not looked at.
	Strangers []string
}

// Verify runs a manifest's run again. It compares every field of the record ([file.Manifest.Against]), and every file
// of the record's folder with the hash in the record. It also compares the files with figures in text with those of the
// new run, which are all there or, as a notebook keeps a result, none. Of pictures, paths, Parquet and documents only
// the hash counts: they are not the same bytes with every processor and library. If the folder is nil, only the record
// is compared. It takes Workers and Progress from the options. A difference is not an error. The errors are those of
// [file.Manifest.Again], and the context's.
func Verify(ctx context.Context, m file.Manifest, folder fs.FS, o scenario.Options) (Verdict, error) {
	ctx = door.Context(ctx)
	s, r, err := m.Again(ctx, o)
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Differences: m.Against(file.NewManifest(s, r))}
	if folder == nil {
		return v, nil
	}
	if err := v.files(ctx, m, folder, r); err != nil {
		return Verdict{}, err
	}
	return v, nil
}

// files compares the files of a folder.
func (v *Verdict) files(ctx context.Context, m file.Manifest, folder fs.FS, r *scenario.Result) error {
	states := map[string]bool{}
	for _, f := range m.Files {
		if states[f.Name] {
			v.differ(f.Name, "the manifest lists it twice")
		}
		states[f.Name] = true
		if problem := stated(ctx, folder, f); problem != "" {
			v.differ(f.Name, problem)
		}
	}
	again := tables(r)
	alone := !slices.ContainsFunc(again, func(f File) bool { return states[f.Name] || plainAt(folder, f.Name) })
	for _, file := range again { // all of them, or none: a notebook keeps the records alone
		if err := v.table(ctx, folder, file, alone || states[file.Name]); err != nil {
			return err
		}
	}
	entries, err := fs.ReadDir(folder, ".")
	for _, e := range entries {
		switch name := e.Name(); {
		case states[name] || name == ManifestName:
		case slices.Contains(known(), name):
			v.differ(name, "it is here, and the manifest does not list it")
		default:
			v.Strangers = append(v.Strangers, name)
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// plainAt reports whether a folder has a plain file.
func plainAt(folder fs.FS, name string) bool {
	info, err := fs.Stat(folder, name)
	return err == nil && info.Mode().IsRegular()
}

func (v *Verdict) differ(name, problem string) {
	v.Differences = append(v.Differences, fmt.Sprintf("file %q: %s", name, problem))
}

// table compares a file with the file that the new run makes.
func (v *Verdict) table(ctx context.Context, folder fs.FS, file File, listed bool) error {
	var again bytes.Buffer
	if err := file.Write(ctx, &again); err != nil {
		return err
	}
	if !listed {
		v.differ(file.Name, "the manifest does not list it")
	}
	if text, err := readPlain(ctx, folder, file.Name, int64(again.Len())+1<<20); err == nil {
		if problem := unlikeLines(text, again.Bytes()); problem != "" {
			v.differ(file.Name, problem)
		}
	}
	return nil
}

// stated compares a file with its hash in a manifest; empty if they agree.
func stated(ctx context.Context, folder fs.FS, f file.FileHash) string {
	if strings.Contains(f.Name, "/") || !fs.ValidPath(f.Name) || f.Name == "." || f.Name == ManifestName {
		return "this is not the name of a file beside a manifest"
	}
	h := sha256.New()
	if err := copyPlain(ctx, h, folder, f.Name, 1<<62); err != nil {
		return fmt.Sprintf("the manifest lists it, and it cannot be read: %q", err.Error())
	}
	if is := hex.EncodeToString(h.Sum(nil)); is != f.SHA256 {
		was, is := file.Apart(f.SHA256, is)
		return fmt.Sprintf("it is not the file that was written: the manifest says %s, its hash is %s", was, is)
	}
	return ""
}

// copyPlain copies a plain file; a device or a pipe is not waited for.
func copyPlain(ctx context.Context, w io.Writer, folder fs.FS, name string, most int64) error {
	info, err := fs.Stat(folder, name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a plain file", name)
	}
	if err != nil {
		return err
	}
	f, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(until{ctx, w}, io.LimitReader(f, most))
	return err
}

func readPlain(ctx context.Context, folder fs.FS, name string, most int64) ([]byte, error) {
	var b bytes.Buffer
	err := copyPlain(ctx, &b, folder, name, most)
	return b.Bytes(), err
}

// unlikeLines says in how many lines a text differs from that of the new run, and how the first differs; empty if none
// does.
func unlikeLines(is, again []byte) string {
	if bytes.Equal(is, again) {
		return ""
	}
	a, b := strings.Split(string(is), "\n"), strings.Split(string(again), "\n")
	differ, first := max(len(a), len(b))-min(len(a), len(b)), min(len(a), len(b))
	for i := min(len(a), len(b)) - 1; i >= 0; i-- {
		if a[i] != b[i] {
			differ, first = differ+1, i
		}
	}
	x, y := file.Apart(lineAt(a, first), lineAt(b, first))
	return fmt.Sprintf("%d of its lines differ; line %d is %s, in this run %s", differ, first+1, x, y)
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return fmt.Sprintf("%+q", lines[i])
	}
	return "nothing"
}
