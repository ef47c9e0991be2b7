package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Groups of correlations are read up to their limits, and what is beyond them is told at its place.
func TestGroupsAtTheirLimits(t *testing.T) {
	const head = "deflator: {surprise: {p10: 0%, p90: 1%}}\n" +
		"positions: {technical: {p10: £1m, p90: £2m, each_year: true}}\n" +
		"pressures: {a: {amount: {value: £1m, follows: {input: pressures.c.amount}}}, " +
		"b: {amount: {bootstrap: {history: [£1m, £2m, £3m], block: 1}}}, c: {amount: {p10: £1m, p90: £2m}}}\n" +
		"earmark: {share: {p10: 1%, p90: 2%}}\n"
	pair := func(rest string) string { return "{inputs: [deflator.surprise, earmark.share], " + rest + "}" }
	most := fmt.Sprint(bounds.MostDF)
	for group, want := range map[string]string{
		pair("r: 1"):                                 "",
		pair("r: -1"):                                "",
		pair("r: 1.01"):                              "correlations[1].r: 1.01 is not a correlation; it must be from -1 to 1",
		pair("r: -1.01"):                             "correlations[1].r: -1.01 is not a correlation; it must be from -1 to 1",
		pair("r: 0.3, matrix: [[1]]"):                "correlations[1]: give either r, for a group of two, or matrix, one row for each input",
		pair("repair: false"):                        "correlations[1]: give either r, for a group of two, or matrix, one row for each input",
		pair("r: 0.3, copula: t"):                    "correlations[1]: df is missing; give the degrees of freedom",
		pair("r: 0.3, df: 4"):                        "correlations[1].df: df belongs to copula: t, and this group's copula is gaussian",
		pair("r: 0.3, copula: t, df: 1"):             "",
		pair("r: 0.3, copula: t, df: 0.9"):           "correlations[1].df: 0.9 is out of range; df is from 1 to " + most,
		pair("r: 0.3, copula: t, df: " + most):       "",
		pair("r: 0.3, copula: t, df: " + most + "1"): "correlations[1].df: " + most + "1 is out of range",
		pair("matrix: [[1, 0.3], [0.3, 1]]"):         "",
		pair("matrix: [[1, 0.3]]"):                   "correlations[1].matrix: found a list of 1; write a list of 2 rows, one for each input",
		pair("matrix: 1"):                            "correlations[1].matrix: found text; write a list of 2 rows, one for each input",
		pair("matrix: [[1, 0.3], [0.3]]"):            "correlations[1].matrix[2]: found a list of 1; write a row of 2 numbers",
		pair("matrix: [[1, 0.3], [0.3, 2]]"):         "correlations[1].matrix[2][2]: 2 is not a correlation",
		pair("matrix: [[1, 0.3], [0.3, 0.9]]"):       "correlations[1].matrix: row 2 has 0.9 on the diagonal; a number's correlation with itself is 1",
		pair("matrix: [[1, 0.3], [0.2, 1]]"):         "correlations[1].matrix: row 2, column 1 is 0.2, but row 1, column 2 is 0.3; the matrix must be symmetric",
		"{inputs: [deflator.surprise], r: 0.3}":      "correlations[1]: a group has at least two inputs, found 1",
		"{r: 0.3}":                                   "correlations[1]: inputs is missing; give the names of the uncertain numbers that depend on each other",
		"{inputs: [deflator.surprise, pressures.c.amount, earmark.share], r: 0.3}":                                                                "correlations[1].r: r is for a group of two, and this one has 3; give a matrix with a row for each: [[1, 0.3, 0.3], [0.3, 1, 0.3], [0.3, 0.3, 1]]",
		"{inputs: [deflator.surprise, deflator.surprise], r: 0.3}":                                                                                `correlations[1].inputs: "deflator.surprise" is named already, on line 11; a number is in one group, once`,
		"{inputs: [deflator.surprise, positions.technical], r: 0.3}":                                                                              `correlations[1].inputs: "positions.technical" is drawn each year and "deflator.surprise" once; the numbers of a group are drawn alike`,
		"{inputs: [deflator.surprise, pressures.a.amount], r: 0.3}":                                                                               `correlations[1].inputs: "pressures.a.amount" follows "pressures.c.amount" and has no draw of its own; name that`,
		"{inputs: [deflator.surprise, pressures.b.amount], r: 0.3}":                                                                               `correlations[1].inputs: "pressures.b.amount" repeats a history, in years that are drawn by themselves; leave it out`,
		"{inputs: [deflator.surprise, need.real_growth], r: 0.3}":                                                                                 `correlations[1].inputs: "need.real_growth" is not an uncertain number`,
		"{inputs: [deflator.surprise, earmrk.share], r: 0.3}":                                                                                     `"earmrk.share" is not an uncertain number; did you mean "earmark.share"?`,
		"{inputs: [deflator.surprise, pressures.c.amount, earmark.share], matrix: [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]}":               "correlations[1]: these correlations cannot all hold; bring that of ",
		"{inputs: [deflator.surprise, pressures.c.amount, earmark.share], repair: true, matrix: [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]}": "",

		"{factor: f, loads: {deflator.surprise: 1, earmark.share: -1}}": "",

		"{factor: f, loads: {deflator.surprise: 1}}":                     "correlations[1].loads: a factor is in at least two inputs, found 1",
		"{factor: f, loads: {deflator.surprise: 1, earmark.share: 1.1}}": "correlations[1].loads.earmark.share: 1.1 is not a correlation",
		"{factor: f, loads: [deflator.surprise]}":                        "correlations[1].loads: found a list; write a mapping of inputs and their loads",
		"{loads: {deflator.surprise: 1, earmark.share: 1}}":              "correlations[1]: factor names what some inputs have in common",
		"{factor: f}": "correlations[1]: factor names what some inputs have in common",
		"{factor: f, inputs: [deflator.surprise], loads: {deflator.surprise: 1, earmark.share: 1}}": "correlations[1]: a group has either loads on a factor, or inputs with r or a matrix; found both",
	} {
		found := problems(head + "correlations:\n" + "- " + group + "\n")
		if want == "" {
			assert.Empty(t, found, group)
			continue
		}
		assert.Contains(t, strings.Join(found, "\n"), want, group)
	}
	assert.Equal(t, []string{"6:1 correlations: found a mapping of keys; write a list of groups such as {inputs: [one, another], r: 0.3}"},
		problems("correlations: {inputs: [a, b]}\n"))
	s, err := Load("f.yaml", []byte(small+head+"correlations: ["+pair("r: 0.3, copula: t, df: 4")+", "+
		"{factor: f, loads: {pressures.c.amount: 0.6, need.real_growth: 0.5}}]\nchanges: {}\n"))
	require.NoError(t, err)
	s, err = Load("f.yaml", []byte(strings.Replace(string(s.Text()), "4%", "{p10: 3%, p90: 5%}", 1)))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	require.Len(t, m.Correlation, 2)
	assert.Equal(t, [][]float64{{1, 0.3}, {0.3, 1}}, m.Correlation[0].Matrix)
	assert.Equal(t, 4.0, m.Correlation[0].DF)
	assert.Equal(t, []string{"pressures.c.amount", "need.real_growth"}, m.Correlation[1].Drivers)
	assert.InDelta(t, 0.3, m.Correlation[1].Matrix[0][1], 1e-15)
}

// Once the list of faults is full no more groups are read, and what is not read is not counted.
func TestGroupsAreReadUntilTheListOfFaultsIsFull(t *testing.T) {
	groups := func(n int) Faults { return faultsOf(small+"correlations: ["+strings.Repeat("{}, ", n)+"]\n", nil) }
	for n, want := range map[int]string{maxFaults: "there may be more faults; these are the first 100 found",
		maxFaults + 50: "there may be more faults; these are the first 100 found"} {
		all := groups(n)
		assert.Equal(t, want, all[len(all)-1].Problem(), n)
	}
	assert.Len(t, groups(maxFaults-1), maxFaults-1)
}
