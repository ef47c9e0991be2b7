package file_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
)

// A hostile file is one of its sections blown up to the size limit.
type hostile struct {
	name   string
	text   func() string // made when it is wanted, so that others do not count
	tables fstest.MapFS
}

const hostileHead = `schema: 1
name: x
years: 2018/19 to 2023/24
not_modelled: []
funding: {baseline: £114.6bn, real_growth: 3.4%}
opening: {position: -£2bn}
`

const (
	bodyOfTest  = " b%d: {funding: {baseline: £1m, real_growth: 3%}, need: {real_growth: 4%}}\n"
	hostileNeed = "need: {real_growth: {p10: 3%, p90: 4%}}\n"
	twoChanges  = "baseline: b\nchanges: {a: {need.real_growth: 3%}, c: {need.real_growth: 2%}}\n"
	systemHead  = "schema: 1\nyears: 2018/19 to 2023/24\nnot_modelled: []\n"
)

// blown is a head, as many parts as there is room for up to a count, and a tail.
func blown(head string, most int, part func(i int) string, tail string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range most {
		p := part(i)
		if b.Len()+len(p)+len(tail) > file.MaxFile {
			break
		}
		b.WriteString(p)
	}
	return b.String() + tail
}

// repeated is a text again and again, up to the size limit.
func repeated(head, part, tail string) string {
	return blown(head, 1<<20, func(int) string { return part }, tail)
}

// numbered is a text with the number in the place of %d.
func numbered(text string) func(int) string {
	return func(i int) string { return strings.ReplaceAll(text, "%d", fmt.Sprint(i)) }
}

// need is a head whose need has one driver.
func need(driver string) string { return hostileHead + "need: {real_growth: " + driver + "}\n" }

