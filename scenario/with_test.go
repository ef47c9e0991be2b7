package scenario_test

import (
	"context"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbers are the numbers of a model, wherever they stand: of its sheets, laws, processes and correlations.
type numbers struct {
	rng    *rand.Rand
	chosen map[int]bool // by the place among all numbers
	count  int
}

// visit looks at a value, and changes the numbers in it that are chosen. What is behind an interface is copied.
func (n *numbers) visit(v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		n.number(v, func() { v.SetFloat(math.Round(n.rng.Float64()*200) / 1000) })
	case reflect.Int64:
		n.number(v, func() { v.SetInt(n.rng.Int64N(1e9)) })
	case reflect.Pointer:
		if !v.IsNil() {
			n.visit(v.Elem())
		}
	case reflect.Interface:
		if v.IsNil() || !v.CanSet() {
			return
		}
		inner := reflect.New(v.Elem().Type()).Elem()
		inner.Set(v.Elem())
		n.visit(inner)
		v.Set(inner)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n.visit(v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			n.visit(v.Index(i))
		}
	}
}

// number changes a number if it is chosen: mostly to zero, or from zero, else to twice as much or to any other.
func (n *numbers) number(v reflect.Value, other func()) {
	if !v.CanSet() {
		return
	}
	n.count++
	if !n.chosen[n.count-1] {
		return
	}
	switch kind := n.rng.IntN(4); {
	case v.IsZero() || kind == 0:
		other()
	case kind < 3 && v.CanFloat():
		v.SetFloat(v.Float() * 1.01)
	case kind < 3:
		v.SetInt(v.Int() + v.Int()/100)
	default:
		v.SetZero()
	}
}

// changed changes a few numbers of a model, which nobody else has.
func changed(m *scenario.Model, rng *rand.Rand) *scenario.Model {
	all := &numbers{rng: rng}
	all.visit(reflect.ValueOf(m))
	some := &numbers{rng: rng, chosen: map[int]bool{}}
	for range 1 + rng.IntN(2) {
		some.chosen[rng.IntN(all.count)] = true
	}
	some.visit(reflect.ValueOf(m))
	return m
}

// withOptions are small runs.
var withOptions = scenario.Options{Paths: 200, Seed: 3, Workers: 1}

// same demands that two plans are the same, or that both could not be made for the same reason.
func same(t *testing.T, want, got *scenario.Plan, wantErr, err error) bool {
	t.Helper()
	if wantErr != nil {
		require.EqualError(t, err, wantErr.Error())
		return false
	}
	require.NoError(t, err)
	require.Equal(t, want.Fingerprint(), got.Fingerprint())
	return true
}

// A plan of another model that is made from a plan is the plan that would be made from the start, and so is its run;
// whichever numbers differ, there and back. The plan that it is made from stays as it was.
func TestWithIsTheSameAsNewPlan(t *testing.T) {
	files, err := filepath.Glob("file/testdata/good/*.yaml")
	require.NoError(t, err)
	plans, whole, faulty := 0, 0, 0
	for i, name := range files {
		s, err := file.Read(name)
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(15, uint64(i)))
		base := modelIn(t, name)
		p, err := scenario.NewPlan(t.Context(), base, withOptions)
		require.NoError(t, err, name)
		print := p.Fingerprint()
		at, planner := p, scenario.NewPlanner(withOptions)
		for range testkit.Deep(100, 2) {
			m, err := s.Model()
			require.NoError(t, err)
			m = changed(m, rng)
			want, wantErr := scenario.NewPlan(t.Context(), m, withOptions)
			got, err := at.With(t.Context(), m)
			plans++
			if !same(t, want, got, wantErr, err) {
				faulty++
				continue
			}
			at = got
			wantRun, wantErr := scenario.Run(t.Context(), m, withOptions)
			gotRun, err := planner.Run(t.Context(), m)
			require.Equal(t, wantErr, err)
			if err == nil {
				require.Equal(t, wantRun.Hash, gotRun.Hash, name)
				require.Equal(t, wantRun.Warnings, gotRun.Warnings, name)
			}
		}
		back, err := at.With(t.Context(), base)
		require.NoError(t, err)
		require.Equal(t, print, back.Fingerprint(), name)
		require.Equal(t, print, p.Fingerprint(), name)
		whole += p.Whole() - 1
	}
	t.Logf("%d plans of %d files: %d faulty, %d with a structure of their own", plans, len(files), faulty, whole)
	assert.Less(t, faulty, plans*3/4)
	assert.Less(t, whole, plans-faulty)
}

