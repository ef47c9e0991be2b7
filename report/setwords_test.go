package report

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An answer says first what was set for it, and last which scenarios have their own number there; one without questions
// too.
func TestAnswersSayWhatWasSet(t *testing.T) {
	spec, err := file.Load("county.yaml",
		[]byte(county+"changes: {more: {funding.real_growth: 5%}, less: {need.real_growth: 2%}}\n"))
	require.NoError(t, err)
	spec, err = spec.With(scenario.Setting{Path: "funding.real_growth", Value: "4%"},
		scenario.Setting{Path: "earmark.share", Value: "2%"})
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500})
	require.NoError(t, err)
	answer := Answer(r, Options{})
	assert.Regexp(t, `^With funding\.real_growth 4% and earmark\.share 2%, the chance .*\. “more” has its own funding\.real_growth\.$`, answer)
	assert.NotContains(t, Answer(r, Options{Scenarios: []string{"baseline", "less"}}), "its own",
		"a scenario that is not shown")

	r, err = scenario.Run(context.Background(), m, scenario.Options{Paths: 500, Conditions: []scenario.Condition{}})
	require.NoError(t, err)
	assert.Regexp(t, `^With funding\.real_growth 4% and earmark\.share 2%, in 2021/22 the balance is .* “more” has its own funding\.real_growth\.$`, Answer(r, Options{}))
}