// hostileTexts are the files that are one text.
func hostileTexts() []hostile {
	long := func(n int) string { return strings.Repeat("a", n) }
	good := hostileHead + hostileNeed
	components := hostileHead + "need: {real_growth: 3%, components: {"
	laws := func(law string) string { // as many as a file may have, and one more
		return blown(components, 1001, func(i int) string { return fmt.Sprintf("c%d: {"+law+"}, ", i) }, "}}\n")
	}
	all := []hostile{
		{name: "keys", text: func() string { return blown(good, 45_000, numbered("k%d: 1\n"), "") }},
		{name: "long keys", text: func() string { return blown(good, 1900, numbered(long(190)+"%d: 1\n"), "") }},
		{name: "the same key", text: func() string { return repeated(good, "a: 1\n", "") }},
		{name: "lists in lists", text: func() string {
			return good + "x: [" + strings.Repeat("[a,a],", 39_000) + "]\n"
		}},
		{name: "null keys", text: func() string { return repeated(good+"x: {", "?,", "}\n") }},
		{name: "pairs without end", text: func() string { return repeated(good+"x: {", "?,", "") }},
		{name: "items without end", text: func() string { return repeated(good+"x: [", "a,", "") }},
		{name: "dashes", text: func() string { return repeated(good+"x:\n", "- ", "") }},
		{name: "questions", text: func() string { return repeated(good, "? ", "") }},
		{name: "deep lists", text: func() string {
			return good + "x: " + strings.Repeat("[", 500_000) + strings.Repeat("]", 500_000)
		}},
		{name: "deep mappings", text: func() string { return good + "x: " + strings.Repeat("{a: ", 200_000) }},
		{name: "tabs", text: func() string { return repeated(good+"x: ", "\t", "") }},
		{name: "newlines", text: func() string { return repeated(good, "\n", "") }},
		{name: "comments", text: func() string { return repeated(good, "#\n", "") }},
		{name: "escapes", text: func() string { return repeated(good+`x: "`, `\n`, `"`) }},
		{name: "bad characters", text: func() string { return repeated(good, "\x07\n", "") }},
		{name: "a long name", text: func() string {
			return strings.Replace(good, "name: x", "name: "+long(1_000_000), 1)
		}},
		{name: "a long key", text: func() string { return good + long(1_000_000) + ": 1\n" }},
		{name: "a long number", text: func() string { return need("0." + strings.Repeat("3", 1_000_000) + "%") }},
		{name: "commas in money", text: func() string {
			return strings.Replace(good, "£114.6bn", "£"+strings.Repeat("1,", 400_000)+"1", 1)
		}},
		{name: "names in real terms", text: func() string {
			return blown(good+"real_terms: [", 1<<20, numbered("q"+long(20)+"%d, "), "]\n")
		}},
		{name: "long names in real terms", text: func() string {
			return blown(good+"real_terms: [", 1<<20, numbered(long(1990)+"%d, "), "]\n")
		}},
		{name: "names a letter off in real terms", text: func() string {
			return blown(good+"real_terms: [", 1900, numbered("underlying_position%d, "), "]\n")
		}},
		{name: "lines", text: func() string { return blown(good+"lines: [", 1900, numbered("net_cots%d, "), "]\n") }},
		{name: "long lines", text: func() string {
			return blown(good+"lines: [", 1<<20, numbered(long(1990)+"%d, "), "]\n")
		}},
		{name: "lines of stars", text: func() string {
			return good + "lines: [" + strings.Repeat("*.", 300_000) + "x]\n"
		}},
		{name: "patterns", text: func() string {
			return blown(good+"lines: [", 1<<20, numbered("'*."+strings.Repeat("*.", 900)+"%d', "), "]\n")
		}},
		{name: "not modelled", text: func() string {
			return blown(strings.Replace(good, "not_modelled: []", "", 1)+"not_modelled: [", 90_000, numbered("a, "),
				"]\n")
		}},
		{name: "vintages", text: func() string {
			return blown(good+"deflator: {planned: 2%, vintages: {", 1900, numbered("v%d: 1%, "), "}}\n")
		}},
		{name: "components", text: func() string {
			return blown(components, 1900, numbered("c%d: {p10: 0%, p90: 0.1%}, "), "}}\n")
		}},
		{name: "components with long names", text: func() string {
			return blown(components, 1900, numbered(long(150)+"%d: 0.1%, "), "}}\n")
		}},
		{name: "followers of nothing", text: func() string {
			return blown(components, 1900,
				numbered("c%d: {value: 1%, follows: {input: need.components."+long(90)+"%d}}, "), "}}\n")
		}},
		{name: "followers a letter off", text: func() string {
			return blown(components+"x: {p10: 0%, p90: 1%}, ", 1900,
				numbered("c%d: {value: 1%, follows: {input: need.component.x%d}}, "), "}}\n")
		}},
		{name: "bad percentiles", text: func() string {
			return blown(components, 1900, numbered("c%d: {p10: 4%, p50: 3%, p90: 2%}, "), "}}\n")
		}},
		{name: "percentiles", text: func() string {
			return blown(components, 900, numbered("c%d: {p10: 1%, p50: 3%, p90: 4%}, "), "}}\n")
		}},
		{name: "observations", text: func() string {
			return blown(hostileHead+"need: {real_growth: {empirical: {values: [", 90_000, numbered("%d.3%, "),
				"]}}}\n")
		}},
		{name: "gammas beyond what may be", text: func() string { return laws("gamma: {mean: 1%%, sd: 0.1%%}") }},
		{name: "a mixture", text: func() string {
			return blown(hostileHead+"need: {real_growth: {mixture: [", 18_000,
				numbered("{weight: 0.01%, value: 1%}, "), "]}}\n")
		}},
		{name: "a history", text: func() string {
			return blown(hostileHead+"need: {real_growth: {bootstrap: {history: [", 90_000, numbered("1%, "),
				"], block: 2}}}\n")
		}},
		{name: "sizes of a shock", text: func() string {
			return blown(hostileHead+"need: {real_growth: {value: 1%, shock: {chance: 1%, sizes: [", 90_000,
				numbered("1%, "), "]}}}\n")
		}},
		{name: "changes", text: func() string {
			return blown(good+"baseline: b\nchanges:\n", 1900, numbered(" c%d: {need.real_growth: 3%}\n"), "")
		}},
		{name: "bad places", text: func() string {
			return blown(good+"baseline: b\nchanges:\n a:\n", 1900, numbered("  need."+long(180)+"%d: 1%\n"), "")
		}},
		{name: "places of dots", text: func() string {
			return blown(good+"baseline: b\nchanges:\n a:\n", 1900,
				numbered("  need"+strings.Repeat(".a", 95)+"%d: 1%\n"), "")
		}},
		{name: "scenarios", text: func() string {
			return blown(good+twoChanges+"scenarios:\n", 1900, numbered(" s%d: [a]\n"), "")
		}},
		{name: "changes without a name", text: func() string {
			return blown(good+twoChanges+"scenarios:\n", 100, numbered(" s%d: ["+strings.Repeat("aa%d, ", 800)+"]\n"),
				"")
		}},
		{name: "comparisons", text: func() string {
			return blown(good+twoChanges+"compare:\n", 1<<20, numbered(" - {of: "+long(90)+"%d, versus: b}\n"), "")
		}},
		{name: "correlations", text: func() string {
			return blown(good+"correlations:\n", 1<<20,
				numbered(" - {inputs: [need.real_grwoth%d, need.real_growth], r: 0.1}\n"), "")
		}},
		{name: "bad inputs of correlations", text: func() string {
			return groupOf(components, 900, numbered("need.component.c%d"))
		}},
		{name: "a matrix", text: func() string { return matrix(components, 250, "0.1", ",") }},
		{name: "a matrix that cannot hold", text: func() string { return matrix(components, 250, "-0.9", ",") }},
		{name: "a matrix in one line, too large", text: func() string { return matrix(components, 400, "0", ",") }},
		{name: "a matrix in lines, too large", text: func() string { return matrix(components, 400, "0", ",\n   ") }},
		{name: "a matrix with a line for each row", text: func() string {
			return rowsInLines(matrix(components, 300, "-0.9", ","))
		}},
		{name: "a factor", text: func() string { return factor(components, 1000) }},
		{name: "a list in lines", text: func() string { return blown(good+"x:\n", 190_000, numbered(" - a\n"), "") }},
		{name: "mappings in lines", text: func() string {
			return blown(good+"x:\n", 90_000, numbered(" k%d: a\n"), "")
		}},
		{name: "JSON in one line", text: func() string {
			return blown("{\"schema\": 1, \"x\": [", 90_000, numbered("{\"k%d\": [1, 2]}, "), "1]}")
		}},
		{name: "vintages of many lines", text: func() string {
			return blown(good+"real_terms: [", 1900, numbered("funding, need%d, "), "]\n") +
				blown("deflator: {planned: 2%, vintages: {", 1900, numbered("v%d: 1%, "), "}}\n")
		}},
		{name: "places of many changes", text: func() string {
			return blown(components, 1000, numbered("c%d: 0.01%, "), "c: x}}\n") + placesOfChanges(100, 300)
		}},
		{name: "a fault in the last change", text: func() string {
			return blown(components, 200, numbered("c%d: 0.01%, "), "}}\n") + blown("baseline: b\nchanges:\n", 99,
				numbered(" c%d: {need.real_growth: 2%}\n"), " z: {need.real_growth: 200}\n")
		}},
		{name: "settings of words", text: func() string {
			return blown(good+"correlations:\n", 1<<20,
				numbered(" - {inputs: [need.real_growth, need.real_growth], r: x%d}\n"), "")
		}},
		{name: "populations", text: func() string {
			return blown(hostileHead+"need: {real_growth: 1%, components: {d: {population: England, cost_per_head: {",
				1900, numbered("%d: £1, "), "}}}}\n")
		}},
	}
	return slices.Concat(all, hostileLaws(components), hostileSystems(long), hostileFormulas(good, long),
		hostileAssumptions(components))
}

