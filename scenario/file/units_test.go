package file

import (
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
)

// What each unit reads, and what it says of what it refuses, which counts as nothing.
func TestUnits(t *testing.T) {
	pounds := newShared(&Spec{}, newFaultList("")).decoder(version{}).amount()
	for _, c := range []struct {
		unit unit
		text string
		x    float64
		says string
	}{
		{rate(), "3.4%", 0.034, ""},
		{rate(), "0.034", 0.034, ""},
		{rate(), "x", 0, `"x" is not a rate; write 3.4%`},
		{rate(), "03%", 0, `"03%" begins with a zero too many; write "3%"`},
		{pounds, "£1.50", 150, ""},
		{pounds, "x", 0, `"x" is not an amount of money; write £114.6bn, £250m, £30k or £12.50`},
		{pounds, "£01", 0, `"£01" begins with a zero too many; write "£1"`},
		{span(), "7", 7, ""},
		{span(), "x", 0, `"x" is not a whole number of years from 1 to 100`},
		{counted(), "98,765.4", 98765.4, ""},
		{counted(), "1,000,000", 1e6, ""},
		{counted(), "1000", 1000, ""},
		{counted(), "1,000,00", 0, `"1,000,00" is not a number; write digits such as 98,765.4`},
		{counted(), "1,0000", 0, `"1,0000" is not a number; write digits such as 98,765.4`},
		{counted(), "1000.0.0", 0, `"1000.0.0" is not a number; write digits such as 98,765.4`},
		{counted(), "1.", 1, ""},
		{counted(), "x", 0, `"x" is not a number; write digits such as 98,765.4`},
		{counted(), "01,000", 0, `"01,000" begins with a zero too many; write "1,000"`},
		{pure(), "0.5", 0.5, ""},
		{pure(), "50%", 0.5, ""},
		{pure(), "-0.5", -0.5, ""},
		{pure(), "12345678901234567890", 12345678901234567890, ""},
		{pure(), "123456789012345678901", 0, `"123456789012345678901" is not a number; write digits such as 0.5`},
		{pure(), "", 0, `"" is not a number; write digits such as 0.5`},
		{pure(), "-", 0, `"-" is not a number; write digits such as 0.5`},
		{pure(), "%", 0, `"%" is not a number; write digits such as 0.5`},
		{pure(), ".5", 0, `".5" is not a number; write digits such as 0.5`},
		{pure(), "1.2.3", 0, `"1.2.3" is not a number; write digits such as 0.5`},
		{pure(), "05", 0, `"05" begins with a zero too many; write "5"`},
		{pure(), "1e5", 0, `"1e5" is not a number; write digits such as 0.5`},
	} {
		x, err := c.unit.read(c.text)
		assert.Equal(t, c.x, x, "%s: %s", c.unit.name, c.text)
		if c.says == "" {
			assert.NoError(t, err, "%s: %s", c.unit.name, c.text)
			continue
		}
		assert.EqualError(t, err, c.says)
		assert.ErrorIs(t, err, fault.Unreadable)
	}
	for _, u := range []unit{rate(), span(), counted(), pure()} {
		assert.False(t, u.money, u.name)
	}
	assert.True(t, pounds.money)
	x, err := rate().readCell("")
	assert.EqualError(t, err, "the cell is empty; every row of the table has a figure")
	assert.Zero(t, x)
	x, err = rate().readCell("5%")
	assert.NoError(t, err)
	assert.Equal(t, 0.05, x)
	x, err = pure().read("-0")
	assert.NoError(t, err)
	assert.Equal(t, 1/x > 0, true, "−0 is 0")
}
