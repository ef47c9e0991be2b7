package file

import (
	"os"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An edit of cells, each case of testdata/edits.txt, changes of the file what stands below it after "=", or has the
// faults that stand there after "!". A cell that ends in "follows" refers to the baseline's. The first block is the
// file that is edited; a line "words => others" puts words of it in the place of others first.
func TestWhatEditsDo(t *testing.T) {
	const path = "testdata/edits.txt"
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	all := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n\n")
	require.Greater(t, len(all), 2)
	plan, blocks := all[1], []string{all[0] + "\n", all[1] + "\n"}
	for _, block := range all[2:] {
		kept, cells, own := "", []string{}, plan
		for line := range strings.SplitSeq(block, "\n") {
			if strings.HasPrefix(line, "! ") || strings.HasPrefix(line, "= ") {
				continue
			}
			kept += line + "\n"
			if words, others, replaces := strings.Cut(line, " => "); replaces {
				require.Contains(t, own, words)
				own = strings.Replace(own, words, others, 1)
				continue
			}
			cells = append(cells, line)
		}
		blocks = append(blocks, kept+editedInWords(t, own, cells))
	}
	testkit.Golden(t, path, strings.Join(blocks, "\n"))
}

// editedInWords is where an edited file differs, or the faults of the edits.
func editedInWords(t *testing.T, plan string, cells []string) (told string) {
	s, err := Load("plan.yaml", []byte(plan))
	require.NoError(t, err)
	all := edits(cells...)
	e, err := s.Edited("books/model.xlsx", all)
	if err != nil {
		return faultLines(t, err)
	}
	for _, d := range s.Differences(e) {
		told += "= " + d.Path + ": " + d.Is + "\n"
	}
	again, err := Load("model.yaml", e.Text())
	require.NoError(t, err)
	assert.Empty(t, e.Differences(again), "its text says the same")
	return told
}
