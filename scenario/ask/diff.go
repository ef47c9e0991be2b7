package ask

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// Diff tells what changed between this study and a later study of another file, and what each difference did to a
// figure of the baseline, on the same draws. The steps are the settings that turn this file into the later one;
// differences that no setting can make are together "all else". Two studies with different paths or seeds would differ
// by luck too, and are a fault.
func (s *Study) Diff(ctx context.Context, later *Study, f Figure, steps []Step) (*Answer, error) {
	s, later = door.Or(s), door.Or(later)
	switch {
	case s.source == nil || later.source == nil:
		return nil, errNoStudy
	case s.options.Paths != later.options.Paths || s.options.Seed != later.options.Seed:
		return nil, fault.Conflict.Found("the one has %d paths and seed %d, the other %d and %d", s.options.Paths,
			s.options.Seed, later.options.Paths, later.options.Seed).Want("ask both on the same draws")
	}
	q := &bridging{Study: s, figure: f, from: "before", to: "now", steps: steps, end: later}
	return q.answer(ctx, fmt.Sprintf("What did the differences do to the %s?", f))
}
