package report

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// flat is a page in one line, whatever its line breaks.
func flat(page string) string { return strings.Join(strings.Fields(page), " ") }

// nationOf is a made-up nation in which body 0 has the least trouble, and each next one more, by its chance of a
// deficit: 1%, 2% and so on. All balances are the same.
func nationOf(bodies int, scenarios ...string) *fake {
	f := system(bodies, 3, scenarios...)
	for b := range bodies {
		line := "bodies." + bodyName(b) + ".balance"
		for _, name := range scenarios {
			for _, year := range f.about.Years {
				f.cells[[4]string{name, "", line, year}] = normalCell(float64(-b)*1e6, 1e6)
			}
			for _, year := range f.about.Years[1:] {
				f.chances[[4]string{name, "", line + "_in_year", year}] =
					scenario.Chance{Probability: surely(1 - float64(b+1)/100)}
			}
		}
	}
	return f
}

// A page of many bodies names the ten in most trouble wherever it shows bodies, ranks them all in detail, and says how
// many are left out of each table.
func TestANationIsRanked(t *testing.T) {
	f := nationOf(42, "as planned", "worse")
	got := printed(t, f, Options{})
	assert.Contains(t, flat(got), "and 32 in less trouble")
	assert.NotContains(t, got, "more are in the records")
	_, ranking, _ := strings.Cut(got, "All 42 bodies in 2027/28 with as planned, the one in most trouble first, £m")
	ranking, _, _ = strings.Cut(ranking, "How far the 42 bodies lie apart")
	assert.Len(t, regexp.MustCompile(`(?m)^\d+ `).FindAllString(ranking, -1), 42)
	assert.Contains(t, ranking, "\n20 Children 2                      23%   -23.3   -22.0   -20.7\n")
	assert.Contains(t, flat(got), "The 10 bodies in most trouble in 2027/28 with as planned, and 32 in less trouble")

	var screen bytes.Buffer
	require.NoError(t, writePage(&screen, f.source(), Options{}))
	first := flat(screen.String())
	assert.Contains(t, first, bodyName(41)+" chance 58% 58%")
	assert.NotContains(t, first, bodyName(31)+" chance", "the eleventh")
	assert.Contains(t, first, "and 32 in less trouble")

	got = printed(t, system(20, 6, "as planned"), Options{})
	assert.NotContains(t, got, "trouble")
	assert.NotContains(t, got, "lie apart")
}

// What is said of a nation: of chances of 1% to 42% none is above even odds; of 1% to 60% ten are, 51% to 60%. Of 60
// balances of 0, −1, … −59 the lowest is −59, and half are at −30 or below: number 30 of 60, counted from the lowest.
func TestWhatIsSaidOfANation(t *testing.T) {
	said := flat(printed(t, nationOf(42, "as planned"), Options{}))
	assert.Contains(t, said, "0 of 42 bodies are more likely than not in deficit in 2027/28")
	said = flat(printed(t, nationOf(60, "as planned"), Options{}))
	assert.Contains(t, said,
		fmt.Sprintf("10 of 60 bodies are more likely than not in deficit in 2027/28; in most trouble are "+
			"%s (chance of a deficit 60%%), %s (chance of a deficit 59%%) and %s (chance of a deficit 58%%); on the middle path "+
			"the balances reach from −£59.0m to £0.0m, and half of them are −£30.0m or less", bodyName(59),
			bodyName(58), bodyName(57)))
	assert.Contains(t, said, "bodies 59 10 10 not in deficit", "all but one open below zero")
	assert.Contains(t, said, "half -30.0 -30.0 -30.0")
	d, err := digest(nationOf(60, "as planned").source(), Options{})
	require.NoError(t, err)
	for i, want := range []string{"−59.0", "−45.0", "−30.0", "−15.0", "0.0"} {
		assert.Equal(t, []string{want, want, want}, d.BodyTables[1].Rows[i].Cells)
	}
}

// A ranking of very many bodies ends, and says how many are not in it.
func TestAVeryLongRankingEnds(t *testing.T) {
	got := printed(t, system(250, 3, "as planned"), Options{})
	_, ranking, _ := strings.Cut(got, "All 250 bodies")
	ranking, _, _ = strings.Cut(ranking, "lie apart")
	assert.Len(t, regexp.MustCompile(`(?m)^\d+ `).FindAllString(ranking, -1), 200)
	assert.Contains(t, flat(ranking), "and 50 in less trouble")
}

// The order is by chance, then by balance, then as the file has it; a page as text and one of HTML have the same rows.
func TestTheOrderOfTrouble(t *testing.T) {
	f := system(42, 6, "as planned")
	v, err := look(f.source(), "", finance.DisplayUnit{})
	require.NoError(t, err)
	all := v.judged()
	order := v.ranked("as planned", all)
	assert.Len(t, order, 42)
	place := func(b body) int { return slices.IndexFunc(all, func(o body) bool { return o.name == b.name }) }
	for i := range order[1:] {
		a, b := order[i], order[i+1]
		ca, _ := v.Chance("as planned", a.main, v.year())
		cb, _ := v.Chance("as planned", b.main, v.year())
		require.LessOrEqual(t, ca.Probability.Value, cb.Probability.Value)
		if ca.Probability.Value == cb.Probability.Value {
			la, _ := v.Cell("as planned", a.balance, v.year())
			lb, _ := v.Cell("as planned", b.balance, v.year())
			require.LessOrEqual(t, medianOf(la).Value, medianOf(lb).Value)
			if medianOf(la).Value == medianOf(lb).Value {
				assert.Less(t, place(a), place(b))
			}
		}
	}
	d, err := digest(f.source(), Options{})
	require.NoError(t, err)
	require.Len(t, d.BodyTables, 3)
	for i, b := range order {
		assert.Equal(t, fmt.Sprintf("%d %s", i+1, b.name), d.BodyTables[0].Rows[i].Label)
	}
	assert.Contains(t, d.BodyTables[2].Heading, "The 10 bodies in most trouble")
}
