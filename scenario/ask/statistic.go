package ask

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/interval"
)

// A Statistic makes one number of the values on all paths. The zero value is the median.
type Statistic struct {
	Kind  StatisticKind
	Share float64 // the share of a percentile, or of the worst or best paths: 0.05 is 5%
}

// A StatisticKind is one of the statistics below.
type StatisticKind int

// The statistics.
const (
	Percentile StatisticKind = iota // at a share of the paths; share 0 is the median
	Mean
	SD     // standard deviation
	Worst  // the average of the lowest share of the paths: the expected shortfall
	Best   // the average of the highest share
	Chance // of an event
)

// String is the statistic as a question writes it: "p10", "worst 5%".
func (s Statistic) String() string {
	switch s.Kind {
	case Mean:
		return "mean"
	case SD:
		return "standard deviation"
	case Worst:
		return "worst " + percent(s.Share)
	case Best:
		return "best " + percent(s.Share)
	case Chance:
		return "chance"
	}
	return "p" + strings.TrimSuffix(percent(s.share()), "%")
}

func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e8)/1e6, 'f', -1, 64) + "%"
}

// share is the share of a percentile.
func (s Statistic) share() float64 {
	if s.Share == 0 && s.Kind == Percentile {
		return 0.5
	}
	return s.Share
}

// of is the statistic of figures, with its 95% Monte Carlo interval. It sorts a copy where it needs ranks.
func (s Statistic) of(figures []float64) scenario.Estimate {
	n := float64(len(figures))
	switch s.Kind {
	case Mean:
		mean, sd, _ := moments(figures)
		return around(mean, sd/math.Sqrt(n))
	case SD:
		_, sd, kurtosis := moments(figures)
		return around(sd, interval.SD(sd, kurtosis, n))
	case Worst, Best:
		return s.tail(figures)
	case Chance:
		yes := 0.0
		for _, x := range figures {
			yes += x
		}
		return proportion(yes, n)
	}
	return percentile(slices.Sorted(slices.Values(figures)), s.share())
}

// percentile is the figure at a share of sorted figures, with its interval.
func percentile(sorted []float64, share float64) scenario.Estimate {
	r := interval.Ranks(share, float64(len(sorted)))
	return scenario.Estimate{Value: ranked(sorted, r[0]), Lo: ranked(sorted, r[1]), Hi: ranked(sorted, r[2])}
}

// proportion is a chance: yes paths of n meet an event.
func proportion(yes, n float64) scenario.Estimate {
	lo, hi := interval.Proportion(yes/n, n)
	return scenario.Estimate{Value: yes / n, Lo: lo, Hi: hi}
}

// ranked is the value at a rank of sorted figures, counted from 0 and interpolated; beyond an end it is the value at
// that end.
func ranked(sorted []float64, rank float64) float64 {
	last := float64(len(sorted) - 1)
	rank = math.Max(0, math.Min(rank, last))
	below := math.Floor(rank)
	x := sorted[int(below)]
	if rank == below {
		return x
	}
	y := sorted[int(below)+1]
	if x == y {
		return x
	}
	return x + float64((rank-below)*(y-x))
}

// tail is the average of the share of the figures at one end, where the last figure counts in part. Its standard error
// is the one of the mean of the paths' contributions (Rockafellar and Uryasev, Journal of Risk 2, 2000: the average is
// the boundary, less the mean shortfall below the boundary divided by the share).
func (s Statistic) tail(figures []float64) scenario.Estimate {
	each, value := s.contributions(figures)
	_, sd, _ := moments(each)
	return around(value, sd/math.Sqrt(float64(len(figures))))
}

// contributions gives each path's contribution to the average at one end; their mean is the average.
func (s Statistic) contributions(figures []float64) (each []float64, value float64) {
	sign := 1.0
	if s.Kind == Best {
		sign = -1
	}
	each = make([]float64, len(figures))
	for i, x := range figures {
		each[i] = sign * x
	}
	sorted := slices.Sorted(slices.Values(each))
	count := float64(s.Share * float64(len(sorted)))
	boundary := sorted[min(int(math.Ceil(count)), len(sorted))-1]
	for i, x := range each {
		each[i] = sign * (boundary - math.Max(boundary-x, 0)/s.Share)
	}
	mean, _, _ := moments(each)
	return each, mean
}

// moments are the mean, the standard deviation and the kurtosis, summed in the order of the paths, each less the first.
func moments(figures []float64) (mean, sd, kurtosis float64) {
	if len(figures) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	n, origin := float64(len(figures)), figures[0]
	for _, x := range figures {
		mean += x - origin
	}
	mean = origin + mean/n
	var second, fourth float64
	for _, x := range figures {
		d := (x - mean) * (x - mean)
		second += d
		fourth += float64(d * d)
	}
	if second == 0 {
		return mean, 0, 1
	}
	variance := second / math.Max(n-1, 1)
	return mean, math.Sqrt(variance), fourth / n / float64((second/n)*(second/n))
}

