package workbook

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/file"
)

// decimalsShown is how many decimals an amount has in its cell.
const decimalsShown = 3

// usual is the size of most amounts: one unit in a workbook, where that is possible, is less to get wrong. It is m
// where there are none, and the larger of two that are as frequent.
func (t *template) usual(entries []file.Entry) string {
	number := make([]int, len(sizes()))
	for _, e := range entries {
		for _, v := range amountsOf(e) {
			if d, size, ok := t.money(v); ok && !d.IsZero() {
				number[slices.Index(sizes(), size)]++
			}
		}
	}
	most := slices.Index(sizes(), "m")
	for i, n := range number {
		if n >= max(1, number[most]) {
			most = i
		}
	}
	return sizes()[most]
}

// sizeOf is that of the amounts of an entry: the usual one if all its amounts show in it whole, else that of the first.
func (t *template) sizeOf(e file.Entry) string {
	own := ""
	for _, v := range amountsOf(e) {
		d, size, ok := t.money(v)
		if !ok || d.IsZero() {
			continue
		}
		if own == "" {
			own = size
		}
		d = d.Shift(int32(3 * (slices.Index(sizes(), size) - slices.Index(sizes(), t.size))))
		if !d.Equal(d.Round(decimalsShown)) || d.NumDigits() > 15 {
			return own
		}
	}
	return t.size
}

// amountsOf are the texts of an entry that may be amounts.
func amountsOf(e file.Entry) []string {
	if e.Unit != "amount" {
		return nil
	}
	all := slices.Concat([]string{e.Value, e.Low, e.High, e.Then}, e.Years)
	for _, c := range e.Changes {
		all = append(all, c.Value)
	}
	return all
}
