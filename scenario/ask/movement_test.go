package ask_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Funding of £100m that grows by 3% and by 2% inflation is £105.06m: £3.00m by the first, £2.06m by the second. Need
// of £100m grows by 4% and by inflation: £4.00m and £2.08m, and the balance falls by £1.02m.
func TestAMovementByHand(t *testing.T) {
	spec, err := file.Load("hand.yaml", []byte(`schema: 2
name: By hand
years: 2025/26 to 2026/27
funding: {baseline: £100m, real_growth: 3%}
need: {real_growth: 4%}
deflator: {planned: 2%}
not_modelled: []
`))
	require.NoError(t, err)
	s, err := ask.New(context.Background(), spec, scenario.Options{Paths: 64})
	require.NoError(t, err)
	f, err := s.Figure("mean of balance in 2026/27")
	require.NoError(t, err)
	a, err := s.Movement(context.Background(), f, "2025/26")
	require.NoError(t, err)
	var got []string
	for _, row := range a.Rows {
		got = append(got, fmt.Sprintf("%s %.0f", row.Name, row.Cells[0].Value))
	}
	assert.Equal(t, []string{"2025/26 0", "funding: funding.real_growth 3000000", "funding: deflator.planned 2060000",
		"demand: need.real_growth -4000000", "demand: deflator.planned -2080000", "2026/27 -1020000"}, got)
	assert.Equal(t, -1.02e6, math.Round(a.Value.Value))
}

// Whatever a file models, the causes add up to the change to the penny, from the opening year and from the
// year before.
func TestMovementsAddUp(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	good, err := filepath.Glob("../file/testdata/good/*.yaml")
	require.NoError(t, err)
	for _, path := range append(files, good...) {
		spec, err := file.Read(path)
		require.NoError(t, err, path)
		s, err := ask.New(context.Background(), spec, scenario.Options{Paths: 128})
		require.NoError(t, err, path)
		years := append([]string{s.Opening()}, s.Years()...)
		for _, line := range []string{"balance", "net cost"} {
			f, err := s.Figure("mean of " + line + " in " + years[len(years)-1])
			require.NoError(t, err, path)
			for _, since := range []string{years[0], years[len(years)-2]} {
				a, err := s.Movement(context.Background(), f, since)
				require.NoError(t, err, path)
				sum := 0.0
				for _, row := range a.Rows[:len(a.Rows)-1] {
					sum += row.Cells[0].Value
				}
				last := a.Rows[len(a.Rows)-1].Cells[0].Value
				assert.InDelta(t, last, sum, 0.011, "%s: %s since %s", path, line, since)
			}
		}
	}
}

// What is no movement of the mean of money between two years of the plan is a fault that says what would be.
func TestFaultsOfMovements(t *testing.T) {
	s := example(t, "settlement", 64)
	for _, c := range []struct{ figure, since, want string }{
		{"p10 of balance in 2023/24", "2018/19", "ask as in mean of balance in 2023/24"},
		{"chance that balance in 2023/24", "2018/19", "ask as in mean of balance"},
		{"mean of demand growth in 2023/24", "2018/19", "of the mean of money"},
		{"mean of balance in 2023/24", "2023/24", "give an earlier year, from 2018/19 on"},
		{"mean of balance in 2023/24", "1999/00", "give an earlier year, from 2018/19 on"},
		{"mean of balance in 2023/24 versus settlement, improve", "2018/19", "of the mean of money"},
	} {
		f, err := s.Figure(c.figure)
		require.NoError(t, err, c.figure)
		_, err = s.Movement(context.Background(), f, c.since)
		assert.ErrorContains(t, err, c.want, c.figure)
	}
}
