package live

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var ctx = context.Background()

// opened is an example as a plan.
func opened(t testing.TB, example string, o Options) *Plan {
	t.Helper()
	s, err := file.Read("../../examples/" + example)
	require.NoError(t, err)
	p, err := Open(ctx, s, o)
	require.NoError(t, err)
	return p
}

func settlement(t testing.TB) *Plan {
	return opened(t, "settlement/settlement.yaml", Options{Paths: 2048})
}

var growth, need = file.Move{Place: "funding.real_growth", By: 0.004}, file.Move{Place: "need.real_growth", By: 0.002}

// The figures of an answer are those of the file with the same settings, hash included.
func TestAnswersAreTheFiles(t *testing.T) {
	p := settlement(t)
	for name, a := range map[string]Ask{
		"as it is":           {},
		"moved":              {Moves: []file.Move{growth, need}},
		"set":                {Set: []scenario.Setting{{Path: "earmark.leakage", Value: "50%"}}, Paths: 1000},
		"another scenario":   {Scenario: "four percent, improve", Moves: []file.Move{growth}},
		"with a line beside": {Lines: []string{"debt"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := p.Run(ctx, a)
			require.NoError(t, err)
			spec, err := p.Spec().With(got.Set...)
			require.NoError(t, err)
			m, err := spec.Model()
			require.NoError(t, err)
			m, err = m.Only([]string{got.Scenario})
			require.NoError(t, err)
			lines := append([]string{"balance", "earmark_planned", "transformation", "diverted"}, a.Lines...)
			r, err := scenario.Run(ctx, m, scenario.Options{Paths: got.Paths, Lines: lines})
			require.NoError(t, err)
			assert.Equal(t, r.Hash, got.Hash)
			d, err := report.NewDigest(r, report.Options{Lines: lines})
			require.NoError(t, err)
			assert.Equal(t, NewSeries(d.Series), got.Series)
			assert.Equal(t, NewSeries(d.Chances), got.Chances)
		})
	}
}

// The levers of the settlement: what moves the balance most comes first, each says what stands at each of its steps,
// and what an answer says stands there is the same.
func TestLevers(t *testing.T) {
	p := settlement(t)
	var places []string
	for _, l := range p.About().Levers {
		places = append(places, l.Place)
		assert.LessOrEqual(t, l.First, 0)
		assert.Greater(t, len(l.Marks), -l.First, "%s: as it is is one of its steps", l.Place)
		assert.LessOrEqual(t, len(l.Marks), 2*mostSteps+1)
	}
	assert.Equal(t, []string{"funding.real_growth", "need.real_growth", "deflator.surprise"}, places[:3])
	assert.Contains(t, places, "opening.before_support", "which opening.position follows from")

	l := p.About().Levers[1]
	assert.Equal(t, "3.3%", l.Value)
	assert.Equal(t, "3.3%", l.Marks[-l.First])
	assert.Equal(t, []string{"settlement, improve", "four percent, improve"}, l.Own)
	assert.Equal(t, "amber", l.Quality)
	a, err := p.Run(ctx, Ask{Moves: []file.Move{{Place: l.Place, By: 2 * l.Step}}})
	require.NoError(t, err)
	assert.Equal(t, l.Marks[2-l.First], a.Values[l.Place])
	assert.Equal(t, "as in the file", p.About().Levers[0].Marks[-p.About().Levers[0].First], "a list of years")
}