// hostileAssumptions are assumptions and their places, as many as there may be, and stars that reach many places.
func hostileAssumptions(components string) []hostile {
	given := blown("assumptions: {", 1900, numbered("a%d: 0.01%, "), "}\n")
	ofBody := " b%d: {assumptions: {a%d: 1%}, funding: {baseline: £1m, cash_growth: {assumption: a%d}}, opening: {position: 0}, " +
		"need: {real_growth: {assumption: a%d, times: 2}}}\n"
	bodies := blown(systemHead+"bodies:\n", 1500, numbered(ofBody), "")
	stars := func(path string) string {
		return blown("baseline: b\nchanges:\n", 100, numbered(" c%d: {"+path+": %d%}\n"), "")
	}
	return []hostile{
		{name: "assumptions", text: func() string {
			return blown(given+components, 1900, numbered("c%d: {assumption: a%d}, "), "}, x: 1}\n")
		}},
		{name: "one assumption", text: func() string {
			return blown(given+components, 1900, numbered("c%d: {assumption: a1, times: 0.%d}, "), "}, x: 1}\n")
		}},
		{name: "assumptions that are not there", text: func() string {
			return blown(given+components, 1900, numbered("c%d: {assumption: b%d}, "), "}}\n")
		}},
		{name: "assumptions of bodies", text: func() string { return bodies + "x: 1\n" }},
		{name: "stars", text: func() string { return bodies + stars("bodies.*.funding.baseline") }},
		{name: "stars that reach nothing", text: func() string { return bodies + stars("bodies.*.*.none") }},
		{name: "stars over all", text: func() string { return bodies + stars("bodies.*.*.*") }},
	}
}

