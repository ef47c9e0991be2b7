package file

import (
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Warnings that nobody accepted become faults in the order of their places.
func TestStrictFaultsAreInOrder(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	warning := func(place string) scenario.Warning {
		return scenario.Warning{ID: place, Place: place, Fault: fault.OutOfRange.Found("x")}
	}
	answered := warning("f.yaml:1:1")
	answered.Accepted = "why"
	err = s.Strict([]scenario.Warning{warning("f.yaml:7:2"), warning("f.yaml:3:9"), answered, warning("f.yaml:3:1"),
		warning("nowhere"), warning("f.yaml:x:1")})
	var faults Faults
	require.ErrorAs(t, err, &faults)
	var places [][2]int
	for _, f := range faults {
		places = append(places, [2]int{f.Line, f.Column})
	}
	assert.Equal(t, [][2]int{{0, 0}, {0, 0}, {3, 1}, {3, 9}, {7, 2}}, places)
	assert.NoError(t, s.Strict([]scenario.Warning{answered}))
}

// The end of a place is the number after its last colon.
func TestTheEndOfAPlace(t *testing.T) {
	for place, want := range map[string]struct {
		rest string
		n    int
		ok   bool
	}{"f.yaml:7:2": {"f.yaml:7", 2, true}, "f.yaml:7": {"f.yaml", 7, true}, ":5": {"", 5, true}, "f.yaml": {}, "": {},
		"f.yaml:": {"f.yaml", 0, false}, "f:x": {"f", 0, false}} {
		rest, n, ok := endsIn(place)
		assert.Equal(t, []any{want.rest, want.n, want.ok}, []any{rest, n, ok}, place)
	}
}