// Goroutines may share a plan, and make others from it at the same time (run with -race).
func TestWithAtTheSameTime(t *testing.T) {
	s, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	base, err := s.Vary(nil)
	require.NoError(t, err)
	planner := scenario.NewPlanner(withOptions)
	p, err := planner.Plan(t.Context(), base)
	require.NoError(t, err)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			value := []string{"0%", "1%", "2.5%", "5%"}[i%4]
			m, err := s.Vary(nil, scenario.Setting{Path: "funding.real_growth", Value: value})
			assert.NoError(t, err)
			want, err := scenario.Run(t.Context(), m, withOptions)
			assert.NoError(t, err)
			for range 3 {
				got, err := planner.Run(t.Context(), m)
				assert.NoError(t, err)
				assert.Equal(t, want.Hash, got.Hash)
				with, err := p.With(t.Context(), m)
				assert.NoError(t, err)
				part, err := with.RunPart(t.Context(), 0, withOptions.Paths)
				assert.NoError(t, err)
				got, err = with.Result(t.Context(), part)
				assert.NoError(t, err)
				assert.Equal(t, want.Hash, got.Hash)
				got, err = with.Run(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, want.Hash, got.Hash)
			}
		})
	}
	all.Wait()
}

// A number that moves keeps the structure, also to zero; an earmark that leaves zero has rows of its own, and its
// structure is kept as well.
func TestWithKeepsStructure(t *testing.T) {
	s, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	plan := func(p *scenario.Plan, growth string) *scenario.Plan {
		m, err := s.Vary(nil, scenario.Setting{Path: "funding.real_growth", Value: growth})
		require.NoError(t, err)
		if p == nil {
			p, err = scenario.NewPlan(t.Context(), m, withOptions)
		} else {
			p, err = p.With(t.Context(), m)
		}
		require.NoError(t, err)
		return p
	}
	p := plan(nil, "3.21%")
	for _, growth := range []string{"3.22%", "1.23%", "4.56%"} {
		p = plan(p, growth)
	}
	assert.Equal(t, 1, p.Whole())
	for range 3 {
		p = plan(plan(p, "0%"), "3.33%")
	}
	assert.Equal(t, 1, p.Whole())
	for range 3 {
		none, err := s.Vary(nil, scenario.Setting{Path: "earmark.share", Value: "0%"})
		require.NoError(t, err)
		p, err = p.With(t.Context(), none)
		require.NoError(t, err)
		p = plan(p, "3.33%")
	}
	assert.Equal(t, 2, p.Whole())
}

func TestWithStopsAndTakesNothing(t *testing.T) {
	m := modelIn(t, "../examples/settlement/settlement.yaml")
	p, err := scenario.NewPlan(t.Context(), m, withOptions)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = p.With(ctx, m)
	assert.ErrorIs(t, err, context.Canceled)
	planner := scenario.NewPlanner(withOptions)
	_, err = planner.Plan(ctx, m)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = planner.Run(ctx, m)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = planner.Draw(ctx, m)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = p.With(t.Context(), nil)
	assert.EqualError(t, err, `scenario "baseline": has no model`)
	for _, none := range []*scenario.Plan{nil, {}} {
		_, err = none.With(t.Context(), m)
		assert.ErrorContains(t, err, "there is no plan")
		_, err = none.Run(t.Context())
		assert.ErrorContains(t, err, "there is no plan")
	}
	for _, none := range []*scenario.Planner{nil, {}} {
		_, err = none.Draw(t.Context(), nil)
		assert.EqualError(t, err, `scenario "baseline": has no model`)
	}
}