// costlyLaws are laws of every kind, no two of them alike.
var costlyLaws = map[string]string{
	"bernoulli":         "bernoulli: {chance: 0.3%d, size: 2%}",
	"betas":             "beta: {alpha: 0.5%d, beta: 0.5, low: 0%, high: 3%}",
	"discrete laws":     "discrete: {values: [1.%d%, 3%], chances: [50%, 50%]}",
	"empirical laws":    "empirical: {values: [0.1%, 1%, 1.%d%, 3%]}",
	"gammas":            "gamma: {shape: 0.2%d, scale: 0.01}",
	"gammas like bells": "gamma: {shape: 9000.%d, scale: 0.000001}",
	"laws of Student":   "student_t: {centre: 1.%d%, scale: 1%, df: 3}",
	"lognormals":        "lognormal: {median: 1.%d%, sigma: 0.5}",
	"metalogs":          "metalog: {p10: 1.%d%, p50: 3%, p90: 4%}",
	"normals":           "normal: {mean: 1.%d%, sd: 1%}",
	"of percentiles":    "percentiles: {p10: 1.%d%, p50: 3%, p90: 4%}",
	"PERTs":             "pert: {low: 0%, mode: 1.%d%, high: 3%}",
	"triangles":         "triangular: {low: 0%, mode: 1.%d%, high: 3%}",
	"uniform laws":      "uniform: {low: 0.%d%, high: 3%}",
}

// A law whose table takes long is among the costly ones. A mixture is made of each of them.
func TestCostlyLawsAreOfEveryKind(t *testing.T) {
	var kinds []string
	for _, law := range costlyLaws {
		kinds = append(kinds, law[:strings.Index(law, ":")])
	}
	for _, k := range dist.Kinds() {
		assert.True(t, k.Name == "mixture" || slices.Contains(kinds, strings.ReplaceAll(k.Name, " ", "_")),
			"%s is not among costlyLaws", k.Name)
	}
}

