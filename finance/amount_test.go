package finance_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// An amount as people write it is exact, and is read back.
func TestShort(t *testing.T) {
	for a, want := range map[finance.Amount]string{
		0: "£0", 1: "£0.01", 760 * finance.Million: "£760m", -2.55 * finance.Billion: "-£2.55bn",
		-20 * finance.Million: "-£20m", 549_999_100 * finance.Pound: "£549,999,100", 900 * finance.Thousand: "£900,000",
		1.234 * finance.Million: "£1.234m", 1_234_567 * finance.Pound: "£1,234,567",
		1_234_567_000 * finance.Pound: "£1,234.567m", -150: "-£1.50",
	} {
		assert.Equal(t, want, a.Short("£"))
	}
	testkit.Check(t, 20_000, func(t *rapid.T) {
		unit := rapid.SampledFrom([]finance.Amount{finance.Penny, finance.Thousand, finance.Million}).Draw(t, "unit")
		a := unit * finance.Amount(rapid.Int64Range(-int64(finance.MaxAmount/unit),
			int64(finance.MaxAmount/unit)).Draw(t, "units"))
		back, err := finance.ParseAmount(a.Short("€"), "€")
		require.NoError(t, err)
		require.Equal(t, a, back)
	})
}

func TestAmountsAreWholePence(t *testing.T) {
	assert.Equal(t, finance.Amount(11_460_000_000_000), finance.Amount(114.6*finance.Billion))
	assert.Equal(t, finance.Amount(-255_000_000_000), finance.Amount(-2.55*finance.Billion))
	assert.Equal(t, "114600000000", finance.Amount(114.6*finance.Billion).Decimal().String())
	assert.Equal(t, "0.01", finance.Amount(finance.Penny).Decimal().String())
}

func TestAmountsArePrintedWithSeparators(t *testing.T) {
	for a, want := range map[finance.Amount]string{
		0: "0.00", 1: "0.01", -1: "-0.01", 99: "0.99", 100_000: "1,000.00", -100_000: "-1,000.00", 99_999: "999.99",
		-2.55 * finance.Billion: "-2,550,000,000.00", finance.MaxAmount: "22,517,998,136,852.48",
		math.MinInt64: "-92,233,720,368,547,758.08",
	} {
		assert.Equal(t, want, a.String())
	}
}

// Tables choose a unit by the size of the envelope and round half away from zero.
func TestAmountsAreShownInAUnit(t *testing.T) {
	for _, c := range []struct {
		size       finance.Amount
		name, want string // the unit's name, and the size in it
	}{
		{114.6 * finance.Billion, "£bn", "114.6"}, {20 * finance.Billion, "£bn", "20.0"},
		{-20.55 * finance.Billion, "£bn", "-20.6"},
		{19_999 * finance.Million, "£m", "19,999.0"}, {20 * finance.Million, "£m", "20.0"},
		{19_999 * finance.Thousand, "£000", "19,999.0"},
		{20 * finance.Thousand, "£000", "20.0"}, {1999 * finance.Pound, "£", "1,999.00"}, {0, "£", "0.00"},
	} {
		u := finance.DisplayUnitFor(c.size, "£")
		assert.Equal(t, c.name, u.Name)
		assert.Equal(t, c.want, c.size.In(u), c.name)
	}
	bn := finance.DisplayUnits("€")[0]
	assert.Equal(t, "€bn", bn.Name)
	for a, want := range map[finance.Amount]string{
		50 * finance.Million: "0.1", 49_999_999 * finance.Pound: "0.0", -50 * finance.Million: "-0.1",
		12345 * finance.Billion: "12,345.0",
	} {
		assert.Equal(t, want, a.In(bn))
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name    string
		amount  finance.Amount
		weights []int64
		want    []finance.Amount
	}{
		{"ties go to the first listed", 100, []int64{1, 1, 1}, []finance.Amount{34, 33, 33}},
		{"two pence over three", 2, []int64{1, 1, 1}, []finance.Amount{1, 1, 0}},
		{"a penny over four", 1, []int64{1, 1, 1, 1}, []finance.Amount{1, 0, 0, 0}},
		{"the largest remainder first", 100, []int64{1, 2, 4}, []finance.Amount{14, 29, 57}}, // 14.29, 28.57, 57.14
		{"a negative amount as its absolute value", -100, []int64{1, 1, 1}, []finance.Amount{-34, -33, -33}},
		{"no money", 0, []int64{3, 1}, []finance.Amount{0, 0}},
		{"zero weights get zero", 101, []int64{0, 1, 0, 1, 0}, []finance.Amount{0, 51, 0, 50, 0}},
		{"a single weight", 7, []int64{9}, []finance.Amount{7}},
		{"near the end of 64 bits", math.MaxInt64, []int64{math.MaxInt64, math.MaxInt64 - 1, 1},
			// the first two have remainders, the last less than a penny
			[]finance.Amount{4611686018427387904, 4611686018427387903, 0}},
		{"the lowest amount", math.MinInt64, []int64{1, 1}, []finance.Amount{math.MinInt64 / 2, math.MinInt64 / 2}},
		{"the lowest amount, alone", math.MinInt64, []int64{5}, []finance.Amount{math.MinInt64}},
	} {
		got, err := c.amount.Split(c.weights)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.want, got, c.name)
	}
}

