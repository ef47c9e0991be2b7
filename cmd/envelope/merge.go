package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

type mergeCmd struct {
	plannedFlags
	Parts []string `arg:"" help:"Parts of the run, in any order, or folders with parts: all their files that end in .part (.pass2, for the plan file of a second pass)."`
	Next  string   `help:"If percentiles take another pass over the paths, as with --exact, write its plan file here instead of the results, to compute that pass in parts too. Without this, merge computes it alone." placeholder:"PLAN" type:"path"`
	showFlags
	longFlag
}

// Run merges the parts of a run, and prints and writes the same as envelope run.
func (c *mergeCmd) Run(ctx context.Context, s streams) error {
	bar := newProgress(s)
	p, err := c.planned(ctx, s, bar.show, c.sensible())
	if err != nil {
		return err
	}
	if err := c.bearable(p); err != nil {
		return err
	}
	names, err := partFiles(c.Parts, partEnd(p.Plan.Pass()))
	if err != nil {
		return err
	}
	whole, err := c.merged(ctx, s, p.Plan, names)
	if err != nil {
		return err
	}
	if c.Next != "" {
		planned, err := c.next(ctx, s, p, whole)
		if planned || err != nil {
			bar.clear()
			return err
		}
	}
	r, err := p.Plan.Result(ctx, whole)
	bar.clear()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := c.print(&page, p.Spec, r, !slices.Equal(p.Options.Lines, p.Spec.Run().Lines)); err != nil {
		return badInput{err}
	}
	if c.Out != "" {
		if err := c.leave(ctx, &page, p.Spec, r); err != nil {
			return err
		}
	}
	_, err = page.WriteTo(s.out)
	return err
}

// next writes the plan file of the next pass over the paths, if there is one. Otherwise there must be no such file: a
// script that looks for it would take an earlier run's for this one's.
func (c *mergeCmd) next(ctx context.Context, s streams, p *file.Planned, whole *scenario.Partial) (planned bool,
	err error) {
	plan, err := p.Plan.Next(ctx, whole)
	if err != nil {
		return false, err
	}
	if plan == nil {
		if _, err := os.Lstat(c.Next); !errors.Is(err, fs.ErrNotExist) {
			return false, badInput{fmt.Errorf(
				"--next: there is no further pass, but there is already a file %s; remove it first", c.Next)}
		}
		return false, nil
	}
	next := *p
	next.Plan = plan
	line, err := writePlan(&next, c.Next)
	if err != nil {
		return false, err
	}
	s.note(fmt.Sprintf("%s\nThere are no results yet: compute the parts of this plan file (pass %d), and merge them.", line,
		plan.Pass()))
	return true, nil
}

// bearable refuses a second pass that will probably take more than an hour.
func (c *mergeCmd) bearable(p *file.Planned) error {
	cost, err := p.Plan.Cost()
	if err != nil {
		return badInput{err}
	}
	if !p.Options.ExactPercentiles || p.Plan.Pass() > 1 || c.Next != "" {
		return nil
	}
	return c.within(float64(cost.Steps)/2, p.Plan.Paths(), c.Workers)
}

// partFiles are the files that are named, and the parts in the folders that are named.
func partFiles(named []string, end string) (names []string, err error) {
	for _, name := range named {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return nil, badInput{notThere(name, err)}
		case !info.IsDir():
			names = append(names, name)
			continue
		}
		entries, err := os.ReadDir(name)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), end) && !strings.HasPrefix(e.Name(), ".") {
				names = append(names, filepath.Join(name, e.Name()))
			}
		}
	}
	return names, nil
}

// A merging is parts being merged, one in memory at a time.
type merging struct {
	plan  *scenario.Plan
	whole *scenario.Partial
	taken []takenPart
	wrong []error
}

// A takenPart is a span of a part that was merged.
type takenPart struct {
	scenario.Span
	name string
	sum  [sha256.Size]byte
}

// mostWrong is how many faults of parts are reported.
const mostWrong = 20

// merged is all parts of a run, merged. The error names every part that does not belong to the run, and the missing
// parts.
func (c *mergeCmd) merged(ctx context.Context, s streams, p *scenario.Plan, names []string) (*scenario.Partial, error) {
	whole, err := p.RunPart(ctx, 0, 0)
	if err != nil {
		return nil, err
	}
	m := &merging{plan: p, whole: whole}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		repeats, err := m.take(name)
		if err != nil {
			m.wrong = append(m.wrong, fmt.Errorf("%s: %w", name, err))
		}
		if repeats != "" {
			s.note(fmt.Sprintf("%s: the same part as %s; counted once", name, repeats))
		}
	}
	m.wrong = append(m.wrong, m.missing()...)
	if err := allWrong(m.wrong); err != nil {
		return nil, err
	}
	return m.whole, nil
}

// allWrong is the faults of parts as one error, if there are any, and only so many of them.
func allWrong(wrong []error) error {
	if n := len(wrong); n > mostWrong {
		wrong = append(wrong[:mostWrong:mostWrong], fmt.Errorf("and %d more", n-mostWrong))
	}
	if len(wrong) == 0 {
		return nil
	}
	return badInput{errors.Join(wrong...)}
}

// take merges a part, unless the same part was merged before: then it returns the name of that.
func (m *merging) take(name string) (repeats string, err error) {
	data, err := readPart(name, m.plan.MostPartBytes())
	if err != nil {
		return "", err
	}
	part, err := m.plan.ReadPartial(data)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	for _, span := range part.Spans() {
		for _, before := range m.taken {
			switch {
			case span.From >= before.To || before.From >= span.To:
			case sum == before.sum:
				return before.name, nil
			default:
				return "", fault.Duplicate.Found("it has paths %d to %d, and so has %s, which is another part",
					max(span.From, before.From), min(span.To, before.To)-1, before.name)
			}
		}
	}
	if err := m.whole.Merge(part); err != nil {
		return "", err
	}
	for _, span := range part.Spans() {
		m.taken = append(m.taken, takenPart{span, name, sum})
	}
	return "", nil
}

// readPart reads a part, if it is not too large.
func readPart(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fault.Unreadable.Found("this is not a plain file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fault.TooLarge.Found("it is larger than any part of this run").Want("the most is %d bytes", most)
	}
	return data, err
}

// missing says which paths no part has, and which parts would have them if all parts come from the same cut.
func (m *merging) missing() (all []error) {
	at := uint64(0)
	gap := func(to uint64) {
		if to > at {
			all = append(all, fault.Missing.Found("no part has paths %d to %d%s", at, to-1, m.cut(at, to)))
		}
	}
	for _, span := range m.whole.Spans() {
		gap(span.From)
		at = span.To
	}
	gap(m.plan.Paths())
	return all
}

// cut says which parts would fill a gap, if all parts come from the same cut: it takes the cut with the fewest parts.
func (m *merging) cut(from, to uint64) string {
	for n := max(len(m.taken), 1); uint64(n) <= mostParts(m.plan); n++ {
		spans, err := m.plan.Parts(n)
		if err != nil || !m.fits(spans) {
			continue
		}
		var parts []string
		for i, s := range spans {
			if from <= s.From && s.To <= to {
				parts = append(parts, fmt.Sprintf("%d/%d", i+1, n))
			}
		}
		return ": run " + strings.Join(few(parts, 12), ", ")
	}
	return ""
}

// fits reports whether every part is one of these.
func (m *merging) fits(spans []scenario.Span) bool {
	for _, t := range m.taken {
		if !slices.Contains(spans, t.Span) {
			return false
		}
	}
	return len(m.taken) > 0
}
