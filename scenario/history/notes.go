package history

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/scenario/evidence"
)

// unlikely is the p-value below which a law is said not to fit its series.
const unlikely = 0.05

// short is the number of values below which a history is called short.
const short = 30

// notes says what a reader must know about a fit to a short series.
func notes(f *evidence.Fitted, e estimate) []string {
	notes := []string{length(f)}
	if f.P < unlikely {
		notes = append(notes, fmt.Sprintf("The values are unlike this law: of histories simulated from it only %.1f%% lie as far off. Try another law, or look for a year that does not belong.", 100*f.P))
	} else {
		notes = append(notes, fmt.Sprintf("Nothing speaks against the law (p %.2f), but so few values can only show a gross misfit: it is not shown to be right, least of all in its tails.", f.P))
	}
	if l := e.question.law; l.note != nil && l.note(e.values) != "" {
		notes = append(notes, l.note(e.values))
	}
	if p, ok := f.Persistence(); ok && math.Abs(p.Bias) >= 0.05 {
		notes = append(notes,
			fmt.Sprintf(
				"Histories of this length give a persistence that is %.2f too %s on average; it is printed as found.",
				math.Abs(p.Bias), map[bool]string{true: "low", false: "high"}[p.Bias < 0]))
	}
	if gaps := gaps(f); gaps > 0 {
		notes = append(notes,
			fmt.Sprintf("%s between the first and the last have no figure; they count as years without news.",
				counted(gaps, "year")))
	}
	return notes
}

// length says what the number of values means.
func length(f *evidence.Fitted) string {
	n := len(f.Series.Points)
	tail := float64(n) / 10
	if n < short {
		return fmt.Sprintf("%d values are a short history: about %.1f of them lie beyond each end of an 80%% band, so its ends rest on the shape of the law. The standard errors say how far another history of the same length might move the numbers; the text to paste does not contain them, so bands made with it are too narrow.", n, tail)
	}
	return fmt.Sprintf("%d values: about %.0f lie beyond each end of an 80%% band.", n, tail)
}

// gaps is the number of years within the series without a figure.
func gaps(f *evidence.Fitted) int {
	points := f.Series.Points
	return int(points[len(points)-1].Year-points[0].Year) + 1 - len(points)
}