// hostileLaws are as many laws as a file may have and more: of each kind, between bounds, and as parts of mixtures.
func hostileLaws(components string) (all []hostile) {
	add := func(name string, most int, law func(i int) string) {
		all = append(all, hostile{name: name, text: func() string {
			return blown(components, most, func(i int) string { return fmt.Sprintf("c%d: {%s}, ", i, law(i)) }, "}}\n")
		}})
	}
	const bounds = ", truncate: {low: 0.2%, high: 2.9%}"
	for name, law := range costlyLaws {
		mixture := func(i int) string {
			return "mixture: [" + blown("", dist.MostParts, func(k int) string {
				return "{weight: 12.5%, " + numbered(law)(dist.MostParts*i+k) + "}, "
			}, "]")
		}
		add("laws: "+name, 1000, numbered(law))
		add("laws between bounds: "+name, 500, numbered(law+bounds)) // bounds make a law of their own
		add("mixtures between bounds: "+name, 51, func(i int) string { return mixture(i) + bounds })
	}
	return all
}

// groupOf is a file of components and a group of inputs named in some way.
func groupOf(head string, n int, name func(int) string) string {
	text := blown(head, n, numbered("c%d: {p10: 0%, p90: 0.1%}, "), "}}\n")
	return blown(text+"correlations: [{inputs: [", n, func(i int) string { return name(i) + ", " },
		"], matrix: [[1]]}]\n")
}

// placesOfChanges are changes of so many components each.
func placesOfChanges(changes, places int) string {
	return blown("baseline: b\nchanges:\n", changes, func(i int) string {
		return fmt.Sprintf(" c%d: {", i) + blown("", places, numbered("need.components.c%d: 1%, "), "}\n")
	}, "")
}

// factor is a file with a factor of n inputs.
func factor(head string, n int) string {
	text := blown(head, n, numbered("c%d: {p10: 0%, p90: 0.001%}, "), "}}\n")
	return blown(text+"correlations: [{factor: f, loads: {", n, numbered("need.components.c%d: 0.3, "), "}}]\n")
}

// rowsInLines is a file whose matrix has each row in a line of its own, without brackets round all of them.
func rowsInLines(text string) string {
	text = strings.Replace(text, "correlations: [{inputs: [", "correlations:\n - inputs: [", 1)
	text = strings.Replace(text, ", ], matrix: [[", "]\n   matrix:\n   - [", 1)
	return strings.TrimSuffix(strings.ReplaceAll(text, "],[", "]\n   - ["), ",]}]\n") + "\n"
}

// matrix is a file with a matrix of n rows.
func matrix(head string, n int, r, after string) string {
	text := blown(head, n, numbered("c%d: {p10: 0%, p90: 0.1%}, "), "}}\n")
	text = blown(text+"correlations: [{inputs: [", n, numbered("need.components.c%d, "), "], matrix: [")
	return blown(text, n, func(i int) string {
		row := strings.Split(strings.Repeat(r+" ", n), " ")[:n]
		row[i] = "1"
		return "[" + strings.Join(row, ",") + "]" + after
	}, "]}]\n")
}

// hostileFormulas are formulas in the place of numbers and in rows of their own.
func hostileFormulas(good string, long func(int) string) []hostile {
	return []hostile{
		{name: "formulas of numbers", text: func() string {
			one := " s%d: {baseline: £1m, volume: {" + blown("", 300, numbered("v%d: {formula: 0%}, "), "}}\n")
			return blown(hostileHead+"services:\n", 60, func(i int) string {
				return strings.Replace(one, "%d", fmt.Sprint(i), 1)
			}, "")
		}},
		{name: "formulas of rows", text: func() string {
			return blown(good+"rows:\n", 2000, numbered(" r%d: {formula: 2% × funding}\n"), "")
		}},
		{name: "formulas in a circle", text: func() string {
			return blown(good+"rows:\n", 2000, func(i int) string {
				return fmt.Sprintf(" r%d: {formula: r%d + r%d}\n", i, (i+1)%2000, (i+7)%2000)
			}, "")
		}},
		{name: "formulas of no rows", text: func() string {
			return blown(good+"rows:\n", 2000, numbered(" r%d: {formula: "+long(200)+"%d + 1}\n"), "")
		}},
		{name: "long formulas", text: func() string {
			return blown(good+"rows:\n", 400, numbered(" r%d: {formula: "+strings.Repeat("funding + ", 190)+"cost}\n"),
				"")
		}},
	}
}