func around(x, standardError float64) scenario.Estimate {
	lo, hi := interval.Around(x, standardError)
	return scenario.Estimate{Value: x, Lo: lo, Hi: hi}
}

// influence is how much each path influences the statistic. The statistic of other paths differs from this one by about
// the mean of their influences, so its standard error is the spread of the influences divided by the root of their
// number; for a difference of two statistics on common draws, the spread of the differences counts. (Hampel, Journal of
// the American Statistical Association 69, 1974.)
func (s Statistic) influence(figures []float64) []float64 {
	each := make([]float64, len(figures))
	mean, sd, _ := moments(figures)
	switch s.Kind {
	case Mean, Chance:
		for i, x := range figures {
			each[i] = x - mean
		}
	case SD:
		for i, x := range figures {
			if sd > 0 {
				each[i] = (float64((x-mean)*(x-mean)) - float64(sd*sd)) / (2 * sd)
			}
		}
	case Worst, Best:
		parts, value := s.contributions(figures)
		for i, x := range parts {
			each[i] = x - value
		}
	default:
		at, slope := s.slope(figures)
		for i, x := range figures {
			each[i] = float64(slope * s.share())
			if x <= at {
				each[i] -= slope
			}
		}
	}
	return each
}

// slope is the percentile, and how fast it rises with the share, measured between the ends of its own interval.
func (s Statistic) slope(figures []float64) (at, slope float64) {
	e := s.of(figures)
	width := interval.Z * math.Sqrt(float64(s.share()*(1-s.share()))/float64(len(figures)))
	return e.Value, (e.Hi - e.Lo) / (2 * width)
}

// difference is the statistic of one column less that of another, path by path on common draws.
func (s Statistic) difference(of, versus []float64) scenario.Estimate {
	a, b := s.influence(of), s.influence(versus)
	for i := range a {
		a[i] -= b[i]
	}
	_, sd, _ := moments(a)
	value := s.of(of).Value - s.of(versus).Value
	if s.Kind == Chance {
		return pairedChance(of, versus)
	}
	return around(value, sd/math.Sqrt(float64(len(of))))
}

// pairedChance is the difference of two chances.
func pairedChance(of, versus []float64) scenario.Estimate {
	var onlyOf, onlyVersus float64
	for i := range of {
		switch {
		case of[i] > versus[i]:
			onlyOf++
		case of[i] < versus[i]:
			onlyVersus++
		}
	}
	n := float64(len(of))
	lo, hi := interval.Paired(onlyOf, onlyVersus, n)
	return scenario.Estimate{Value: (onlyOf - onlyVersus) / n, Lo: lo, Hi: hi}
}

// parseShare reads "5%" or "10".
func parseShare(text string) (share float64, ok bool) {
	x, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	return x / 100, err == nil && x > 0 && x < 100
}

// statisticIn reads the statistic at the beginning of words, and tells how many words it takes: none if there is no
// statistic.
func statisticIn(words []string) (s Statistic, taken int, err error) {
	word := func(i int) string {
		if i < len(words) {
			return strings.ToLower(words[i])
		}
		return ""
	}
	first := word(0)
	switch {
	case first == "mean" || first == "average":
		s.Kind, taken = Mean, 1
	case first == "median":
		s.Share, taken = 0.5, 1
	case first == "sd":
		s.Kind, taken = SD, 1
	case first == "standard" && word(1) == "deviation":
		s.Kind, taken = SD, 2
	case first == "chance" || first == "probability":
		s.Kind, taken = Chance, 1
	case first == "worst" || first == "best":
		s.Kind, taken = Worst, 2
		if first == "best" {
			s.Kind = Best
		}
		share, ok := parseShare(word(1))
		if !ok {
			return s, 0, fmt.Errorf("%s %s of what share? Write a percentage between 0%% and 100%%, such as %s 5%%",
				first, word(1), first)
		}
		s.Share = share
	case strings.HasPrefix(first, "p") && len(first) > 1 && strings.Trim(first[1:], "0123456789.") == "":
		share, ok := parseShare(first[1:])
		if !ok {
			return s, 0, fmt.Errorf("%s is not a percentile; write p1 to p99, such as p10", first)
		}
		s.Share, taken = share, 1
	default:
		return s, 0, nil
	}
	if link := word(taken); link == "of" || s.Kind == Chance && link == "that" {
		taken++
	}
	return s, taken, nil
}
