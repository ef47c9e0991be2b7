package finance

import (
	"strings"

	"github.com/shopspring/decimal"
)

// A DisplayUnit is the unit in which amounts are shown: £bn, £m, £000 or £.
type DisplayUnit struct {
	Name     string // as in a table's heading, with the currency sign
	Size     Amount // pence in one unit
	Decimals int32  // shown after the point
}

// DisplayUnits lists the units from the largest down, for a currency sign.
func DisplayUnits(symbol string) []DisplayUnit {
	return []DisplayUnit{
		{symbol + "bn", Billion, 1}, {symbol + "m", Million, 1}, {symbol + "000", Thousand, 1}, {symbol, Pound, 2},
	}
}

// DisplayUnitFor picks the unit for an envelope of the given size: £bn from £20bn, £m from £20m, £000 from £20,000, so
// that a hundredth of the envelope is visible.
func DisplayUnitFor(size Amount, symbol string) DisplayUnit {
	units := DisplayUnits(symbol)
	for _, u := range units {
		if size.abs() >= 20*u.Size {
			return u
		}
	}
	return units[len(units)-1]
}

// In writes the amount in a unit, rounded half away from zero, with commas: 114.6.
func (a Amount) In(u DisplayUnit) string {
	if u.Size == 0 {
		u.Size = 1 // the zero unit counts in pence
	}
	return group(a.pence().DivRound(decimal.NewFromInt(int64(u.Size)), u.Decimals).StringFixed(u.Decimals))
}

// Short writes the amount as people and files do, exactly, with the currency's sign: £760m, -£2.55bn, £549,999,100, £0.
// [ParseAmount] reads it back.
func (a Amount) Short(symbol string) string {
	sign := ""
	if a < 0 {
		sign = "-"
	}
	const most = 3 // decimals of millions or billions
	for _, u := range []struct {
		name string
		size Amount
	}{{"bn", Billion}, {"m", Million}} {
		whole := a.abs().pence().DivRound(u.size.pence(), most)
		if a.abs() >= u.size && whole.Mul(u.size.pence()).Equal(a.abs().pence()) {
			return sign + symbol + group(whole.String()) + u.name
		}
	}
	return sign + symbol + strings.TrimSuffix(group(a.abs().Decimal().StringFixed(2)), ".00")
}

func (a Amount) abs() Amount {
	if a < 0 {
		return -a
	}
	return a
}
