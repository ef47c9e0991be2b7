package scenario

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// writtenPlan is what a plan of a setup writes.
func writtenPlan(t testing.TB, vary func(*setup)) []byte {
	t.Helper()
	data, err := planOf(t, vary).MarshalBinary()
	require.NoError(t, err)
	return data
}

// readAgain makes the plan of a setup from what a plan has written.
func readAgain(vary func(*setup), data []byte) (*Plan, error) {
	s := newSetup()
	vary(s)
	m := s.model
	m.Baseline = Scenario{Name: "baseline", Model: &s.finance, Drivers: s.drivers}
	return ReadPlan(context.Background(), &m, s.options, data)
}

// A plan that was read is the plan that was written: its parts are the same bits, each takes the other's, and their
// result has the same hash; with spikes, atoms, heavy tails, mirror images and an importer's own code.
func TestAPlanIsReadAsItWasWritten(t *testing.T) {
	for name, vary := range map[string]func(*setup){
		"plain":     func(*setup) {},
		"own":       withOwn(0, 0.5, 0, 0.1),
		"all lines": func(s *setup) { s.options.Lines = nil },
		"exact":     func(s *setup) { s.options.ExactPercentiles = true },
		"heavy tail": func(s *setup) {
			s.drivers[0].Law = dist.Truncated{Law: dist.StudentT{Centre: 0.033, Scale: 0.001, DF: 2.5}, Low: -0.5,
				High: 0.5}
		},
		"two scenarios": func(s *setup) {
			s.model.Scenarios = []Scenario{{Name: "x", Model: &s.finance, Drivers: s.drivers[:1]}}
		},
		"few paths": func(s *setup) { s.options.Paths = 7 },
	} {
		t.Run(name, func(t *testing.T) {
			p := planOf(t, vary)
			data, err := p.MarshalBinary()
			require.NoError(t, err)
			q, err := readAgain(vary, data)
			require.NoError(t, err)
			again, err := q.MarshalBinary()
			require.NoError(t, err)
			assert.Equal(t, data, again)
			assert.Equal(t, bytesOf(t, partOf(t, p, 0, p.Paths())), bytesOf(t, partOf(t, q, 0, p.Paths())))

			part := partOf(t, q, 0, p.Paths())
			r, err := p.Result(context.Background(), part)
			require.NoError(t, err)
			s, err := q.Result(context.Background(), part)
			require.NoError(t, err)
			assert.Equal(t, r.Hash, s.Hash)
			assert.Equal(t, r.Records(), s.Records())
		})
	}
}

// What a plan has written is refused with another model or option, and with a bit changed, a byte missing or added.
func TestOtherPlansAreNotRead(t *testing.T) {
	plain := func(*setup) {}
	data := writtenPlan(t, plain)
	for name, vary := range map[string]func(*setup){
		"seed":    func(s *setup) { s.options.Seed = 2 },
		"paths":   func(s *setup) { s.options.Paths = 3 * PartPaths },
		"lines":   func(s *setup) { s.options.Lines = []string{"debt", "balance"} },
		"a pound": func(s *setup) { s.finance.Funding.Baseline++ },
		"law":     func(s *setup) { s.drivers[0].Law = dist.Normal{Mean: 0.033, SD: 0.004} },
		"years":   func(s *setup) { s.options.Years = []string{"2020/21"} },
	} {
		_, err := readAgain(vary, data)
		assert.ErrorContains(t, err, "the plan ", name)
	}
	// An importer's own law is told by its figures alone.
	_, err := readAgain(withOwn(1e-9, 0.5, 0, 0.1), writtenPlan(t, withOwn(0, 0.5, 0, 0.1)))
	assert.ErrorContains(t, err, "the plan ")

	rng := rand.New(rand.NewPCG(3, 4))
	for range testkit.Deep(20_000, 1_000) {
		other := bytes.Clone(data)
		switch i := rng.IntN(len(data)); rng.IntN(3) {
		case 0:
			other[i] ^= 1 << rng.IntN(8)
		case 1:
			other = other[:i]
		case 2:
			other = append(other[:i:i], append([]byte{byte(rng.Uint32())}, other[i:]...)...)
		}
		if bytes.Equal(other, data) {
			continue
		}
		_, err := readAgain(plain, other)
		assert.Error(t, err)
	}
}

// A build or a processor that gives other figures than those of the plan's first paths is told, although all else is
// the same.
func TestOtherFiguresAreTold(t *testing.T) {
	carry, own := 0.5, withOwn(0, 0.5, 0, 0.1)
	changing := func(s *setup) {
		own(s)
		s.drivers[0].Process = ownProcess{carry: &carry}
	}
	data := writtenPlan(t, changing)
	carry = 0.51
	_, err := readAgain(changing, data)
	assert.ErrorContains(t, err, "the first paths have other figures here than where the plan was made")
}

// Whatever bytes come, with the right fingerprint or not: no panic, and what is accepted can be run.
func TestMutatedPlans(t *testing.T) {
	testkit.NotForRaces(t)
	plain, accepted := func(*setup) {}, 0
	data := writtenPlan(t, plain)
	testkit.Mutated(t, testkit.Deep(50_000, 1_000), [][]byte{data}, func(t *testing.T, data []byte) {
		p, err := readAgain(plain, forged(t, data))
		if err != nil {
			return
		}
		accepted++
		_, err = p.RunPart(context.Background(), 0, PartPaths)
		require.NoError(t, err)
	})
	t.Logf("%d accepted", accepted)
}

// forged is what a plan has written and somebody has changed, with the fingerprint that would be right.
func forged(t *testing.T, data []byte) []byte {
	s := newSetup()
	m := s.model
	m.Baseline = Scenario{Name: "baseline", Model: &s.finance, Drivers: s.drivers}
	p, err := new(structures).compiled(context.Background(), &m, s.options)
	require.NoError(t, err)
	var conflict fault.Fault
	if _, err := p.found(context.Background(), data); errors.As(err, &conflict) && conflict.Kind == fault.Conflict {
		sum, err := p.signed(context.Background())
		require.NoError(t, err)
		data = bytes.Clone(data)
		copy(data[len(planMark):], sum[:])
	}
	return data
}
