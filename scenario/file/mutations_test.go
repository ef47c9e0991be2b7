package file

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A slip is a class of mutations that change what a file means: where it may happen in a line, and what it makes of it.
type slip struct {
	name string
	at   *regexp.Regexp
	make func(r *rand.Rand, found string) string
}

// slips are the classes. Each mutation of a good file by one of them is refused or warned of, but for what is unseen.
func slips() []slip {
	number := regexp.MustCompile(`-?£[0-9][0-9.,]*(bn|m|k)`)
	rate := regexp.MustCompile(`-?[0-9][0-9.]*%`)
	return []slip{
		{"unit lost", number, func(_ *rand.Rand, s string) string { return strings.TrimRight(s, "bnmk") }},
		{"unit changed", number, func(_ *rand.Rand, s string) string {
			if strings.HasSuffix(s, "bn") {
				return strings.TrimSuffix(s, "bn") + "m"
			}
			return strings.TrimRight(s, "mk") + "bn"
		}},
		{"sign flipped", regexp.MustCompile(`[ \[]-?(£[0-9][0-9.,]*(bn|m|k)?|[0-9][0-9.]*%)`), func(_ *rand.Rand,
			s string) string {
			if s[1] == '-' {
				return s[:1] + s[2:]
			}
			return s[:1] + "-" + s[1:]
		}},
		{"percent lost", rate, func(_ *rand.Rand, s string) string { return strings.TrimSuffix(s, "%") }},
		{"point lost", regexp.MustCompile(`[1-9]\.[0-9]+%`), func(_ *rand.Rand, s string) string {
			return strings.Replace(s, ".", "", 1)
		}},
		{"year mistyped", regexp.MustCompile(`^years: .*$`), func(r *rand.Rand, s string) string {
			return mistyped(r, s, "0123456789")
		}},
		{"name mistyped", regexp.MustCompile(`[A-Za-z_][A-Za-z_ ]*:( |$)`), func(r *rand.Rand, s string) string {
			return mistyped(r, s, "abcdefghijklmnopqrstuvwxyz_")
		}},
		{"indent changed", regexp.MustCompile(`^ +`), func(r *rand.Rand, s string) string {
			if r.IntN(2) == 0 {
				return s + " "
			}
			return s[1:]
		}},
		{"key twice", regexp.MustCompile(`^ *[A-Za-z_]+: .*$`), func(_ *rand.Rand, s string) string {
			return s + "\n" + s
		}},
	}
}

