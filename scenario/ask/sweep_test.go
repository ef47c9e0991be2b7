package ask_test

import (
	"context"
	"errors"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sweep gives the estimates of every row that comes before an error.
func sweep(s *ask.Study, figures []ask.Figure, rows [][]scenario.Setting) (all [][]scenario.Estimate, err error) {
	err = s.Sweep(context.Background(), figures, rows, func(row int, e []scenario.Estimate) error {
		if row != len(all) {
			return errors.New("a row is missing or comes twice")
		}
		all = append(all, e)
		return nil
	})
	return all, err
}

// twenty rows that decide correlated numbers, move uncertain ones and change how many numbers are drawn.
func twenty() (rows [][]scenario.Setting) {
	of := func(path, value string) scenario.Setting { return scenario.Setting{Path: path, Value: value} }
	for _, growth := range []string{"2%", "3%", "3.4%", "5%"} {
		rows = append(rows,
			[]scenario.Setting{of("funding.real_growth", growth)},
			[]scenario.Setting{of("assumptions.demand", growth)}, // certain: it is not drawn
			[]scenario.Setting{of("assumptions.demand", "{normal: {mean: "+growth+", sd: 1%}}")},
			[]scenario.Setting{of("assumptions.demand", "4%"), of("funding.real_growth", growth)},
			[]scenario.Setting{of("funding.real_growth", "{normal: {mean: "+growth+", sd: 1%}}")})
	}
	return rows
}

// Rows that are worked out together have the figures, to the bit, that each has alone.
func TestRowsOfASweepAreThoseOfEachAlone(t *testing.T) {
	s := example(t, "board", 700)
	var figures []ask.Figure
	for _, text := range []string{"mean of balance in 2029/30", "p10 of balance for a bad year versus ring-fenced"} {
		f, err := s.Figure(text)
		require.NoError(t, err)
		figures = append(figures, f)
	}
	together, err := sweep(s, figures, twenty())
	require.NoError(t, err)
	require.Len(t, together, len(twenty()))
	for i, row := range twenty() {
		alone, err := sweep(s, figures, [][]scenario.Setting{row})
		require.NoError(t, err)
		assert.Equal(t, alone[0], together[i], scenario.SettingsInWords(row))
	}
}

// A row with a fault ends a sweep after all rows before it, with the error that it has alone.
func TestASweepEndsAtItsFirstFault(t *testing.T) {
	s := example(t, "board", 300)
	f, err := s.Figure("mean of balance")
	require.NoError(t, err)
	for _, at := range []int{0, 3, 7, 8, 19} {
		for _, fault := range []scenario.Setting{{Path: "funding.real_growth", Value: "very high"},
			{Path: "no such place", Value: "1%"}, {Path: "funding.baseline", Value: "£90,000,000,000,000"}} {
			rows := twenty()
			rows[at] = []scenario.Setting{fault}
			_, alone := sweep(s, []ask.Figure{f}, rows[at:at+1])
			require.Error(t, alone)
			before, err := sweep(s, []ask.Figure{f}, rows)
			assert.Len(t, before, at)
			assert.EqualError(t, err, alone.Error())
		}
	}
}
