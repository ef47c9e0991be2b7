package file

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a change leaves in its place is untouched, whichever places a path with * means.
func TestWhatAChangeLeavesUntouched(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("services: {a: {baseline: £1m}, b: {baseline: £2m}}\n"+
		"changes: {one: {services.b.baseline: £3m}, other: {need.real_growth: 1%}, more: {savings.planned: 1%}}\n")))
	require.NoError(t, err)
	d := newShared(s, newFaultList("f.yaml")).decoder(version{root: s.root})
	for path, want := range map[string][]bool{
		"services.*.baseline": {false, true, true}, "services.a.baseline": {true, true, true},
		"services.b.baseline": {false, true, true}, "services.b": {false, true, true}, "services": {false, true, true},
		"need.real_growth": {true, false, true}, "savings.planned": {true, true, true},
		"*.real_growth": {true, false, true},
	} {
		for i, name := range []string{"one", "other", "more"} {
			tree, ok := d.apply([]string{name}, s.root.child("changes"))
			require.True(t, ok)
			assert.Equal(t, want[i], untouched(s.root, tree, path), "%s with %s", path, name)
		}
	}
	one := func(fields ...field) *node { return &node{kind: nodeMapping, fields: fields} }
	a, b := textNode("a", top()), textNode("b", top())
	assert.True(t, untouched(one(field{a, a}, field{b, b}), one(field{b, b}, field{a, a}), "*"), "in another order")
	assert.False(t, untouched(one(field{a, a}), one(), "*"))
	assert.False(t, untouched(one(field{a, a}), nil, "a"))
	assert.False(t, untouched(one(field{a, a}), one(field{a, b}), ""))
}

// A change may name a table that the file does not.
func TestAChangeMayNameATable(t *testing.T) {
	s, err := LoadIn(tablesBeside(), "f.yaml", []byte(completed("changes: {past: {need.real_growth: {empirical: {csv: past.csv, "+
		"column: growth}}}}\n")))
	require.NoError(t, err)
	m, err := s.Vary([]string{"past"})
	require.NoError(t, err)
	assert.Equal(t, dist.Empirical{Values: dist.NumbersOf(0.02, 0.01, 0.03, 0.04)}, m.Baseline.Drivers[0].Law)
	again, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, m.Baseline.Drivers[0].Law, again.Scenarios[0].Drivers[0].Law)
}
