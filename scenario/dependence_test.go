package scenario_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unitNormals are inputs with a standard normal each, drawn once.
func unitNormals(c scenario.Correlation, names ...string) *scenario.Model {
	m := &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: inputs([]string{"0", "1"}, names...)},
		Correlation: []scenario.Correlation{c}}
	for _, n := range names {
		m.Baseline.Drivers = append(m.Baseline.Drivers, scenario.Driver{Input: "in_" + n, Law: dist.Normal{SD: 1}})
	}
	return m
}

// sumOf adds the sum of some rows to a model's sheet.
func sumOf(m *scenario.Model, names ...string) *scenario.Model {
	var terms []sheet.Expr
	for _, n := range names {
		terms = append(terms, sheet.Ref(n))
	}
	m.Baseline.Model.(*sheet.Sheet).Add(sheet.Row{Name: "sum", Formula: sheet.Sum(terms...)})
	return m
}

// A one-factor correlation: the sum of three inputs with loads l is normal with variance (Σl)² + Σ(1 − l²).
func TestFactorCorrelation(t *testing.T) {
	loads := []float64{0.6, 0.5, -0.9}
	c := scenario.FactorCorrelation("economy", []string{"in_a", "in_b", "in_c"}, loads)
	assert.Equal(t, [][]float64{{1, 0.3, -0.54}, {0.3, 1, -0.45}, {-0.54, -0.45, 1}}, c.Matrix)
	m := unitNormals(c, "a", "b", "c")
	const paths = 200_000
	about, err := m.Describe(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Equal(t, "economy", about.Correlations[0].Factor)
	sum := 0.0
	for _, l := range loads {
		sum += l
	}
	want := sum*sum + 3 - 0.36 - 0.25 - 0.81
	r := run(t, sumOf(m, "a", "b", "c"), scenario.Options{Paths: paths, Seed: 5})
	agrees(t, math.Sqrt(want), cell(t, r, "sum", "1").SD, "sd of the sum")
}

// Under a t copula both inputs are more often extreme at the same time. The distribution of each alone, and the rest of
// the model, do not change.
func TestTCopulaInARun(t *testing.T) {
	gaussian := scenario.Correlation{Drivers: []string{"in_a", "in_b"}, Matrix: [][]float64{{1, 0.5}, {0.5, 1}}}
	student := gaussian
	student.DF = 3
	of := func(c scenario.Correlation) scenario.Cell {
		r := run(t, sumOf(unitNormals(c, "a", "b", "c"), "a", "b"), scenario.Options{Paths: 200_000, Seed: 5})
		return cell(t, r, "sum", "1")
	}
	g, s := of(gaussian), of(student)
	assert.InDelta(t, math.Sqrt(3), g.SD.Value, 0.015)
	assert.Greater(t, s.Max, g.Max)
	assert.Less(t, s.Min, g.Min)
	for _, df := range []float64{-1, 0.5, 1001, math.NaN(), math.Inf(1)} {
		student.DF = df
		_, err := scenario.NewPlan(context.Background(), unitNormals(student, "a", "b"), scenario.Options{})
		assert.ErrorContains(t, err, "degrees of freedom; a t copula has from 1 to 1000", "%v", df)
	}
}

// A matrix that cannot hold is an error, or repaired if that is asked for; one that can stays as it is. The matrix used
// stands in the manifest, which verifies.
func TestRepairIsRecorded(t *testing.T) {
	bad := scenario.Correlation{Drivers: []string{"in_a", "in_b", "in_c"},
		Matrix: [][]float64{{1, 1, 0}, {1, 1, 1}, {0, 1, 1}}}
	_, err := scenario.NewPlan(context.Background(), unitNormals(bad, "a", "b", "c"), scenario.Options{Paths: 100})
	assert.ErrorContains(t, err, "these correlations cannot all hold; reduce that of")
	good := bad
	good.Repair, good.Matrix = true, [][]float64{{1, 0.5, 0}, {0.5, 1, 0.1}, {0, 0.1, 1}}
	about, err := unitNormals(good, "a", "b", "c").Describe(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Equal(t, []scenario.EffectiveCorrelation{{Drivers: good.Drivers, Matrix: good.Matrix}}, about.Correlations)

	text, err := os.ReadFile("file/testdata/good/dependence.yaml")
	require.NoError(t, err)
	spec, err := file.Load("dependence.yaml", text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	result, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 2000})
	require.NoError(t, err)
	manifest := file.NewManifest(spec, result)
	require.Len(t, manifest.Correlations, 3)
	assert.Equal(t, 4.0, manifest.Correlations[1].DF)
	assert.True(t, manifest.Correlations[2].Repaired)
	assert.InDelta(t, 0.7607, manifest.Correlations[2].Matrix[0][1], 5e-5)
	var b bytes.Buffer
	require.NoError(t, manifest.Write(&b))
	again, err := file.ReadManifest(&b)
	require.NoError(t, err)
	differences, err := again.Verify(context.Background(), scenario.Options{Workers: 3})
	require.NoError(t, err)
	assert.Empty(t, differences)
	again.Correlations[2].Matrix[0][1] = 0.5
	differences, err = again.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Contains(t, differences[0], "correlations[2].matrix[0][1]: the manifest says 0.‹5›, this run 0.‹760689852›")
}
