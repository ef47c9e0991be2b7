package file

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const movedFile = `schema: 2
years: 2018/19 to 2020/21 # a comment stays
not_modelled: []
funding:
  baseline: £114.6bn
  real_growth: {values: [3.6%, "3.1%"], source: a table, quality: green}
opening: {before_support: -£5.0bn, support: £2.45bn}
need:
  real_growth:
    p10: 2.8%
    p90: 3.8% # and so does this
    quality: amber
earmark: {share: 0.05, leakage: 0%}
deflator: {surprise: {normal: {mean: 0%, sd: 0.5%}}}
`

// A move moves all that says where a number lies, in the unit that it is written in, and nothing that says how widely
// it is spread or where it comes from.
func TestMoves(t *testing.T) {
	s, err := Load("m.yaml", []byte(movedFile))
	require.NoError(t, err)
	for _, c := range []struct {
		move Move
		want []scenario.Setting
		text string // a line of the file afterwards
	}{
		{Move{"need.real_growth", 0.004},
			[]scenario.Setting{{Path: "need.real_growth.p10", Value: "3.2%"},
				{Path: "need.real_growth.p90", Value: "4.2%"}},
			"    p90: 4.2% # and so does this"},
		{Move{"funding.real_growth", -0.001},
			[]scenario.Setting{{Path: "funding.real_growth.values", Value: "[3.5%, 3%]"}},
			`  real_growth: {values: [3.5%, "3%"], source: a table, quality: green}`},
		{Move{"opening.before_support", 1.25e9},
			[]scenario.Setting{{Path: "opening.before_support", Value: "-£3.75bn"}},
			"opening: {before_support: -£3.75bn, support: £2.45bn}"},
		{Move{"earmark.share", 0.01}, []scenario.Setting{{Path: "earmark.share", Value: "6%"}},
			"earmark: {share: 6%, leakage: 0%}"},
		{Move{"deflator.surprise", 0.01},
			[]scenario.Setting{{Path: "deflator.surprise.normal.mean", Value: "1%"}},
			"deflator: {surprise: {normal: {mean: 1%, sd: 0.5%}}}"},
	} {
		set, err := s.Settings(c.move)
		require.NoError(t, err)
		assert.Equal(t, c.want, set)
		text, err := s.Moved(c.move)
		require.NoError(t, err)
		assert.Contains(t, strings.Split(string(text), "\n"), c.text)
		assert.Contains(t, string(text), "# a comment stays")

		as, err := s.With(set...)
		require.NoError(t, err)
		again, err := Load("m.yaml", text)
		require.NoError(t, err)
		assert.Empty(t, as.Differences(again), "the text moved is the file as set")
	}
}

// What is no number of the file cannot be moved.
func TestNoMoves(t *testing.T) {
	s, err := Load("m.yaml", []byte(movedFile))
	require.NoError(t, err)
	for _, place := range []string{"", "years", "need", "savings.planned", "need.real_growth.quality", "nowhere.at.all"} {
		_, err := s.Settings(Move{place, 0.01})
		assert.ErrorContains(t, err, "no number that can be moved", place)
		_, err = s.Moved(Move{place, 0.01})
		assert.ErrorContains(t, err, "no number that can be moved", place)
	}
	set, err := s.Settings(Move{"need.real_growth", 0})
	require.NoError(t, err)
	as, err := s.With(set...)
	require.NoError(t, err)
	assert.Empty(t, s.Differences(as), "a move by nothing changes nothing")
}
