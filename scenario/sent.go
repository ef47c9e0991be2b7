//go:build !lean

package scenario

import (
	"encoding/binary"

	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// What is sent to other processes. A lean build has none of it: it runs whole plans, on its own.

// MarshalBinary encodes what a plan has found out about its model with a pilot: how figures are counted, and its
// fingerprint; and what the passes before its own have found. From these bytes, the model and the options, [ReadPlan]
// makes the plan again in any process. The error is a [fault.Missing] fault if [NewPlan] did not make the plan.
func (p *Plan) MarshalBinary() ([]byte, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	first := p.first()
	b := append([]byte(planMark), first.fingerprint[:]...)
	b = append(append(b, p.piloted.all[:]...), p.piloted.first[:]...)
	b = binary.AppendUvarint(b, uint64(len(p.views)))
	for _, v := range p.views {
		switch {
		case v.plain():
			b = append(b, seenPlain)
		case v.by > 0:
			b = wire.AppendFloats(append(b, seenFrom), v.at)
		default:
			b = wire.AppendFloats(append(b, seenMirrored), v.at)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.grids)))
	for _, g := range p.grids {
		b = g.Append(b)
	}
	return p.appendPasses(b)
}

// appendPasses writes the passes before that of the plan.
func (p *Plan) appendPasses(b []byte) ([]byte, error) {
	if p.later == nil {
		return b, nil
	}
	b, err := p.later.before.appendPasses(b)
	if err != nil {
		return nil, err
	}
	whole, err := p.later.whole.MarshalBinary()
	if err != nil {
		return nil, err
	}
	keeps := byte(0)
	if p.later.keeps {
		keeps = 1
	}
	b = binary.AppendUvarint(append(b, keeps), uint64(len(whole)))
	return append(b, whole...), nil
}

// MarshalBinary encodes the part, to send it to where parts are merged. It takes a few bits for each bin that is not
// empty. With one version of Go the same part gives the same bytes; another version may pack it in other bytes, which
// still read as the same part. The error is a [fault.Missing] fault if no plan made the part.
func (p *Partial) MarshalBinary() ([]byte, error) {
	if p == nil || p.plan == nil {
		return nil, errNoPart
	}
	return wire.Seal(p.plan.head(Version), wire.Numbers, p.body()...)
}
