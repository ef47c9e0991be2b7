package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// A part of a sweep is a file of lines, an empty line, and rows as the whole sweep has them:
//
//	envelope sweep 1        the version of the file
//	version 0.1.0           of the module that wrote it
//	sweep 5d41…             what is worked out: file, settings, figures, paths and seed
//	rows 101 to 200         of the table, from 1
//	sum 7f83…               SHA-256 of the lines above and of the rows
const sweepMark = "envelope sweep 1\n"

// sweepEnd is how the name of a part of a sweep ends.
const sweepEnd = ".sweep"

// A sweepPart is a part of a sweep without its rows.
type sweepPart struct {
	from, to int // rows, from 0
	name     string
	sum      [sha256.Size]byte
}

// parts works out some parts, and writes each when it is done.
func (w *swept) parts(ctx context.Context, s streams) error {
	first, last, of, err := partsOf(w.Part)
	if err == nil && of > len(w.rows) {
		err = fmt.Errorf("--part: a table of %d rows in %d parts; write at most %d", len(w.rows), of, len(w.rows))
	}
	if err != nil {
		return badInput{err}
	}
	id, err := w.identity(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(w.Out, 0o755); err != nil {
		return err
	}
	for i := first; i <= last; i++ {
		part := sweepPart{from: w.cut(i-1, of), to: w.cut(i, of)}
		var rows bytes.Buffer
		if err := w.work(ctx, s, table.NewWriter(&rows), part.from, part.to); err != nil {
			return err
		}
		part.name = filepath.Join(w.Out, strings.TrimSuffix(partName(1, i, of), partEnd(1))+sweepEnd)
		text := part.text(id, rows.Bytes())
		if err := report.WriteFile(part.name, func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		}); err != nil {
			return err
		}
		_, err := fmt.Fprintf(s.out, "%s: rows %d to %d of %d\n", part.name, part.from+1, part.to, len(w.rows))
		if err != nil {
			return err
		}
	}
	return nil
}

// cut is the row with which the part after so many of all parts begins.
func (w *swept) cut(part, of int) int { return int(int64(len(w.rows)) * int64(part) / int64(of)) }

// identity tells this sweep from others: by all that a plan file would hold, the table and the figures.
func (w *swept) identity(ctx context.Context) (id [sha256.Size]byte, err error) {
	planned, err := file.NewPlanned(ctx, w.asked.Spec, w.asked.Model, w.asked.Options)
	if err != nil {
		return id, err
	}
	run, err := planned.Sum()
	if err != nil {
		return id, err
	}
	h := sha256.New()
	h.Write(run[:])
	list := func(texts []string) {
		for _, text := range texts {
			fmt.Fprintf(h, "%d %s", len(text), text)
		}
		fmt.Fprintln(h)
	}
	for _, f := range w.figures {
		list([]string{f.String()})
	}
	list(w.places)
	for _, row := range w.rows {
		list(row)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// text is a part as a file.
func (p sweepPart) text(id [sha256.Size]byte, rows []byte) []byte {
	lines := fmt.Sprintf("%sversion %s\nsweep %x\nrows %d to %d\n", sweepMark, scenario.Version, id, p.from+1, p.to)
	sum := sha256.Sum256(slices.Concat([]byte(lines), rows))
	return slices.Concat([]byte(lines), fmt.Appendf(nil, "sum %x\n\n", sum), rows)
}

// mostSweptBytes bounds a part of a sweep.
const mostSweptBytes = 64 << 20

// read reads a part of this sweep, whole and unchanged.
func (w *swept) read(name string, id [sha256.Size]byte) (p sweepPart, rows []byte, err error) {
	data, err := readPart(name, mostSweptBytes)
	if err != nil {
		return p, nil, err
	}
	text, ok := bytes.CutPrefix(data, []byte(sweepMark))
	head, rows, found := bytes.Cut(text, []byte("\n\n"))
	if !ok || !found {
		return p, nil, fault.Unreadable.Found("not a part of a sweep, or one that another version wrote").
			Want("use one that version %s wrote", scenario.Version)
	}
	lines := data[:bytes.LastIndexByte(data[:len(sweepMark)+len(head)], '\n')+1]
	sum := sha256.Sum256(slices.Concat(lines, rows))
	if !bytes.HasSuffix(head, fmt.Appendf(nil, "\nsum %x", sum)) {
		return p, nil, fault.Unreadable.Found("the part was damaged on its way: its checksum does not fit")
	}
	var version string
	var of []byte
	_, err = fmt.Sscanf(string(head), "version %s\nsweep %x\nrows %d to %d\n", &version, &of, &p.from, &p.to)
	p.from--
	p.name, p.sum = name, sum
	switch {
	case err == nil && version != scenario.Version:
		return p, nil, fault.Conflict.Found("the part was written by version %s", fault.Quote(version)).
			Want("this is version %s", scenario.Version)
	case err == nil && !bytes.Equal(of, id[:]):
		return p, nil, fault.Conflict.Found(
			"the part belongs to another sweep: its file, settings, figures, paths or seed differ")
	case err != nil || p.from < 0 || p.to <= p.from || p.to > len(w.rows) || !bytes.Equal(p.text(id, rows), data):
		return p, nil, fault.Unreadable.Found("the part contradicts itself")
	}
	return p, rows, nil
}

// merge puts parts together, one in memory at a time. Nothing is written before all are known to be there and whole.
func (w *swept) merge(ctx context.Context, s streams, out *table.Writer) error {
	id, err := w.identity(ctx)
	if err != nil {
		return err
	}
	names, err := partFiles(w.Merge, sweepEnd)
	if err != nil {
		return err
	}
	var parts []sweepPart
	var wrong []error
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		part, _, err := w.read(name, id)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
			continue
		}
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b sweepPart) int { return cmp.Compare(a.from, b.from) })
	parts, more := w.inOrder(s, parts)
	if err := allWrong(append(wrong, more...)); err != nil {
		return err
	}
	for _, part := range parts {
		again, rows, err := w.read(part.name, id)
		if err == nil && again != part {
			err = errors.New("it has changed meanwhile")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		out.Add(rows)
		if err := errors.Join(out.Flush(), ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// inOrder is sorted parts, each once, and says which rows are in several of them, and which in none.
func (w *swept) inOrder(s streams, parts []sweepPart) (once []sweepPart, wrong []error) {
	at := 0
	for _, p := range parts {
		switch n := len(once); {
		case n > 0 && p.sum == once[n-1].sum:
			s.note(fmt.Sprintf("%s: the same part as %s; counted once", p.name, once[n-1].name))
			continue
		case p.from < at:
			wrong = append(wrong, fmt.Errorf("%s: %w", p.name, fault.Duplicate.Found(
				"it has rows %d to %d, and so has %s, which is another part", p.from+1, min(p.to, at), once[n-1].name)))
			continue
		case p.from > at:
			wrong = append(wrong, noRows(at, p.from))
		}
		once, at = append(once, p), p.to
	}
	if at < len(w.rows) {
		wrong = append(wrong, noRows(at, len(w.rows)))
	}
	return once, wrong
}

func noRows(from, to int) error { return fault.Missing.Found("no part has rows %d to %d", from+1, to) }
