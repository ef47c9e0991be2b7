package report

import (
	"context"
	"io"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/whole"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// ManifestName is the file in a folder of results that lists the other files.
const ManifestName = "manifest.json"

// A File is a file of a folder of results.
type File struct {
	Name  string                                 // without a folder
	Write func(context.Context, io.Writer) error // writes its bytes
}

// WriteAll writes a run into a folder: results.json and results.csv with every figure, ledger.csv with every scenario's
// exact central ledger, assumptions.csv with what they rest on, the charts, drawn as o says, the files of more, and
// manifest.json with all that is needed to run it again and the SHA-256 of every other file.
//
// The folder always holds one whole set of files. It keeps the old set until every byte of the new one is on disk; then
// it has the whole new set and nothing of the old. The old set is the files that the old manifest lists, except files
// that were changed since. Other files in the folder stay. If anything fails, the disk is full or the context ends, the
// old set stays. It is an error if another process is writing to the same folder. Linux and macOS exchange old and new
// in one step; on other systems, and for a folder that cannot be renamed (a mount point, the current folder, a folder
// that holds folders), a reader may for a moment find no manifest, or no folder.
func WriteAll(ctx context.Context, folder string, s *file.Spec, r *scenario.Result, o ChartOptions,
	more ...File) error {
	ctx = door.Context(ctx)
	if s == nil || r == nil {
		return fault.Missing.Found("there is no run to write")
	}
	return whole.Folder(ctx, folder,
		whole.Set{Last: ManifestName, Old: listed, Fill: func(ctx context.Context, folder string) error {
			f := filling{ctx: ctx, folder: folder, manifest: file.NewManifest(s, r)}
			f.write(tables(r)...)
			f.write(more...)
			f.charts(r, o)
			return f.finish()
		}})
}

// tables are the files with a run's figures; running it again gives the same files, byte for byte.
func tables(r *scenario.Result) []File {
	return []File{
		{"results.json", func(_ context.Context, w io.Writer) error { return r.WriteJSON(w) }},
		{"results.csv", func(_ context.Context, w io.Writer) error { return r.WriteCSV(w) }},
		{"ledger.csv", func(_ context.Context, w io.Writer) error { return LedgerCSV(w, r) }},
		{"assumptions.csv", func(_ context.Context, w io.Writer) error { return AssumptionsCSV(w, r) }},
	}
}
