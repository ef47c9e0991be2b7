package scenario_test

import (
	"context"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A run that stops names the keys of the file to mend: in the central case, on a path, and when the path is replayed.
func TestWhatStopsARunNamesTheKeysToMend(t *testing.T) {
	const head = "schema: 1\nname: n\ncurrency: £\nyears: 2018/19 to 2021/22\nnot_modelled: []\ndeflator: {planned: 2%}\n"
	for name, c := range map[string]struct{ text, want string }{
		"central case, division by zero": {
			"funding: {baseline: £100m, real_growth: 3%}\nopening: {position: £0}\nneed: {real_growth: -100%}\n",
			`scenario "baseline": central case: savings required share in 2019/20: division by zero, as cost is zero there; look at need.real_growth`},
		"a path, division by zero": {
			"funding: {baseline: £100m, real_growth: 3%}\nopening: {position: £0}\nneed: {real_growth: {discrete: {values: [3%, -100%], chances: [90%, 10%]}}}\n",
			`savings required share in 2019/20, scenario "baseline": division by zero, as cost is zero there; look at need.real_growth (seed 0, path 25)`},
		"a path, too large": {
			"funding: {baseline: £10000bn, real_growth: {discrete: {values: [3%, 100%], chances: [90%, 10%]}}}\nopening: {position: £0}\nneed: {real_growth: 3%}\n",
			`funding in 2020/21, scenario "baseline": the amount is beyond ±2⁵¹ pence (about £22,500bn); look at funding.real_growth, deflator.planned or funding.baseline (seed 0, path 6)`},
	} {
		spec, err := file.Load("n.yaml", []byte(head+c.text))
		require.NoError(t, err, name)
		m, err := spec.Model()
		require.NoError(t, err, name)
		_, err = scenario.Run(context.Background(), m, scenario.Options{Paths: 1_000})
		assert.EqualError(t, err, c.want, name)
		var path *scenario.PathError
		if !assert.Error(t, err) || !strings.HasPrefix(name, "a path") {
			continue
		}
		require.ErrorAs(t, err, &path, name)
		p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 1})
		require.NoError(t, err, name)
		_, err = p.Replay("baseline", path.Path)
		var cell *sheet.CellError
		require.ErrorAs(t, err, &cell, name)
		assert.Equal(t, path.Row, cell.Row)
		assert.Contains(t, path.Message, cell.Problem())
	}
}