// Hamilton's method has the Alabama paradox, and the documentation says so: with 11 seats instead of 10 the third
// state loses one (a textbook instance, populations 6, 6 and 2).
func TestSplitHasTheAlabamaParadox(t *testing.T) {
	ten, err := finance.Amount(10).Split([]int64{6, 6, 2})
	require.NoError(t, err)
	eleven, err := finance.Amount(11).Split([]int64{6, 6, 2})
	require.NoError(t, err)
	assert.Equal(t, []finance.Amount{4, 4, 2}, ten)
	assert.Equal(t, []finance.Amount{5, 5, 1}, eleven)
}

func TestSplitRefuses(t *testing.T) {
	for _, c := range []struct {
		weights []int64
		want    string
	}{
		{nil, "no weight is above zero, so there is nothing to split by"},
		{[]int64{0, 0}, "no weight is above zero, so there is nothing to split by"},
		{[]int64{3, -1}, "weight 2 is -1; weights must be zero or more"},
	} {
		_, err := finance.Amount(100).Split(c.weights)
		assert.EqualError(t, err, c.want)
	}
}

// The shares add up to the amount; each is its exact part rounded down or up; more weight never gets less, and equal
// weights differ by a penny at most, the earlier listed ahead; the size of the weights and the sign do not matter.
func TestSplitLaws(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		amount := finance.Amount(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "amount"))
		limit := rapid.SampledFrom([]int64{3, 1_000_000, math.MaxInt64 / 7}).Draw(t, "limit")
		weights := rapid.SliceOfN(rapid.Int64Range(0, limit), 1, 12).Draw(t, "weights")
		shares, err := amount.Split(weights)
		total := new(big.Int)
		for _, w := range weights {
			total.Add(total, big.NewInt(w))
		}
		if total.Sign() == 0 {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		var sum finance.Amount
		for i, share := range shares {
			sum += share
			part := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(weights[i])), total)
			apart := part.Sub(part, new(big.Rat).SetInt64(int64(share)))
			require.Negative(t, apart.Abs(apart).Cmp(big.NewRat(1, 1)), "share %d is a penny or more from its part",
				i+1)
			require.False(t, weights[i] == 0 && share != 0, "zero weights get zero")
			for j := range i {
				earlier, later := abs(shares[j]), abs(share)
				require.False(t, weights[j] > weights[i] && earlier < later ||
					weights[j] < weights[i] && earlier > later, "more weight gets less")
				require.False(t, weights[j] == weights[i] &&
					(earlier < later || earlier > later+1), "of equal weights the earlier is ahead")
			}
		}
		require.Equal(t, amount, sum)

		mirrored, err := (-amount).Split(weights)
		require.NoError(t, err)
		heavier := make([]int64, len(weights))
		for i, share := range shares {
			require.Equal(t, -share, mirrored[i])
			heavier[i] = 7 * weights[i]
		}
		same, err := amount.Split(heavier)
		require.NoError(t, err)
		require.Equal(t, shares, same)
	})
}

func abs(a finance.Amount) finance.Amount { return max(a, -a) }
