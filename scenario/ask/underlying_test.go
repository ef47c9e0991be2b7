package ask_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The published bridge of NHS providers in 2016/17 (Nuffield Trust, The bottom line, 2017), in £m: reported −791, of
// which £1.8bn was support, and £790m one-off savings and £300m accounting items, which with the source's rounding of
// 19 are said as one-off items here; the underlying position is −3,700.
func TestTheBridgeOf2016(t *testing.T) {
	spec, err := file.Load("bridge.yaml", []byte(`schema: 2
name: NHS providers
years: 2016/17 to 2017/18
funding: {baseline: £80bn, cash_growth: 0%}
opening: {before_support: -£3700m, support: £1800m, one_offs: £1109m}
need: {real_growth: 0%}
not_modelled: []
`))
	require.NoError(t, err)
	s, err := ask.New(context.Background(), spec, scenario.Options{Paths: 64})
	require.NoError(t, err)
	f, err := s.Figure("mean of reported_position")
	require.NoError(t, err)
	a, err := s.Underlying(context.Background(), f, "2016/17")
	require.NoError(t, err)
	var got []string
	for _, row := range a.Rows {
		got = append(got, fmt.Sprintf("%s %.0f", row.Name, row.Cells[0].Value/1e6))
	}
	assert.Equal(t, []string{"reported position -791", "support -1800", "one offs -1109", "underlying position -3700"},
		got)
}

// Whatever a file models, the items add up to the difference to the penny, in the opening year and in the last.
func TestItemsOfTheBridgeAddUp(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	good, err := filepath.Glob("../file/testdata/good/*.yaml")
	require.NoError(t, err)
	most := 0
	for _, path := range append(files, good...) {
		spec, err := file.Read(path)
		require.NoError(t, err, path)
		s, err := ask.New(context.Background(), spec, scenario.Options{Paths: 64})
		require.NoError(t, err, path)
		f, err := s.Figure("mean of reported_position")
		require.NoError(t, err, path)
		for _, year := range append([]string{s.Opening()}, s.Years()[len(s.Years())-1]) {
			a, err := s.Underlying(context.Background(), f, year)
			require.NoError(t, err, path)
			sum := 0.0
			for _, row := range a.Rows[:len(a.Rows)-1] {
				sum += row.Cells[0].Value
			}
			assert.InDelta(t, a.Rows[len(a.Rows)-1].Cells[0].Value, sum, 0.011, "%s in %s", path, year)
			most = max(most, len(a.Rows))
		}
	}
	assert.Greater(t, most, 5, "some plan has many items")
}

// Any other figure is a fault that says what would do, and so is a year that the plan does not have.
func TestFaultsOfTheBridgeToTheUnderlyingPosition(t *testing.T) {
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	s, err := ask.New(context.Background(), spec, scenario.Options{Paths: 64})
	require.NoError(t, err)
	for _, c := range []struct{ figure, year, fault string }{
		{"mean of balance", "2019/20", "the bridge to the underlying position is of the mean of the reported one; " +
			"ask as in mean of reported_position in 2023/24"},
		{"p10 of reported_position", "2019/20", "the bridge to the underlying position is of the mean of the reported " +
			"one; ask as in mean of reported_position in 2023/24"},
		{"mean of reported_position", "2017/18", `"2017/18" is not a year of the plan; there are 2018/19 to 2028/29`},
	} {
		f, err := s.Figure(c.figure)
		require.NoError(t, err)
		_, err = s.Underlying(context.Background(), f, c.year)
		assert.EqualError(t, err, c.fault)
	}
}
