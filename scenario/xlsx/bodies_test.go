package xlsx_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// systemOf is a system that takes its acute trust from a file of that name.
func systemOf(t *testing.T, name string, data []byte, reader file.Reader) (*file.Spec, error) {
	t.Helper()
	text := string(starter(t, "system").Text())
	before, rest, ok := strings.Cut(text, "  Acute trust:")
	require.True(t, ok)
	_, after, ok := strings.Cut(rest, "  Community trust:")
	require.True(t, ok)
	text = before + "  Acute trust: {file: " + name + "}\n  Community trust:" + after
	return reader.LoadIn(fstest.MapFS{name: {Data: data}}, "system.yaml", []byte(text))
}

// A body's file may be the workbook of its return: the figures are those of the same return as YAML, the record of the
// run has them and their cells, and so have a live workbook's and a plan's.
func TestABodyFromAWorkbook(t *testing.T) {
	reader, ctx := file.Reader{Workbook: xlsx.Load}, context.Background()
	plain, err := systemOf(t, "acute.yaml", starter(t, "return").Text(), file.Reader{})
	require.NoError(t, err)
	m, err := plain.Model()
	require.NoError(t, err)
	want, err := scenario.Run(ctx, m, scenario.Options{Paths: 50})
	require.NoError(t, err)

	s, err := systemOf(t, "returns/acute.xlsx", template(t, "return"), reader)
	require.NoError(t, err)
	m, err = s.Model()
	require.NoError(t, err)
	got, err := scenario.Run(ctx, m, scenario.Options{Paths: 50})
	require.NoError(t, err)
	assert.Equal(t, want.Hash, got.Hash)
	places := map[string]string{}
	for _, in := range got.Inputs {
		places[in.Input] = in.Place
	}
	assert.Equal(t, "returns/acute.xlsx, cell Assumptions!D11", places["bodies.Acute trust.need.real_growth"])
	assert.Regexp(t, `^system.yaml:\d+:\d+$`, places["bodies.Council.need.real_growth"])

	record := file.NewManifest(s, got)
	differences, err := record.Verify(ctx, scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	var b bytes.Buffer
	planned, err := file.NewPlanned(ctx, s, m, scenario.Options{Paths: 50})
	require.NoError(t, err)
	require.NoError(t, planned.Write(&b))
	again, err := file.ReadPlan(ctx, &b, scenario.Options{})
	require.NoError(t, err)
	assert.Equal(t, got.Inputs, func() []scenario.EffectiveInput {
		about, err := again.Model.Describe(ctx, scenario.Options{})
		require.NoError(t, err)
		return about.Inputs
	}())
}

// Whatever is wrong in the workbook of a body is told by its file, sheet and cell.
func TestFaultsInTheWorkbookOfABody(t *testing.T) {
	sound, reader := template(t, "return"), file.Reader{Workbook: xlsx.Load}
	for _, c := range []struct {
		name   string
		data   []byte
		reader file.Reader
		want   string
	}{
		{"a word for a rate", changed(t, sound, set("Assumptions", "C15", "most")), reader,
			"acute.xlsx, cell Assumptions!C15: bodies.Acute trust.savings.recurrent: \"most\" is not a rate; write 3.4%"},
		{"a figure that is missing", changed(t, sound, set("Assumptions", "C6", nil)), reader,
			"acute.xlsx, cell Assumptions!C6: bodies.Acute trust.funding.baseline: there is no opening funding; give the baseline, or the opening cost and position"},
		{"other years", changed(t, sound, set("Start", "C14", "2024/25 to 2029/30")), reader,
			"acute.xlsx, cell Start!C14: bodies.Acute trust.years: it is not what the system's file says of years; write the same, or leave it out"},
		{"another body", changed(t, sound, set("Start", "C12", "Smaller trust")), reader,
			"acute.xlsx, cell Start!C12: bodies.Acute trust.body: the file is for \"Smaller trust\", and is used for \"Acute trust\"; name the right file"},
		{"a text", []byte("schema: 2\n"), reader, "system.yaml:78:9: spills.care into hospital.to: \"Acute trust\" has no need that anything could spill into\nsystem.yaml:85:5: changes.savings at half.bodies.Acute trust.savings.delivery: bodies.Acute trust has no keys in it, so a change cannot reach inside; replace it as a whole\nacute.xlsx: this is no Excel workbook, whatever its name says; open it in a spreadsheet and save it as an Excel workbook (.xlsx); a scenario file as text has a name that ends in .yaml"},
		{"a live workbook", live(t, "return"), reader, ""},
		{"a workbook where none is read", sound, file.Reader{}, "system.yaml:34:23: bodies.Acute trust.file: the body \"acute.xlsx\" is a workbook, which is not read here; envelope migrate writes it as a scenario file\nsystem.yaml:78:9: spills.care into hospital.to: \"Acute trust\" has no need that anything could spill into\nsystem.yaml:85:5: changes.savings at half.bodies.Acute trust.savings.delivery: bodies.Acute trust has no keys in it, so a change cannot reach inside; replace it as a whole"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := systemOf(t, "acute.xlsx", c.data, c.reader)
			if err == nil {
				_, err = s.Model()
			}
			said := ""
			if err != nil {
				said = err.Error()
			}
			assert.Equal(t, c.want, said)
		})
	}
}
