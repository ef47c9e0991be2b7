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

// ManifestName is the file of a folder of results that says what the others are.
const ManifestName = "manifest.json"

// A File is a file of a folder of results.
type File struct {
	Name  string                                 // without a folder
	Write func(context.Context, io.Writer) error // writes its bytes
}

// WriteAll leaves a run in a folder: results.json and results.csv with every figure, ledger.csv with every scenario's
// exact central ledger, assumptions.csv with what they rest on, the charts, drawn as o says, the files of more, and
// manifest.json with what it takes to run it again and the SHA-256 of every other file.
//
// The folder is one thing: until every byte is on disk it holds what it held, and then all of the new set and nothing
// of the set before, which is what that one's manifest lists, unless it was changed since. Other files in the folder
// stay. If anything fails, the disk is full or the context ends, the old set stays. While another process writes to the
// same folder, this is an error. Linux and macOS change old for new in one step; on other systems, and for a folder
// that cannot be renamed (a mount point, the current folder, one that holds folders), a reader that looks in between
// finds no manifest, or no folder.
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

// tables are the files with a run's figures, which a run made again makes again byte for byte.
func tables(r *scenario.Result) []File {
	return []File{
		{"results.json", func(_ context.Context, w io.Writer) error { return r.WriteJSON(w) }},
		{"results.csv", func(_ context.Context, w io.Writer) error { return r.WriteCSV(w) }},
		{"ledger.csv", func(_ context.Context, w io.Writer) error { return LedgerCSV(w, r) }},
		{"assumptions.csv", func(_ context.Context, w io.Writer) error { return AssumptionsCSV(w, r) }},
	}
}
