package file

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// planned is a plan of the file small with a change and a setting.
func planned(t *testing.T) *Planned {
	t.Helper()
	s, err := Load("f.yaml", []byte(small+"changes: {more: {need.real_growth: {p10: 4%, p90: 6%}}}\n"))
	require.NoError(t, err)
	s, err = s.With(scenario.Setting{Path: "funding.real_growth", Value: "2%"})
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	p, err := NewPlanned(context.Background(), s, m, scenario.Options{Paths: 500, Seed: 7, Lines: []string{"balance"},
		Years: []string{"2020/21"}, ExactPercentiles: true})
	require.NoError(t, err)
	return p
}

// A plan file is read as the plan that was written: the file, its settings, the options and the sum are the same.
func TestAPlanFileIsThePlan(t *testing.T) {
	p := planned(t)
	var b bytes.Buffer
	require.NoError(t, p.Write(&b))
	again, err := ReadPlan(context.Background(), &b, scenario.Options{Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, p.Spec.Text(), again.Spec.Text())
	assert.Equal(t, p.Spec.set, again.Spec.set)
	assert.Equal(t, p.Model.Scenarios[0].Name, again.Model.Scenarios[0].Name)
	want := p.Options
	want.Workers = 3
	assert.Equal(t, want, again.Options)
	a, err := p.Sum()
	require.NoError(t, err)
	c, err := again.Sum()
	require.NoError(t, err)
	assert.Equal(t, a, c)
	other := planned(t)
	other.Options.Seed++
	c, err = other.Sum()
	require.NoError(t, err)
	assert.NotEqual(t, a, c, "the sum is of the options too")
}

// What is no plan file, or not one of this version, is told as such.
func TestWhatIsNoPlanFile(t *testing.T) {
	sealed := func(lines string, body []byte) string {
		data, err := wire.Seal(lines, wire.Text, body)
		require.NoError(t, err)
		return string(data)
	}
	body, err := planned(t).body()
	require.NoError(t, err)
	length, n := binary.Uvarint(body)
	ours := planLines(scenario.Version)
	const notAPlan = "not a plan file, or one that another version wrote"
	for name, c := range map[string]struct{ data, want string }{
		"nothing":           {"", notAPlan},
		"other text":        {"envelope part 1\n", notAPlan},
		"the mark alone":    {PlanMark, "the plan file cannot be read: "},
		"a changed byte":    {sealed(ours, body)[:200], "the plan file cannot be read: "},
		"another version":   {sealed(planLines("v9"), body), `the plan file was written by version "v9"; this is version ` + scenario.Version},
		"no version":        {sealed(PlanMark, body), notAPlan},
		"more lines":        {sealed(ours+"more\n", body), notAPlan},
		"no body":           {sealed(ours, nil), notAPlan},
		"a record too long": {sealed(ours, binary.AppendUvarint(nil, 1)), notAPlan},
		"no record": {sealed(ours, append(binary.AppendUvarint(nil, 1), 'x')),
			"the plan file cannot be read: invalid character"},
		"no plan": {sealed(ours, body[:n+int(length)]), ""},
	} {
		_, err := ReadPlan(context.Background(), strings.NewReader(c.data), scenario.Options{})
		assert.ErrorContains(t, err, c.want, name)
	}
	_, err = ReadPlan(context.Background(), brokenReader{}, scenario.Options{})
	assert.Error(t, err)
	assert.Error(t, (&Planned{}).Write(&bytes.Buffer{}), "there is no plan")
	_, err = NewPlanned(context.Background(), nil, &scenario.Model{}, scenario.Options{})
	assert.Error(t, err)
}
