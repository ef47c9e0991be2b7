package report

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// firstScreen is what is printed where no detail is asked for.
func firstScreen(t *testing.T, f *fake, o Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, writePage(&b, f.source(), o))
	return b.String()
}

func TestFirstScreenGolden(t *testing.T) {
	testkit.Golden(t, filepath.Join("testdata", "first_80.txt"), firstScreen(t, settlement(), Options{}))
	testkit.Golden(t, filepath.Join("testdata", "first_system_80.txt"),
		firstScreen(t, system(15, 6, "as planned", "savings at 60%"), Options{}))
}

// The first screen is the answer, one table and three notes, at any width; the whole page has all of it.
func TestFirstScreenIsShort(t *testing.T) {
	for _, f := range []*fake{settlement(), system(15, 6, "as planned", "savings at 60%")} {
		for _, columns := range []int{40, 80, 120} {
			got := firstScreen(t, f, Options{Width: columns})
			notes := 0
			for line := range strings.SplitSeq(got, "\n") {
				assert.LessOrEqual(t, width(line), columns, line)
				if strings.HasPrefix(line, "- ") {
					notes++
				}
			}
			assert.Equal(t, 3, notes)
			assert.NotContains(t, got, "How to read this")
			if columns >= 80 {
				assert.Less(t, strings.Count(got, "\n"), 60)
			}
			assert.Contains(t, printed(t, f, Options{Width: columns}), "How to read this")
		}
	}
	one := settlement()
	assert.Contains(t, firstScreen(t, one, Options{Scenarios: []string{stand}}), "In 2023/24, £bn")
}

// Warnings are on the first screen, and it says of how many there are more.
func TestFirstScreenWarns(t *testing.T) {
	f := settlement()
	for i := range 5 {
		w := scenario.Warning{}
		w.Found = fmt.Sprintf("warning %d", i)
		f.about.Warnings = append(f.about.Warnings, w)
	}
	got := firstScreen(t, f, Options{})
	assert.Contains(t, got, "warning 2")
	assert.NotContains(t, got, "warning 3")
	assert.Contains(t, got, "\n- and 2 more\n")
}
