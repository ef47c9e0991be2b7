package file

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The advice of a fault that can be followed by replacing what was found, or by adding bounds. In each the first group
// is what was found, and the second what would be right.
var (
	instead = []*regexp.Regexp{
		regexp.MustCompile(`there is no key "(.+)" here; did you mean (.+)\?$`),
		regexp.MustCompile(
			`"(.+)" (?:is not|begins with|has no unit|spans|is).*; (?:did you mean|write) "?([^" ,]+)"?(?:,.*)?\??$`),
		regexp.MustCompile(`^(?:in scenario "[^"]*": |with the change "[^"]*": )?(\S+) is (?:\S+%|.* calendar year).*; (?:did you mean|write) ([^" ,]+?)(?:,.*)?\??$`),
		regexp.MustCompile(`there is no (?:scenario|change|body) "(.+?)".*; did you mean "(.+)"\?$`),
	}
	between = regexp.MustCompile(`within (\S+) to (\S+), or truncate it there`)
)

// followed is a file with the advice of one fault followed; ok is false if that takes more than a replacement.
func followed(text string, f Fault) (better string, ok bool) {
	lines := strings.Split(text, "\n")
	if f.Line == 0 {
		return "", false
	}
	line := lines[f.Line-1]
	line, comment, _ := strings.Cut(line, " #")
	if f.Column > len([]rune(line)) {
		return "", false // the comment is at fault
	}
	before, rest := string([]rune(line)[:f.Column-1]), string([]rune(line)[f.Column-1:])
	if bounds := between.FindStringSubmatch(f.Problem()); bounds != nil {
		end := strings.LastIndex(line, "}")
		if end < 0 || strings.Contains(line, "truncate") ||
			strings.Count(line, ": {") > 2 && strings.Contains(line, "} ") {
			return "", false
		}
		lines[f.Line-1] = line[:end] + ", truncate: {low: " + bounds[1] + ", high: " + bounds[2] + "}" + line[end:] +
			" #" + comment
		return strings.Join(lines, "\n"), true
	}
	for _, r := range instead {
		match := r.FindStringSubmatch(f.Problem())
		if match == nil || strings.Contains(f.Problem(), "is not an amount of money") { // with an example of one
			continue
		}
		found := regexp.MustCompile(`(^|[^\w.])` + regexp.QuoteMeta(match[1]) + `($|[^\w.%])`)
		if at := found.FindStringIndex(rest); at != nil {
			better := strings.Replace(rest[at[0]:at[1]], match[1], strings.TrimSuffix(match[2], "?"), 1)
			lines[f.Line-1] = before + rest[:at[0]] + better + rest[at[1]:] + " #" + comment
			return strings.Join(lines, "\n"), true
		}
	}
	return "", false
}

// Who follows the advice of a fault does not meet it again: of every fault in the bad files whose advice is a name, a
// number or bounds, what it says is put in the place of what it found, and is not refused there.
func TestAdviceIsAcceptedWhenFollowed(t *testing.T) {
	tried := 0
	for name, text := range corpus(t, "bad/*.yaml") {
		faults := faultsIn(t, name, text)
		for _, f := range faults {
			better, ok := followed(string(text), f)
			if !ok {
				continue
			}
			tried++
			for _, again := range faultsIn(t, name, []byte(better)) {
				same := again.Line == f.Line && (again.Path == f.Path || within(again.Path, f.Path))
				assert.False(t, same && (again.Error() == f.Error() || !slices.ContainsFunc(faults, func(f Fault) bool {
					return f.Error() == again.Error()
				})), "%s\nthe advice was followed, and then:\n%s", f.Error(), again.Error())
			}
		}
	}
	t.Logf("%d faults", tried)
	assert.Greater(t, tried, 70)
}