// What moves changed is the paired difference, and its parts add up to it.
func TestCompare(t *testing.T) {
	p := settlement(t)
	c, err := p.Compare(ctx, Comparison{Ask: Ask{Moves: []file.Move{growth, need}}})
	require.NoError(t, err)
	rows := map[string]Difference{}
	for _, d := range c.Rows {
		rows[d.Name] = d
	}
	before, err := p.Run(ctx, Ask{})
	require.NoError(t, err)
	after, err := p.Run(ctx, Ask{Moves: []file.Move{growth, need}})
	require.NoError(t, err)
	const year = 5
	points := after.Chances[0].Values[year][0] - before.Chances[0].Values[year][0]
	assert.InDelta(t, points, 100*rows["chance of balance"].Value, 1e-3)
	sum := 0.0
	for _, s := range c.Steps {
		sum += s.Value
	}
	require.Len(t, c.Steps, 2)
	assert.InDelta(t, rows["mean balance"].Value, sum, 1)
	assert.Less(t, rows["mean balance"].Hi-rows["mean balance"].Lo, 50e6, "the paths are shared")

	c, err = p.Compare(ctx, Comparison{})
	require.NoError(t, err)
	assert.Empty(t, c.Rows)
	assert.Equal(t, "In 2023/24 that changes nothing.", c.Sentence)
}

// What is compared with a state that was kept is the difference of the two, in any scenario; its steps are what was
// moved on, what was moved anew and what was put back.
func TestCompareWithAKeptState(t *testing.T) {
	p := settlement(t)
	const other = "four percent, improve"
	opening := file.Move{Place: "opening.before_support", By: 2e8}
	support := file.Move{Place: "opening.support", By: 1e8}
	surprise := file.Move{Place: "deflator.surprise", By: 0.0005}
	further := file.Move{Place: opening.Place, By: 4e8}
	compared := func(from, to []file.Move) *Change {
		c, err := p.Compare(ctx, Comparison{Ask{Scenario: other, Moves: to}, from})
		require.NoError(t, err)
		return c
	}
	mean := func(c *Change) float64 {
		i := slices.IndexFunc(c.Rows, func(d Difference) bool { return d.Name == "mean balance" })
		require.GreaterOrEqual(t, i, 0)
		return c.Rows[i].Value
	}
	kept := []file.Move{opening, support}
	now := []file.Move{further, surprise}
	c := compared(kept, now)
	assert.InDelta(t, mean(compared(nil, now))-mean(compared(nil, kept)), mean(c), 1)
	var names []string
	sum := 0.0
	for _, s := range c.Steps {
		names, sum = append(names, s.Name), sum+s.Value
	}
	assert.Equal(t, []string{"opening: before support", "deflator: surprise", "opening: support"}, names)
	assert.InDelta(t, mean(c), sum, 1)
	assert.Empty(t, compared(kept, kept).Rows, "a kept state is itself")
}

// The growth at which the chance of balance is 80% has that chance.
func TestSolve(t *testing.T) {
	p := settlement(t)
	l := p.About().Levers[0]
	s, err := p.Solve(ctx, Target{Place: l.Place, Low: l.Low, High: l.High, Chance: 0.8})
	require.NoError(t, err)
	assert.InDelta(t, 0.042, s.Value, 0.001)
	a, err := p.Run(ctx, Ask{Set: []scenario.Setting{{Path: "funding.real_growth", Value: s.Text}}})
	require.NoError(t, err)
	assert.InDelta(t, 80, a.Chances[0].Values[5][0], 0.2)

	var none *ask.NoSolution
	_, err = p.Solve(ctx, Target{Place: "funding.real_growth", Low: "1%", High: "2%", Chance: 0.8})
	assert.ErrorAs(t, err, &none)
}

