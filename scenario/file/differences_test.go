package file

import (
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Two files differ where a number, a text or a list differs, each with the setting that makes the one of the other, if
// there is one.
func TestDifferencesOfFiles(t *testing.T) {
	load := func(text string) *Spec {
		s, err := Load("f.yaml", []byte(text))
		require.NoError(t, err)
		return s
	}
	set := func(path, value string) scenario.Setting { return scenario.Setting{Path: path, Value: value} }
	const rest = "schema: 2\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\n"
	was := load(rest + "name: One\nneed: {real_growth: {p10: 2%, p90: 4%, source: IFS}, components: {ageing: 1%, gone: 2%}}\n" +
		"not_modelled: [a]\nopening: {position: -£2m}\nchanges: {x: {need.real_growth: 1%}}\n")
	is := load(rest + "name: Two\nneed: {real_growth: {p10: 2%, p90: 5%, source: IFS}, components: {ageing: 1.0%, new: {formula: a}}}\n" +
		"not_modelled: [a, b]\nearmark: {share: 5%}\nchanges: {x: {need.real_growth: 2%}}\n")
	assert.Equal(t, []Difference{
		{Path: "name", Was: `"One"`, Is: `"Two"`},
		{Path: "need.real_growth", Was: `{"p10": "2%", "p90": "4%", "source": "IFS"}`,
			Is:      `{"p10": "2%", "p90": "5%", "source": "IFS"}`,
			Setting: set("need.real_growth", `{"p10": "2%", "p90": "5%", "source": "IFS"}`)},
		{Path: "need.components.ageing", Was: `"1%"`, Is: `"1.0%"`, Setting: set("need.components.ageing", `"1.0%"`)},
		{Path: "need.components.new", Is: `{"formula": "a"}`, Setting: set("need.components.new", `{"formula": "a"}`)},
		{Path: "need.components.gone", Was: `"2%"`},
		{Path: "not_modelled", Was: `["a"]`, Is: `["a", "b"]`},
		{Path: "earmark", Is: `{"share": "5%"}`, Setting: set("earmark", `{"share": "5%"}`)},
		{Path: "changes.x.need.real_growth", Was: `"1%"`, Is: `"2%"`},
		{Path: "opening", Was: `{"position": "-£2m"}`},
	}, was.Differences(is))
	assert.Empty(t, was.Differences(was))
	for _, form := range []string{"value: 1%", "values: [1%]", "p10: 1%", "p50: 1%", "p90: 1%", "then: 1%", "assumption: a",
		"survey: a", "normal: {mean: 1%}", "student_t: {df: 3}"} {
		a, b := load(small), load(small)
		a.root, b.root = parse([]byte("need: {"+form+"}\n"), newFaultList("")),
			parse([]byte("need: {x: 1}\n"), newFaultList(""))
		assert.Len(t, a.Differences(b), 1, "a number is compared as a whole: %s", form)
	}
	assert.Equal(t, `"<£>\n"`, quotedText("<£>\n"))
	assert.Empty(t, (*node)(nil).flow())
	assert.Empty(t, (&node{kind: nodeNothing}).flow())
	assert.Equal(t, "[]", (&node{kind: nodeList}).flow())
	assert.Equal(t, "{}", (&node{kind: nodeMapping}).flow())
}

// A comparison is of two scenarios that the file has.
func TestWhatIsCompared(t *testing.T) {
	const changes = "changes: {more: {need.real_growth: 5%}, less: {need.real_growth: 1%}}\n"
	for more, want := range map[string][]string{
		"compare: [{of: more, versus: baseline}]\n":                  nil,
		"compare: [{of: more, versus: more}]\n":                      {`7:11 compare[1]: both are "more"; a comparison needs two scenarios`},
		"compare: {of: more, versus: baseline}\n":                    {"7:1 compare: found a mapping of keys; write a list of comparisons such as {of: one scenario, versus: another}"},
		"compare: [{of: more}]\n":                                    {"7:11 compare[1]: versus is missing; write {of: one scenario, versus: another}"},
		"compare: [{of: moor, versus: less}]\n":                      {`7:16 compare[1].of: there is no scenario "moor"; there is baseline, more, less`},
		"compare: [{of: [more], versus: less}]\n":                    {"7:12 compare[1].of: found a list; write text"},
		"baseline: plan\ncompare: [{of: more, versus: plan}]\n":      nil,
		"scenarios: {s: [less]}\ncompare: [{of: s, versus: more}]\n": {`8:27 compare[1].versus: there is no scenario "more"; there is baseline, s`},
	} {
		assert.Equal(t, want, problems(changes+more), more)
	}
	s, err := Load("f.yaml", []byte(small+changes+"compare: [{of: more, versus: baseline}, {of: more, versus: less}]\n"))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, []scenario.Comparison{{Of: "more", Versus: "baseline"}, {Of: "more", Versus: "less"}},
		m.Comparisons)
}
