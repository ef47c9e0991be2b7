package file_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unknownKeys has a key that does not exist in every part of a file, so that the faults list those that do.
const unknownKeys = `
schema: 1
years: 2018/19 to 2020/21
xx: 1
funding: {xx: 1, top_up: {xx: 1}, grants: {winter: {xx: 1}}, baseline: {value: £1m, xx: 1}}
deflator:
  xx: 1
  planned: {regime: {xx: 1}}
  surprise: {value: 0%, mean_reverting: {xx: 1}, shock: {xx: 1}, each_year: {xx: 1}}
opening: {xx: 1}
need:
  xx: 1
  real_growth: {xx: 1}
  components: {technology: {bootstrap: {xx: 1}}, demography: {population: England, xx: 1}}
savings: {xx: 1, ambition: {xx: 1}}
earmark: {xx: 1, returns: {xx: 1}}
positions: {xx: 1}
support: {xx: 1}
risk_reserve: {xx: 1}
debt: {xx: 1, repay: {xx: 1}, equity: {xx: 1}, loans: {bail-out: {xx: 1}}}
unmet: {xx: 1}
bodies: {a: {xx: 1}}
transfers: {a: {xx: 1}}
pools: {a: {xx: 1, partners: {a: {xx: 1}}}}
spills: {a: {xx: 1}}
mergers: {a: {xx: 1}}
allocation: {xx: 1, parts: {a: {xx: 1}}}
services: {hospital: {xx: 1, prices: {pay: {xx: 1}}}}
correlations: [{xx: 1}]
run: {xx: 1}
not_modelled: []
`

// Every key that the loader knows is in the reference.
func TestEveryKeyIsInTheReference(t *testing.T) {
	reference, err := os.ReadFile("FILES.md")
	require.NoError(t, err)
	spec, err := file.Load("f.yaml", []byte(unknownKeys))
	require.NoError(t, err)
	_, err = spec.Model()
	require.Error(t, err)
	lists := regexp.MustCompile(`the keys are ([^\n]+)`).FindAllStringSubmatch(err.Error(), -1)
	require.Greater(t, len(lists), 26)
	for _, list := range lists {
		for _, key := range strings.Split(list[1], ", ") {
			assert.Regexp(t, "[`.]"+key+"`", string(reference))
		}
	}
}

// The keys of each part of a file stand in a golden file: a key that is no longer read, or a new one, shows in review.
func TestTheKeysOfEachPart(t *testing.T) {
	spec, err := file.Load("f.yaml", []byte(unknownKeys))
	require.NoError(t, err)
	_, err = spec.Model()
	var faults file.Faults
	require.ErrorAs(t, err, &faults)
	var lines []string
	for _, f := range faults {
		if keys := regexp.MustCompile(`the keys are ([^\n]+)`).FindStringSubmatch(f.Problem()); keys != nil {
			lines = append(lines, strings.TrimPrefix(strings.TrimSuffix("."+f.Path, ".xx"), ".")+": "+keys[1])
		}
	}
	slices.Sort(lines)
	testkit.Golden(t, filepath.Join("testdata", "keys.txt"), strings.Join(slices.Compact(lines), "\n")+"\n")
}
