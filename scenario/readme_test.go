package scenario_test

import (
	"context"
	"go/format"
	"os"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readme is the README's Go, between its marks; what stands after it uses its last line.
func readme(ctx context.Context) error {
	// README begins
	m := &finance.Model{
		First: 2018, Last: 2023,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.018}},
		Funding:  finance.Settlement{Baseline: 114.6 * finance.Billion, RealGrowth: []finance.Rate{0.034}},
		Opening:  finance.Opening{Position: -2.55 * finance.Billion},
		Need:     finance.Need{RealGrowth: []finance.Rate{0.033}},
	}
	drivers := []scenario.Driver{{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)}}
	r, err := scenario.Run(ctx, &scenario.Model{Baseline: scenario.Scenario{Model: m, Drivers: drivers}},
		scenario.Options{})
	if err != nil {
		return err
	}
	chance, ok := r.Chance("", "balance_in_year", "2023/24") // "" is the baseline
	// README ends
	if !ok || !(chance.Probability.Value > 0 && chance.Probability.Value < 1) || chance.Exact {
		return assert.AnError
	}
	return nil
}

// The Go in the README is the one above, which compiles and finds its figure.
func TestReadmeRuns(t *testing.T) {
	require.NoError(t, readme(t.Context()))
	source, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	_, body, _ := strings.Cut(string(source), "// README begins\n")
	body, _, _ = strings.Cut(body, "\t// README ends\n")
	want, err := format.Source([]byte(body))
	require.NoError(t, err)
	page, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	_, code, _ := strings.Cut(string(page), "```go\n")
	code, _, found := strings.Cut(code, "```")
	require.True(t, found)
	got, err := format.Source([]byte(code))
	require.NoError(t, err)
	assert.Equal(t, unindented(string(want)), unindented(string(got)))
}

// unindented is code without the tabs that its lines begin with.
func unindented(code string) string {
	lines := strings.Split(strings.TrimSpace(code), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimLeft(line, "\t")
	}
	return strings.Join(lines, "\n")
}
