package report

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func printed(t *testing.T, f *fake, o Options) string {
	t.Helper()
	o.Detail = true
	var b bytes.Buffer
	require.NoError(t, writePage(&b, f.source(), o))
	return b.String()
}

func TestTableGolden(t *testing.T) {
	for _, columns := range []int{60, 80, 120} {
		got := printed(t, settlement(), Options{Width: columns, Scenarios: []string{stand, four}})
		testkit.Golden(t, filepath.Join("testdata", fmt.Sprintf("table_%d.txt", columns)), got)
	}
}

func TestTableKeepsToItsWidth(t *testing.T) {
	for _, columns := range []int{1, 40, 47, 60, 73, 80, 100, 120, 300} {
		for _, line := range strings.Split(printed(t, settlement(), Options{Width: columns}), "\n") {
			assert.LessOrEqual(t, width(line), max(columns, leastWidth), "at %d columns: %q", columns, line)
			assert.Equal(t, strings.TrimRight(line, " "), line, "trailing space")
		}
	}
}

// Every year stands in every table once, however few fit side by side.
func TestTableShowsEveryYear(t *testing.T) {
	f := settlement()
	for _, columns := range []int{40, 60, 80, 120, 200} {
		got := printed(t, f, Options{Width: columns, Scenarios: []string{stand}, Lines: []string{"balance"}})
		for i, year := range f.about.Years {
			mark := year
			if i >= 6 {
				mark += "*"
			}
			headers := 0
			for _, line := range strings.Split(got, "\n") {
				if strings.HasPrefix(line, "  ") {
					for _, word := range strings.Fields(line) {
						if word == mark {
							headers++
						}
					}
				}
			}
			assert.Equal(t, 1, headers, "%s at %d columns\n%s", mark, columns, got)
		}
	}
}

func TestColourOnlyWhenAllowed(t *testing.T) {
	assert.NotContains(t, printed(t, settlement(), Options{}), "\x1b")
	coloured := printed(t, settlement(), Options{Color: true})
	assert.Contains(t, coloured, "\x1b[31m")
	assert.Contains(t, coloured, "\x1b[1m")
	plain := strings.NewReplacer("\x1b[31m", "", "\x1b[1m", "", "\x1b[0m", "").Replace(coloured)
	assert.Equal(t, printed(t, settlement(), Options{}), plain, "colour changes nothing else")
}

func TestExactDifferencesSayExact(t *testing.T) {
	f := settlement()
	got := printed(t, f, Options{Width: 120})
	assert.Contains(t, got, "funding              exact      0.0   +0.5 ")
	assert.NotContains(t, got, "± 0.0")
	for _, line := range strings.Split(got, "\n") {
		if strings.Contains(line, " ± ") && !strings.HasPrefix(line, "-") {
			for _, half := range strings.Fields(line) {
				assert.NotContains(t, []string{"0", "0.0", "0.00"}, half, "%q", line)
			}
		}
	}
}

// Some years exact, some not: the row of half-widths says which.
func TestPartlyExactDifference(t *testing.T) {
	f := settlement()
	v := seen(t, f, "")
	p := page{view: v, lines: f.about.Lines}
	rows := p.differenceSections(f.about.Comparisons[0])[0][1].rows // net cost
	assert.Equal(t, "±", rows[1].stat)
	assert.Equal(t, "exact", strings.TrimSpace(rows[1].cells[0]))
	assert.NotEqual(t, "exact", strings.TrimSpace(rows[1].cells[10]))
}

func TestDecimalPointsLineUp(t *testing.T) {
	s := section{{"a", []row{{"", []string{"1.25"}}, {"", []string{"-12"}}, {"", []string{"exact"}}}},
		{"b", []row{{"", []string{"~30%"}}, {"", []string{"0.3"}}}}}
	assert.Equal(t, 6, alignPoints(s, 1))
	assert.Equal(t, "1.25", s[0].rows[0].cells[0])
	assert.Equal(t, "-12   ", s[0].rows[1].cells[0])
	assert.Equal(t, "exact", s[0].rows[2].cells[0])
	assert.Equal(t, "~30%  ", s[1].rows[0].cells[0])
	assert.Equal(t, "0.3 ", s[1].rows[1].cells[0])
}

func TestPartsAreEven(t *testing.T) {
	assert.Equal(t, []part{{0, 6}, {6, 11}}, parts(11, 6))
	assert.Equal(t, []part{{0, 4}, {4, 8}, {8, 11}}, parts(11, 4))
	assert.Equal(t, []part{{0, 1}}, parts(1, 9))
}