// mistyped is a text in which one of some letters is another.
func mistyped(r *rand.Rand, s, letters string) string {
	var places []int
	for i := range s {
		if strings.IndexByte(letters, s[i]) >= 0 {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return s + "x"
	}
	i := places[r.IntN(len(places))]
	for {
		if c := letters[r.IntN(len(letters))]; c != s[i] {
			return s[:i] + string(c) + s[i+1:]
		}
	}
}

// answer is what a text is answered: refused, or its warnings by what they say, and what it means to a run.
func answer(t *testing.T, folder, text string) (refused bool, warned []string, means string) {
	t.Helper()
	s, err := Load(folder, []byte(text))
	if err != nil {
		return true, nil, ""
	}
	m, err := s.Model()
	if err != nil {
		return true, nil, ""
	}
	about, err := m.Describe(t.Context(), scenario.Options{})
	if err != nil {
		return true, nil, ""
	}
	for _, w := range about.Warnings {
		warned = append(warned, w.ID+w.Found)
	}
	for _, in := range about.Inputs {
		means += fmt.Sprintln(in.Scenario, in.Input, in.Values, in.Law, in.Process)
	}
	return false, warned, means + fmt.Sprint(about.Years, about.Comparisons, about.Correlations)
}

// A blind is where a slip leaves a file that is as plausible as before, so that nobody can tell it from what was meant.
type blind struct{ slips, line, why string }

// blinds are the exceptions, by patterns of the slip and of the line. They are counted.
func blinds() []blind {
	return []blind{
		{"lost|changed|flipped",
			`p10|normal|student_t|triangular|pert|uniform|discrete|empirical|weight|truncate|history|shock|regime|` +
				`gamma|lognormal|bernoulli|size|metalog|percentiles|mixture|beta|survey`,
			"a parameter of a distribution, a bound or a shock: what is uncertain may be so by any measure"},
		{"lost|changed|flipped", `formula`, "a formula is its author's own, and so are the numbers in it"},
		{"unit", `baseline`, "a budget with little beside it that it could be out of scale with"},
		{"unit", `cap|collar|minimum|top_up|marginal|reserve|at_most|floor|cash|phasing|opening|amount|before`,
			"an amount within ten times and a twenty-thousandth of what the body has, or one that no body has"},
		{"sign|flipped",
			`one_offs|value: -?£|technical|demand|loads|volume|above_deflator|shift|position|values|surprise|uplift|cash`,
			"a number that may well have either sign"},
		{"flipped", `components:|grants:`, "a part of growth, or a grant, which may rise or fall"},
		{"point|percent", `interest|share|leakage|value|values|repaid|fade|recurrent`,
			"a share that is as likely ten times as large"},
		{"name", `.`, "a name that the file itself gives, and that stands nowhere else"},
		{"indent", `.`, "a line that another mapping can have as well"},
	}
}

// blindTo is why nobody can tell a slip; empty if somebody can.
func blindTo(slip, line string) string {
	for _, b := range blinds() {
		if regexp.MustCompile(b.slips).MatchString(slip) && regexp.MustCompile(b.line).MatchString(line) {
			return b.why
		}
	}
	return ""
}

// Mutations of good files that change what they mean are refused or warned of; those that nobody could tell from what
// was meant are listed above with the reason, and make up less than a quarter.
func TestSlipsOfThePenAreTold(t *testing.T) {
	var files []string
	for _, pattern := range []string{"testdata/good/*.yaml", "../../examples/*/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, paths...)
	}
	texts, before, meant := map[string]string{}, map[string][]string{}, map[string]string{}
	for _, path := range files {
		s, err := Read(path)
		require.NoError(t, err)
		if len(s.tables) == 0 {
			texts[path] = string(s.Text())
			_, before[path], meant[path] = answer(t, path, texts[path])
		}
	}
	files = slices.Sorted(maps.Keys(texts))
	r := rand.New(rand.NewPCG(2026, 13))
	count, tried, untold := map[string]map[string]int{}, 0, 0
	for range testkit.Deep(10_000, 100) {
		path := files[r.IntN(len(files))]
		all := slips()
		c := all[r.IntN(len(all))]
		lines := strings.Split(texts[path], "\n")
		var sites [][3]int
		for i, line := range lines {
			if code, _, _ := strings.Cut(line, " #"); !strings.HasPrefix(strings.TrimSpace(line), "#") {
				for _, at := range c.at.FindAllStringIndex(code, -1) {
					if !inText(code, at[0]) && !inKey(code, at) {
						sites = append(sites, [3]int{i, at[0], at[1]})
					}
				}
			}
		}
		if len(sites) == 0 {
			continue
		}
		site := sites[r.IntN(len(sites))]
		was := lines[site[0]]
		is := was[:site[1]] + c.make(r, was[site[1]:site[2]]) + was[site[2]:]
		lines[site[0]] = is
		if count[c.name] == nil {
			count[c.name] = map[string]int{}
		}
		refused, warned, means := answer(t, path, strings.Join(lines, "\n"))
		switch {
		case refused:
			count[c.name]["refused"]++
		case slices.ContainsFunc(warned, func(w string) bool { return !slices.Contains(before[path], w) }):
			count[c.name]["warned"]++
		case means == meant[path] && !strings.Contains(was, "formula"):
			count[c.name]["means the same"]++
		case blindTo(c.name, above(lines, site[0])+was) != "":
			count[c.name]["nobody can tell"]++
			untold++
		default:
			t.Errorf("%s: nobody is told of %q, which was %q (%s:%d)", c.name, is, was, path, site[0]+1)
		}
		tried++
	}
	t.Log(count)
	assert.Less(t, 4*untold, tried)
}

// above are the keys that a line stands under, the outermost first.
func above(lines []string, i int) (keys string) {
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	under := indent(lines[i])
	for ; i >= 0; i-- {
		if n := indent(lines[i]); n < under && strings.TrimSpace(lines[i]) != "" {
			keys, under = strings.TrimSpace(lines[i])+" "+keys, n
		}
	}
	return keys
}

// inKey reports whether a number is a part of a name that the line gives.
func inKey(line string, at []int) bool {
	return regexp.MustCompile(`^[^{,]*:( |$)`).MatchString(line[at[1]:]) && line[at[0]] != ' '
}

// inText reports whether a place in a line is within what is said of a number and not the number.
func inText(line string, at int) bool {
	return regexp.MustCompile(`(source|note|name|owner): *[^,}]*$`).MatchString(line[:at])
}