// A moved case leaves a record that can be run again, and a file that is it.
func TestOutAgain(t *testing.T) {
	p := settlement(t)
	a := Ask{Moves: []file.Move{growth, need}}
	m, err := p.Manifest(ctx, a)
	require.NoError(t, err)
	differences, err := m.Verify(ctx, scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	answer, err := p.Run(ctx, a)
	require.NoError(t, err)
	assert.Equal(t, answer.Hash, m.ResultHash)

	text, err := p.Moved(a.Moves...)
	require.NoError(t, err)
	s, err := file.Load("moved.yaml", text)
	require.NoError(t, err)
	again, err := Open(ctx, s, Options{Paths: 2048})
	require.NoError(t, err)
	same, err := again.Run(ctx, Ask{})
	require.NoError(t, err)
	assert.Equal(t, answer.Series, same.Series)
}

// A system answers with its bodies.
func TestSystem(t *testing.T) {
	p := opened(t, "system/system.yaml", Options{Paths: 512})
	a, err := p.Run(ctx, Ask{})
	require.NoError(t, err)
	bodies := map[string]bool{}
	for _, s := range a.Series {
		bodies[s.Body] = true
	}
	assert.Greater(t, len(bodies), 2)
	assert.NotEmpty(t, p.About().Levers)
}

// What cannot be asked is a fault that says so.
func TestFaults(t *testing.T) {
	p := settlement(t)
	for want, a := range map[string]Ask{
		"the most is 262144":          {Paths: 1 << 20},
		"no scenario":                 {Scenario: "no such"},
		"no number that can be moved": {Moves: []file.Move{{Place: "funding", By: 1}}},
		"funding.real_growth":         {Moves: []file.Move{{Place: "funding.real_growth", By: 5}}},
		"cannot begin with":           {Set: []scenario.Setting{{Path: "run.paths", Value: "7"}}},
		"is not a line":               {Lines: []string{"no such line"}},
		"earmark.share":               {Set: []scenario.Setting{{Path: "earmark.share", Value: "[[["}}},
	} {
		_, err := p.Run(ctx, a)
		assert.ErrorContains(t, err, want)
		_, err = p.Compare(ctx, Comparison{Ask: a})
		assert.Error(t, err)
		_, err = p.Manifest(ctx, a)
		assert.Error(t, err)
	}
	_, err := new(Plan).Run(ctx, Ask{})
	assert.ErrorContains(t, err, "there is no plan")
	_, err = new(Plan).Moved()
	assert.ErrorContains(t, err, "there is no plan")
	_, err = Open(ctx, nil, Options{})
	assert.ErrorContains(t, err, "no scenario file")
	ended, end := context.WithCancel(ctx)
	end()
	_, err = p.Run(ended, Ask{})
	assert.ErrorIs(t, err, context.Canceled)
}

// The exported names, frozen: a change to them shows in review.
func TestExportedNames(t *testing.T) { testkit.Golden(t, "testdata/api.txt", testkit.API(t, ".")) }

func BenchmarkRun(b *testing.B) {
	p := opened(b, "settlement/settlement.yaml", Options{})
	i := 0
	for b.Loop() {
		i++
		a, err := p.Run(ctx, Ask{Moves: []file.Move{{Place: "funding.real_growth", By: 0.001 * float64(i%20)}}})
		require.NoError(b, err)
		_, err = json.Marshal(a)
		require.NoError(b, err)
	}
}

// A file that names the numbers to move has these levers, in its order; one that is no input of the plan is a fault.
func TestAFileNamesItsLevers(t *testing.T) {
	text := string(settlement(t).Spec().Text())
	named := func(places string) (*Plan, error) {
		s, err := file.Load("a.yaml", []byte(text+"\nexplore: "+places+"\n"))
		require.NoError(t, err)
		return Open(ctx, s, Options{Paths: 512})
	}
	p, err := named("[earmark.leakage, opening.before_support, need.real_growth]")
	require.NoError(t, err)
	var places []string
	for _, l := range p.About().Levers {
		places = append(places, l.Place)
		assert.NotEmpty(t, l.Marks)
	}
	assert.Equal(t, []string{"earmark.leakage", "opening.before_support", "need.real_growth"}, places)
	a, err := p.Run(ctx, Ask{Moves: []file.Move{{Place: "earmark.leakage", By: -0.5}}})
	require.NoError(t, err)
	assert.Equal(t, []scenario.Setting{{Path: "earmark.leakage.value", Value: "50%"}}, a.Set)

	_, err = named("[changes.four percent.funding.real_growth]")
	assert.ErrorContains(t, err, "no number of the plan that can be moved")
}
