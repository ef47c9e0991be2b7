package words

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario/process"
)

// Process says how a driver moves: "drawn each year, persistence 0.5".
func Process(move process.Process, money bool) string {
	switch p := move.(type) {
	case nil, process.Once:
		return "drawn once"
	case process.EachYear:
		if p.Persistence == 0 {
			return "drawn each year"
		}
		return fmt.Sprintf("drawn each year, persistence %v", p.Persistence)
	case process.AR1:
		return fmt.Sprintf("AR(1) from zero, persistence %v", p.Persistence)
	case process.RandomWalk:
		return "a random walk"
	case process.MeanReverting:
		return fmt.Sprintf("from %s back to its long-run level, half of the way every %.4g years",
			Value(p.Start, money), math.Ln2/p.Speed)
	case process.Shock:
		return fmt.Sprintf("%s; each year with chance %v a shock of %s", Process(p.On, money), p.Chance,
			sizes(p.Sizes, money))
	case process.Regime:
		return regime(p, money)
	case process.Bootstrap:
		return fmt.Sprintf("blocks of %s out of %s of history", Counted(p.Block, "year"),
			Counted(len(p.History), "year"))
	}
	return move.Kind()
}

// sizes says how large a shock is in its years: "-3% for 2 years", "2.4%, then 3.6%".
func sizes(sizes []float64, money bool) string {
	if n := len(sizes); slices.Min(sizes) == slices.Max(sizes) {
		return fmt.Sprintf("%s for %s", Value(sizes[0], money), Counted(n, "year"))
	}
	var each []string
	for _, x := range sizes {
		each = append(each, Value(x, money))
	}
	return strings.Join(each, ", then ")
}

func regime(p process.Regime, money bool) string {
	start := "from calm"
	if p.Stationary {
		start = "from the long-run shares"
	}
	crisis := "moved by " + Value(p.Shift, money)
	if p.Crisis != nil {
		crisis = Spread(p.Crisis, money)
	}
	return fmt.Sprintf("drawn each year; a crisis begins with chance %v and ends with chance %v, %s; in a crisis %s",
		p.Enter, p.Leave, start, crisis)
}
