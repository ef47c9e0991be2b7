package ask

import (
	"context"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// Width reads the half-width of an interval in the unit of a figure: "0.5 points" or "0.5%" for a chance, "£20m" for
// money, "0.1%" for a rate, "0.1" for a number of years. It must be above zero.
func (s *Study) Width(f Figure, text string) (width float64, err error) {
	s = door.Or(s)
	text = strings.TrimSpace(text)
	if u := s.unit(f); u == Probability || u == Points {
		for _, word := range []string{"points", "point", "%"} {
			text = strings.TrimSpace(strings.TrimSuffix(text, word))
		}
		text += "%"
	}
	width, err = s.Level(f, text)
	if err == nil && !(width > 0) {
		err = fault.OutOfRange.Found("%s is not a width", fault.Quote(text)).Want("it must be above zero")
	}
	return width, err
}

// fewest is the number of paths that [Study.Until] begins with.
const fewest = 1 << 10

// Until works out a figure on more and more paths, twice as many each time, until the half-width of its interval is at
// most width, in the unit of the figure: 0.005 for half a point of a chance. The answer says how many paths it took,
// and is the same as the answer of a run of that many paths. If [scenario.MostPaths], or the paths that the ceiling on
// memory allows, are not enough, the error is a [fault.TooLarge] fault.
func (s *Study) Until(ctx context.Context, f Figure, width float64) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	if !(width > 0) {
		return nil, fault.OutOfRange.Found("%v is not a width", width).Want("it must be above zero")
	}
	for paths := uint64(fewest); paths <= scenario.MostPaths; paths *= 2 {
		more := *s
		more.options.Paths = paths
		a, err := more.Value(ctx, f)
		if err != nil {
			return nil, err
		}
		if a.Value.HalfWidth() <= width {
			return a, nil
		}
	}
	return nil, fault.TooLarge.Found("%d paths do not tell the %s so well", uint64(scenario.MostPaths), f).
		Want("ask for a wider interval")
}
