package scenario

import "github.com/openenvelope/envelope/finance/fault"

// Parts cuts the run into n spans of about equal length, in order, for [Plan.RunPart]. n is at least 1 and at most one
// for every [PartPaths] of the paths; other numbers are a [fault.OutOfRange] fault.
func (p *Plan) Parts(n int) ([]Span, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	chunks := (p.paths + PartPaths - 1) / PartPaths
	if n < 1 || uint64(n) > chunks {
		return nil, fault.OutOfRange.Found("a run of %d paths in %d parts", p.paths, n).
			Want("1 to %d: a part has at least %d paths", chunks, PartPaths)
	}
	spans := make([]Span, n)
	for i := range spans {
		spans[i] = Span{p.cut(uint64(i), uint64(n), chunks), p.cut(uint64(i)+1, uint64(n), chunks)}
	}
	return spans, nil
}

// cut is the path at which the i-th of n parts begins. Both are at most chunks, so the product fits 64 bits.
func (p *Plan) cut(i, n, chunks uint64) uint64 { return min(i*chunks/n*PartPaths, p.paths) }