// hostileSystems are systems of many bodies.
func hostileSystems(long func(int) string) []hostile {
	system := blown(systemHead+"bodies:\n", 1900, numbered(bodyOfTest), "")
	some := blown(systemHead+"bodies:\n", 700, numbered(bodyOfTest), "")
	few := blown(systemHead+"bodies:\n", 20, numbered(bodyOfTest), "")
	two := blown(blown(systemHead+"bodies:\n North:\n  bodies:\n", 999, numbered("  "+bodyOfTest),
		" South:\n  bodies:\n"), 999, numbered("  "+bodyOfTest), "")
	services := func(n int) string {
		one := " b%d: {funding: {baseline: £1m, real_growth: 3%}, services: {" +
			blown("", n, numbered("s%d: {baseline: £1k}, "), "}}\n")
		return blown(systemHead+"bodies:\n", 1900, func(i int) string {
			return strings.ReplaceAll(one, "%d", fmt.Sprint(i))
		}, "")
	}
	uncertain := strings.ReplaceAll(system, "growth: 4%", "growth: {p10: 1%, p90: 3%}")
	inside := func(i int) string {
		return fmt.Sprintf(" s%d:\n  bodies:\n", i) + blown("", 100, numbered("  "+bodyOfTest), "")
	}
	return []hostile{
		{name: "bodies", text: func() string { return some }},
		{name: "uncertain bodies", text: func() string { return uncertain }},
		{name: "bodies of bodies", text: func() string { return blown(systemHead+"bodies:\n", 150, inside, "") }},
		{name: "bad transfers", text: func() string {
			return blown(system+"transfers:\n", 1900, numbered(" t%d: {from: "+long(50)+"%d, to: b1, baseline: £1m}\n"),
				"")
		}},
		{name: "transfers a letter off", text: func() string {
			return blown(system+"transfers:\n", 1900, numbered(" t%d: {from: bb%d, to: b1, baseline: £1m}\n"), "")
		}},
		{name: "transfers", text: func() string {
			return blown(few+"transfers:\n", 1900, numbered(" t%d: {from: b2, to: b1, baseline: £1k}\n"), "")
		}},
		{name: "bad pools", text: func() string {
			return blown(few+"pools:\n", 1900,
				numbered(" p%d: {provider: bb%d, partners: {c%d: {share: 100%, minimum: £1m}}}\n"), "")
		}},
		{name: "changes of bodies", text: func() string {
			return blown(system+"baseline: b\nchanges:\n", 100, numbered(" c%d: {bodies.b%d.need.real_growth: 2%}\n"),
				"")
		}},
		{name: "faults in every change of bodies", text: func() string {
			return blown(uncertain+"baseline: b\nchanges:\n", 100,
				numbered(" c%d: {bodies.b%d.need.real_growth: 200}\n"), "")
		}},
		{name: "faults in every body", text: func() string { return strings.ReplaceAll(system, "4%", "nothing") }},
		{name: "keys in every body", text: func() string { return strings.ReplaceAll(system, "need:", "needs:") }},
		{name: "a wrong number in one of many bodies", text: func() string {
			return strings.Replace(some, "4%", "200%", 1)
		}},
		{name: "a wrong number in the last of very many bodies", text: func() string {
			return replaceLast(system, "4%", "200%")
		}},
		{name: "a wrong number in the last of all bodies", text: func() string {
			return replaceLast(two, "4%", "200%")
		}},
		{name: "a driver out of range in the last of very many bodies", text: func() string {
			return replaceLast(system, "growth: 4%", "growth: {uniform: {low: 0%, high: 300%}}")
		}},
		{name: "a line that is none of all bodies", text: func() string { return two + "lines: [balanec]\n" }},
		{name: "no such row of all bodies in real terms", text: func() string {
			return two + "real_terms: [balanec]\n"
		}},
		{name: "services with causes", text: func() string {
			var causes, volume []string
			for i := range 19 {
				causes, volume = append(causes, fmt.Sprintf("c%d", i)), append(volume, fmt.Sprintf("c%d: 1%%", i))
			}
			head := strings.Replace(hostileHead, "schema: 1", "schema: 2", 1) +
				"causes: [prices, " + strings.Join(causes, ", ") + "]\nservices:\n"
			return blown(head, 1000, numbered(" s%d: {baseline: £1m, volume: {"+strings.Join(volume, ", ")+"}}\n"), "")
		}},
		{name: "services of many bodies", text: func() string { return replaceLast(services(4), "3%", "200%") }},
		{name: "too many services of many bodies", text: func() string { return services(11) }},
		{name: "just too many services of many bodies", text: func() string { return services(3) }},
		{name: "patterns of bodies", text: func() string {
			return blown(few+"lines: [", 1900, numbered("'*.b%d.*', '*.*.balance%d', "), "]\n")
		}},
		{name: "lines of many bodies", text: func() string {
			return blown(some+"lines: [", 1900, numbered("bodies.b%d.balanec, "), "]\n")
		}},
		{name: "parts", text: func() string {
			return blown(few+"funding: {baseline: £1bn, real_growth: 1%}\nallocation: {parts: {", 1900,
				numbered("bb%d: {opening: £1m}, "), "}}\n")
		}},
	}
}

