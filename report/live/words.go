package live

import (
	"math"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/report"
)

// label is a place of the file in words: "need: real growth".
func label(place string) string {
	words := strings.ReplaceAll(strings.TrimPrefix(place, "assumptions."), "_", " ")
	return report.Printable(strings.ReplaceAll(words, ".", ": "))
}

// number reads the decimal text of an effective input.
func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return x
}

// rounded is a number to twelve digits, so that sums of steps are what people would write.
func rounded(x float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	if err != nil || math.IsNaN(short) {
		return 0
	}
	return short
}