// Names from a file cannot move the cursor, break a table or hide what follows.
func TestOddNames(t *testing.T) {
	odd := "\x1b[2J a\nb\u202e <script>&日本語 " + strings.Repeat("long ", 40)
	f := settlement()
	f.about.Name, f.about.Body = odd, odd
	f.about.NotModelled = []string{odd}
	f.about.Warnings = []scenario.Warning{{ID: odd, Place: odd, Fault: fault.OutOfRange.Found("%s", odd).At(odd)}}
	f.about.Lines = append(f.about.Lines, scenario.Line{Name: odd})
	f.about.Scenarios = []string{odd}
	for key, c := range f.cells {
		if key[0] == stand && key[1] == "" {
			f.cells[[4]string{odd, "", key[2], key[3]}] = c
			f.cells[[4]string{odd, "", odd, key[3]}] = c
		}
	}
	got := printed(t, f, Options{Lines: []string{"balance", odd}})
	assert.NotContains(t, got, "\x1b")
	assert.NotContains(t, got, "\u202e")
	assert.Contains(t, got, `\x1b[2J`)
	for _, line := range strings.Split(got, "\n") {
		assert.LessOrEqual(t, width(line), 80)
	}
}

func TestTableRefusesWhatItDoesNotHave(t *testing.T) {
	f := settlement()
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Year: "1999/00"}, `there is no year "1999/00"`},
		{Options{Lines: []string{"suplus"}}, `there is no line "suplus" in this result; it has "funding", "net_cost"`},
		{Options{Scenarios: []string{"x"}}, `there is no scenario "x"`},
	} {
		var b bytes.Buffer
		assert.ErrorContains(t, writePage(&b, f.source(), c.o), c.want)
		assert.Empty(t, b.String())
	}
	assert.ErrorContains(t, Table(&bytes.Buffer{}, nil, Options{}), "empty")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

func TestTableReportsAFailedWrite(t *testing.T) {
	f := settlement()
	assert.EqualError(t, writePage(broken{}, f.source(), Options{}), "the pipe is closed")
}

func TestNotesSayWhatAReaderNeeds(t *testing.T) {
	f := settlement()
	f.about.Warnings = []scenario.Warning{
		{ID: "mean debt", Fault: fault.OutOfRange.Found("the mean is not known").At("debt")},
		{ID: "growth need.real_growth", Fault: fault.OutOfRange.Found("34%% a year"), Accepted: "It is so"}}
	got := strings.Join(strings.Fields(printed(t, f, Options{})), " ")
	for _, want := range []string{
		"central has every driver at its median", "do not add up", "may not sum",
		"* From 2024/25 the years rest on assumptions beyond the sources (funding in the opening year).",
		"exact is what no uncertain number reaches; same is what is the same on all 100,000 paths",
		"Not modelled - Capital", "Warnings - debt: the mean is not known [mean debt]",
		"Warnings accepted - 34% a year (accepted: It is so)", "2 red (inflation above plan; new money meant for transformation)",
		"1 unsupported (planned inflation)",
		"Seed 2018, 100,000 paths, stream 1; 176 checks exactly 0 on every path; result 3f2a9c81d0e4.",
		"of 100,000 paths on the same draws", "balance in year: balance is zero or more in the year.",
	} {
		assert.Contains(t, strings.ToLower(got), strings.ToLower(want))
	}
}

func TestLinesThatAreNotMoneyArePercentages(t *testing.T) {
	f := settlement()
	f.about.Lines = append(f.about.Lines, scenario.Line{Name: "savings_required_share"})
	for _, year := range f.about.Years {
		f.cells[[4]string{stand, "", "savings_required_share", year}] = scenario.Cell{Central: 0.0213,
			Mean: surely(0.0213), Exact: true}
	}
	got := printed(t, f, Options{Lines: []string{"savings_required_share"}, Scenarios: []string{stand}, Width: 120})
	assert.Contains(t, got, "savings required share, ")
	assert.Contains(t, got, "exact      2.1 ")
}

func TestUnitCanBeSet(t *testing.T) {
	got := printed(t, settlement(), Options{Unit: finance.DisplayUnits("£")[1], Lines: []string{"funding"}})
	assert.Contains(t, got, "settlement, stand still, £m\n")
	assert.Contains(t, got, "114,600.0")
}

// A line that is the same on all paths takes one row; whether it must be so stands before it. Beside a mean stands why
// it has no half-width.
func TestWhatIsExactAndWhatIsOnlyTheSame(t *testing.T) {
	for _, exact := range []bool{true, false} {
		word, not := "exact", "same"
		if !exact {
			word, not = not, word
		}
		f := settlement()
		for _, year := range f.about.Years {
			f.cells[[4]string{stand, "", "balance", year}] = scenario.Cell{Central: -1e9, Mean: surely(-1e9), Min: -1e9,
				Max: -1e9, Exact: exact}
		}
		f.about.Lines, f.about.Conditions = []scenario.Line{{Name: "balance", Money: true}}, nil
		got := strings.Join(strings.Fields(printed(t, f, Options{Scenarios: []string{stand}, Width: 200})), " ")
		assert.Contains(t, got, "balance "+word+" -1.0 -1.0")
		assert.NotContains(t, got, "balance "+not)
		if exact {
			assert.Contains(t, got, "In 2023/24 the balance is −£1.0bn with")
		} else {
			assert.Contains(t, got, "In 2023/24 the balance is −£1.0bn on all 100,000 paths with")
		}
		assert.Equal(t, word,
			differenceStats()[1].text(billions(), f.cells[[4]string{stand, "", "balance", "2023/24"}]))
	}
}
