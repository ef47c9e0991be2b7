package file

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
)

// judged is one number of a file as a run uses it.
func judged(t *testing.T, section, input string) (dist.Distribution, scenario.EffectiveInput) {
	t.Helper()
	s, err := Load("f.yaml", []byte("schema: 1\nyears: 2025/26 to 2027/28\nnot_modelled: []\n"+
		"funding: {baseline: £100m, real_growth: 3%}\nopening: {position: -£2m}\n"+section+"\n"))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err, section)
	inputs, err := m.Inputs()
	require.NoError(t, err, section)
	for _, in := range inputs {
		if in.Input == input {
			for _, d := range m.Baseline.Drivers {
				if d.Input == input {
					return d.Law, in
				}
			}
		}
	}
	t.Fatalf("%s is not uncertain in %s", input, section)
	return nil, scenario.EffectiveInput{}
}

// Judgement as people give it: two percentiles of a share, three, a survey, and growth with a long tail.
func TestJudgement(t *testing.T) {
	const need = "need: {real_growth: 3%}\n"
	for _, c := range []struct {
		section, input string
		want           dist.Distribution
		law, note      string
	}{
		{need + "earmark: {share: 5%, leakage: {p10: 60%, p90: 90%}}", "earmark.leakage",
			dist.LogitFromInterval(0, 1, 0.6, 0.9),
			"logit-normal, p10 60%, p50 78.61%, p90 90%", ""},
		{need + "savings: {planned: 3%, delivery: {p10: 60%, p90: 90%, source: Board}}", "savings.delivery",
			dist.LogitFromInterval(-1, 2, 0.6, 0.9), "logit-normal, p10 60%, p50 75.26%, p90 90%", ""},
		{need + "earmark: {share: 5%, leakage: {p10: 60%, p50: 80%, p90: 90%}}", "earmark.leakage",
			dist.LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), "logit-metalog, p10 60%, p50 80%, p90 90%", ""},
		{need + "earmark: {share: 5%, leakage: {p10: 60%, p90: 90%, truncate: {low: 0%, high: 100%}}}",
			"earmark.leakage", dist.Truncated{Law: dist.NormalFromInterval(0.6, 0.9), Low: 0, High: 1},
			"truncated normal between 0% and 100%, p10 59.89%, p50 74.76%, p90 89.07%", ""},
		{need + "earmark: {share: 5%, leakage: 39 of 64}",
			"earmark.leakage", dist.Beta{High: 1, Alpha: 39.5, Beta: 25.5},
			"beta, p10 52.96%, p50 60.88%, p90 68.44%",
			"39 of 64 of a survey, from Jeffreys' prior: beta with the shapes 39.5 and 25.5"},
		{need + "earmark: {share: 5%, leakage: {survey: 0 of 7, note: All replied}}", "earmark.leakage",
			dist.Beta{High: 1, Alpha: 0.5, Beta: 7.5},
			"beta, p10 0.1088%, p50 3.087%, p90 17%",
			"All replied; 0 of 7 of a survey, from Jeffreys' prior: beta with the shapes 0.5 and 7.5"},
		{"need: {real_growth: {student_t: {centre: 3%, scale: 1%, df: 3}}}", "need.real_growth",
			dist.Truncated{Law: dist.StudentT{Centre: 0.03, Scale: 0.01, DF: 3}, Low: -1, High: 1},
			"truncated student t between -100% and 100%, p10 1.362%, p50 3%, p90 4.638%",
			"cut off at -100% and 100%, beyond which it cannot be and 0.00022% of the distribution lay"},
		{"need: {real_growth: {lognormal: {median: 3%, sigma: 1.3}}}", "need.real_growth",
			dist.Truncated{Law: dist.Lognormal{Median: 0.03, Sigma: 1.3}, Low: -1, High: 1},
			"truncated lognormal between -100% and 100%, p10 0.5655%, p50 2.983%, p90 15.51%",
			"cut off at -100% and 100%, beyond which it cannot be and 0.35% of the distribution lay"},
	} {
		law, in := judged(t, c.section, c.input)
		assert.Equal(t, c.want, law, c.section)
		assert.Equal(t, c.law, in.Law, c.section)
		assert.Equal(t, c.note, in.Note, c.section)
	}
}

// The limits by which a share is read are those of its input on the sheet.
func TestLimitsAreThoseOfTheSheet(t *testing.T) {
	held := 0
	for _, name := range []string{"one", "cash", "system", "assumptions"} {
		spec, err := Read("testdata/keys/" + name + ".yaml")
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err)
		laid, _ := m.Baseline.Model.(*finance.Model).Draft()
		for _, in := range laid.Inputs {
			i := strings.LastIndexByte(in.Name, '.')
			if in.Unit != sheet.Number || in.HeldBy != "" || strings.Contains(in.Name, "assumptions.") || i < 0 ||
				in.Fixed != "" || strings.HasSuffix(in.Name, ".target") {
				continue
			}
			want := limitsOf(in.Name[:i], in.Name[i+1:])
			for _, named := range []string{".components.", ".volume.", ".vintages."} {
				if strings.Contains(in.Name, named) {
					want = growthLimits()
				}
			}
			assert.Equal(t, want, limits{in.Low, in.High}, in.Name)
			held++
		}
	}
	assert.Greater(t, held, 40)
}