// replaceLast replaces the last of the places where a text stands.
func replaceLast(text, old, by string) string {
	i := strings.LastIndex(text, old)
	return text[:i] + by + text[i+len(old):]
}

// hostileTables are files with tables.
func hostileTables() []hostile {
	many := func(entry string, most int) string {
		return blown(systemHead+"bodies:\n", 9, func(k int) string {
			return fmt.Sprintf(
				" b%d: {funding: {baseline: £1m, real_growth: 3%%}, need: {real_growth: 1%%, components: {", k) +
				blown("", most, func(i int) string {
					return fmt.Sprintf("c%d: {empirical: {"+entry+", column: c%d}}, ", i, k*10_000+i, i)
				}, "}}}\n")
		}, "")
	}
	one := func(text string) fstest.MapFS { return fstest.MapFS{"t.csv": {Data: []byte(text)}} }
	const table = "{empirical: {csv: t.csv, column: a}}"
	wide := strings.Join(strings.Split(strings.Repeat("1% ", 1900), " ")[:1900], ",") + "\n"
	return []hostile{
		{name: "names of tables", text: func() string { return many("csv: t%d.csv", 1400) }, tables: nil},
		{name: "takers of a table", text: func() string {
			return many("csv: t.csv, x%d: 1", 1200)
		}, tables: one(blown("", 1900, numbered("c%d,"), "\n") + strings.Repeat(wide, 50))},
		{name: "takers of a bad table", text: func() string {
			return many("csv: t.csv, x%d: 1", 1200)
		}, tables: one(blown("", 1900, numbered("c%d,"), "\n") +
			strings.Repeat(strings.ReplaceAll(wide, "%", "x"), 50))},
		{name: "a table of commas", text: func() string { return need(table) },
			tables: one(strings.Repeat(",", 1_000_000))},
		{name: "a table of lines", text: func() string { return need(table) },
			tables: one("a\n" + strings.Repeat("1%\n", 340_000))},
		{name: "a table of columns", text: func() string { return need(table) },
			tables: one(blown("", 1<<20, numbered("c%d,"), "\n"))},
		{name: "a table of quotes", text: func() string { return need(table) },
			tables: one("a\n" + strings.Repeat(`""`, 500_000))},
		{name: "a table of one cell", text: func() string { return need(table) },
			tables: one(`a` + "\n" + `"` + strings.Repeat("x", 1_000_000))},
		{name: "a table of bad cells", text: func() string { return need(table) },
			tables: one("a\n" + strings.Repeat("x\n", 90_000))},
	}
}

