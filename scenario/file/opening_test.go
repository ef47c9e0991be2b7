package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An opening figure that the file leaves out follows from those that it gives, is as good as the worst of them, and
// stands where the first of them does.
func TestOpeningFiguresThatFollow(t *testing.T) {
	rest := "schema: 2\nyears: 2018/19 to 2020/21\nneed: {real_growth: 4%}\nnot_modelled: []\n"
	for _, c := range []struct{ text, path, source, place string }{
		{"funding: {baseline: {value: £100m, quality: green}, real_growth: 3%}\nopening: {cost: {value: £90m, quality: red}}",
			"opening.position", "follows from funding.baseline and opening.cost", "f.yaml:5:11"},
		{"funding: {baseline: £100m, real_growth: 3%}\nopening: {cost: £90m, support: £5m}",
			"opening.position", "follows from funding.baseline and opening.cost", "f.yaml:5:21"},
		{"funding: {baseline: £100m, real_growth: 3%}\nopening: {before_support: £2m, support: £5m}",
			"opening.position", "follows from opening.before_support and opening.support", "f.yaml:6:27"},
		{"funding: {baseline: £100m, real_growth: 3%}\nopening: {position: £2m}",
			"opening.cost", "follows from funding.baseline and opening.position", "f.yaml:5:21"},
		{"funding: {real_growth: 3%}\nopening: {cost: £90m, position: £2m}",
			"funding.baseline", "follows from opening.cost and opening.position", "f.yaml:6:17"},
		{"funding: {baseline: £100m, real_growth: 3%, grants: {care: {baseline: £9m, cash_growth: 1%}}}\nopening: {position: £2m}",
			"opening.cost", "follows from funding.baseline and opening.position and funding.grants.care.baseline", "f.yaml:5:21"},
	} {
		s, err := Load("f.yaml", []byte(rest+c.text+"\n"))
		require.NoError(t, err, c.text)
		m, err := s.Model()
		require.NoError(t, err, c.text)
		note := central(m).Notes[c.path]
		assert.Equal(t, c.source, note.Source, c.text)
		assert.Equal(t, c.place, note.Place, c.text)
	}
	s, err := Load("f.yaml", []byte(rest+"bodies: {A: {funding: {baseline: {value: £100m, quality: amber}, real_growth: 3%}, "+
		"need: {real_growth: 1%}, opening: {position: £1m}}}\n"))
	require.NoError(t, err)
	m, err := s.Model()
	if err == nil {
		note := central(m).Notes["bodies.A.opening.cost"]
		assert.Equal(t, "follows from funding.baseline and opening.position, with what the body is paid and pays", note.Source)
	}
}
