package file_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unknownKeys has a key that does not exist in each form that a number takes, so that the faults list those that do.
const unknownKeys = `
schema: 1
years: 2018/19 to 2020/21
funding: {baseline: {value: £1m, xx: 1}}
deflator:
  planned: {regime: {xx: 1}}
  surprise: {value: 0%, mean_reverting: {xx: 1}, shock: {xx: 1}, each_year: {xx: 1}}
need:
  real_growth: {xx: 1}
  components: {technology: {bootstrap: {xx: 1}}, demography: {population: England, xx: 1}}
not_modelled: []
`

// Every key below a number is in the reference. The others are there because its tables are written from the reader's
// list of them.
func TestTheKeysOfNumbersAreInTheReference(t *testing.T) {
	reference, err := os.ReadFile("FILES.md")
	require.NoError(t, err)
	spec, err := file.Load("f.yaml", []byte(unknownKeys))
	require.NoError(t, err)
	_, err = spec.Model()
	require.Error(t, err)
	lists := regexp.MustCompile(`the keys are ([^\n]+)`).FindAllStringSubmatch(err.Error(), -1)
	require.Len(t, lists, 8)
	for _, list := range lists {
		for _, key := range strings.Split(list[1], ", ") {
			assert.True(t, regexp.MustCompile("[`.]"+key+"`").Match(reference), "FILES.md does not say what %s is", key)
		}
	}
}