// Any file up to the size limits is answered for a bounded price, good or bad. Of a good one it is the reading that is
// bounded.
func TestTheCostOfAnyFileIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	for _, f := range slices.Concat(hostileTexts(), hostileTables()) {
		t.Run(f.name, func(t *testing.T) {
			text := f.text()
			assert.LessOrEqual(t, len(text), file.MaxFile)
			var err error
			testkit.Priced(t, func() { err = answer(f, text) }, f.name)
			if err != nil {
				assert.Less(t, len(err.Error()), 100_000, "an answer that can be read")
			}
		})
	}
}

// answer reads a file as check does.
func answer(f hostile, text string) error {
	s, err := file.LoadIn(f.tables, "f.yaml", []byte(text))
	if err == nil {
		_, err = s.Model()
	}
	return err
}

// Settings have the limits of a file.
func TestTheCostOfAnySettingIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	s, err := file.Load("f.yaml", []byte(hostileHead+hostileNeed))
	assert.NoError(t, err)
	many := func(n int, path string) (all []scenario.Setting) {
		for i := range n {
			all = append(all, scenario.Setting{Path: fmt.Sprintf(path, i), Value: "1%"})
		}
		return all
	}
	for name, settings := range map[string][]scenario.Setting{
		"a place of dots":  {{Path: strings.Repeat("a.", 60_000), Value: "1%"}},
		"a place of names": {{Path: "need" + strings.Repeat(".a", 60_000), Value: "1%"}},
		"a long value":     {{Path: "need.real_growth", Value: "{values: [" + strings.Repeat("1%,", 300_000) + "]}"}},
		"a deep value":     {{Path: "need.real_growth", Value: strings.Repeat("[", 300_000)}},
		"many settings":    many(500, "need.components.c%d"),
		"far too many":     many(100_000, "need.components.c%d"),
		"bad settings":     many(500, "ned.components.c%d"),
		"stars":            append(many(250, "need.components.c%d"), many(250, "need.*.c%d")...),
		"stars over all":   append(many(250, "need.components.c%d"), many(250, "need.*.*")...),
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Priced(t, func() {
				if changed, err := s.With(settings...); err == nil {
					_, _ = changed.Model()
				}
			}, name)
		})
	}
}

// A line asked for has a limit too.
func TestTheCostOfAnyLineIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	s, err := file.Load("f.yaml", []byte(hostileHead+hostileNeed))
	assert.NoError(t, err)
	m, err := s.Model()
	assert.NoError(t, err)
	for _, line := range []string{strings.Repeat("a", 100_000), strings.Repeat("*.", 50_000),
		strings.Repeat("net cost: ", 10_000)} {
		testkit.Priced(t, func() {
			_, err = scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 64, Lines: []string{line}})
		}, line[:8])
		assert.ErrorContains(t, err, "is not a line")
		assert.Less(t, len(err.Error()), 1_000)
	}
}

// What a large system costs grows with its bodies, and not with their square.
func TestTheCostOfBodiesIsLinear(t *testing.T) {
	testkit.NotForRaces(t)
	if testing.Short() {
		t.Skip("processor time under the race detector says nothing")
	}
	cost := func(bodies int) time.Duration {
		text := blown(systemHead+"bodies:\n North:\n  bodies:\n", bodies/2, numbered("  "+bodyOfTest),
			" South:\n  bodies:\n")
		text = blown(text, bodies/2, numbered("  "+bodyOfTest), "")
		best := time.Hour
		for range 3 {
			best = min(best, testkit.PriceOf(func() { assert.NoError(t, answer(hostile{}, text)) }).Time)
		}
		t.Logf("%d bodies: %v", bodies, best)
		return best
	}
	assert.Less(t, cost(finance.MaxBodies-2), 6*cost(finance.MaxBodies/3), "thrice as many")
}
