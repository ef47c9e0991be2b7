package xlsx_test

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// What a new scenario of a live workbook leaves empty is as planned now, and not as it was in the run.
func TestANewScenarioIsAsPlannedNow(t *testing.T) {
	book := live(t, "body")
	s, err := xlsx.Load("model.xlsx", changed(t, book, set("Assumptions", "E10", 0.031),
		set("Assumptions", "H5", "dearer"), set("Assumptions", "H17", 0.5)))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	require.Equal(t, "dearer", m.Scenarios[len(m.Scenarios)-1].Name)
	_, dearer, ok := strings.Cut(string(s.Text()), "dearer:")
	require.True(t, ok)
	assert.Contains(t, string(s.Text()), "    value: 3.1%")
	assert.NotContains(t, dearer, "2.5%", "the growth that the run had")
}

// A row that was deleted moves all below it, which is said once.
func TestADeletedRowIsToldOnce(t *testing.T) {
	said := faultsOf(changed(t, live(t, "system"),
		func(f *excelize.File) error { return f.RemoveRow("Assumptions", 12) }))
	assert.Contains(t, said, "rows were inserted, deleted or sorted")
	assert.LessOrEqual(t, strings.Count(said, "cell Assumptions!"), 1)
	assert.Less(t, strings.Count(said, "\n"), 12)
}

// A row that was deleted on a sheet of results moves all below it too, which is said once for the sheet.
func TestADeletedRowOfAnOutputIsToldOnce(t *testing.T) {
	said := faultsOf(changed(t, live(t, "body"),
		func(f *excelize.File) error { return f.RemoveRow("our body", 20) }))
	assert.Equal(t, 1, strings.Count(said, "cell our body!"), said)
	assert.Regexp(t, `undo what was inserted, deleted or sorted there: \d{2,} cells of the sheet are not where they were`,
		said)
}

// Money and rates that are typed as text are the figures that they look like.
func TestTextInALiveWorkbook(t *testing.T) {
	book := live(t, "body")
	for cell, all := range map[string][]string{"E9": {"£950m", "950,000,000", "0.95bn", "£950,000,000.00"},
		"E10": {"3.1%", " 3.1 %"}} {
		var want string
		for _, said := range all {
			s, err := xlsx.Load("model.xlsx", changed(t, book, set("Assumptions", cell, said)))
			require.NoError(t, err, said)
			if want == "" {
				want = string(s.Text())
			}
			assert.Equal(t, want, string(s.Text()), said)
		}
	}
}
