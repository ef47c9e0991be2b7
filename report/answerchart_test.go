package report

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/stretchr/testify/assert"
)

// A picture's names of rows and columns are short, and never two alike that were not.
func TestNamesOfAPictureAreShort(t *testing.T) {
	for _, c := range []struct{ names, want []string }{
		{[]string{"0%", "1.33333333%", "2.66666667%", "4%"}, []string{"0%", "1.33%", "2.67%", "4%"}},
		{[]string{"-0.125%", "0.5", "12.3456"}, []string{"-0.13%", "0.5", "12.35"}},
		{[]string{"1.331%", "1.332%"}, []string{"1.331%", "1.332%"}},
		{[]string{"£1.23456bn", "Acute trust"}, []string{"£1.23456bn", "Acute trust"}},
	} {
		assert.Equal(t, c.want, shorter(c.names))
	}
	d := drawing{answer: &ask.Answer{Question: "chance that balance >= 0"}}
	assert.Equal(t, "Chance that balance ≥ 0", d.title())
}
