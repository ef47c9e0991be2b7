package ask_test

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever is asked, a figure that is understood is written so that it is understood again.
func FuzzFigure(f *testing.F) {
	for _, text := range []string{"p10 of balance in 2030/31 of Acute trust", "chance all bodies balance by 2028/29",
		"worst 5% of balance", "first year of balance", "chance that balance >= -£10m and debt < £1bn in every year",
		"mean of balance for care funded versus as planned", "longest run of deficit of Council", "p of of of"} {
		f.Add(text)
	}
	s := example(f, "system", 10)
	f.Fuzz(func(t *testing.T, text string) {
		figure, err := s.Figure(text)
		if err != nil {
			return
		}
		again, err := s.Figure(figure.String())
		require.NoError(t, err, "%q became %q", text, figure)
		assert.Equal(t, figure.String(), again.String())
	})
}

// Whatever stands in an axis, its values are as many as it says, and no more than an axis may have.
func FuzzParseAxis(f *testing.F) {
	for _, text := range []string{"funding.real_growth=2%..6%", "a=£1bn..£2bn/9", "a=2%, 3.4%", "a=-5..5/3", "=",
		"a=..", "a=1..2/0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ask.ParseAxis(text)
		if err == nil {
			assert.NotEmpty(t, a.Place)
			assert.NotEmpty(t, a.Values)
		}
	})
}
