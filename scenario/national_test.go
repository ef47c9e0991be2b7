package scenario_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A nation of 42 systems with five bodies each loads, is laid out and runs in bounded memory, and every check row is
// zero on every path: a run fails where one is not. The log says what it takes of the processor.
func TestANationRuns(t *testing.T) {
	text := testkit.Nation()
	testkit.ForgetPeak()
	begun, _ := testkit.ProcessorTime()
	lap := func() time.Duration {
		now, _ := testkit.ProcessorTime()
		defer func() { begun = now }()
		return (now - begun).Round(time.Millisecond)
	}
	s, err := file.Load("national.yaml", text)
	require.NoError(t, err)
	loaded := lap()
	m, err := s.Model()
	require.NoError(t, err)
	read := lap()
	paths := max(2_000, uint64(testkit.Count(100_000)))
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: paths, Workers: 2})
	require.NoError(t, err)
	ready := lap()
	r := runPlan(t, p)
	ran := lap()
	cost, err := p.Cost()
	require.NoError(t, err)
	assert.Less(t, cost.Memory, uint64(64<<20), "summaries of the lines reported and the columns of two workers")
	peak, _ := testkit.PeakMemory()
	t.Logf("%d lines, %d kB: loaded in %v, read in %v, made ready in %v, %d paths in %v, %d steps each; %d MB planned for the run, %d MB held at most by the test",
		strings.Count(string(text), "\n"), len(text)>>10, loaded, read, ready, paths, ran,
		cost.Steps/paths/uint64(len(r.Years)), cost.Memory>>20, peak>>20)
	short, ok := r.Cell(r.Scenarios[0], "share_in_deficit", "2035/36")
	require.True(t, ok)
	assert.Greater(t, short.Mean.Value, 0.0)
	assert.Less(t, short.Mean.Value, 1.0)
	assert.Positive(t, short.SD.Value)
}

// nationalModel is the national file as a model.
func nationalModel(t testing.TB) *scenario.Model {
	s, err := file.Load("national.yaml", testkit.Nation())
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	return m
}
