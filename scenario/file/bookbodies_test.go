package file

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A book is the bytes of a workbook in these tests: the mark that workbooks begin with, and rows for inCells.
func book(rows ...string) string { return "PK\x03\x04" + strings.Join(rows, "\n") }

// readBook reads a book.
func readBook(name string, data []byte) (*Spec, error) {
	return Cells(name, inCells(strings.Split(strings.TrimPrefix(string(data), "PK\x03\x04"), "\n")...))
}

// withBody are the files of a system of one body, whose file has a name and a text.
func withBody(name, text string) fstest.MapFS {
	return fstest.MapFS{"s/system.yaml": {Data: []byte("schema: 2\nyears: 2025/26 to 2027/28\nnot_modelled: []\n" +
		"bodies: {A: {file: " + name + "}}\n")}, "s/" + name: {Data: []byte(text)}}
}

func readSystem(r Reader, files fstest.MapFS) (*Spec, error) {
	folder, err := files.Sub("s")
	if err != nil {
		return nil, err
	}
	s, err := r.LoadIn(folder, "system.yaml", files["s/system.yaml"].Data)
	if err == nil {
		_, err = s.Model()
	}
	return s, err
}

// The file of a body may be a workbook: its model is that of the text that says the same, each number is in its cell,
// and a record of the run, which holds the text, has the same places.
func TestTheFileOfABodyMayBeAWorkbook(t *testing.T) {
	r := Reader{Workbook: readBook}
	s, err := readSystem(r, withBody("a.XLSX", book("schema = 2", "not_modelled = [Estates]", "funding.baseline = £9m",
		"funding.real_growth = 2%", "need.real_growth = {p10: 1%, p90: 3%}")))
	require.NoError(t, err)
	text, err := readSystem(Reader{}, withBody("a.yaml", "schema: 2\nnot_modelled: [Estates]\n"+
		"funding: {baseline: £9m, real_growth: 2%}\nneed: {real_growth: {p10: 1%, p90: 3%}}\n"))
	require.NoError(t, err)
	assert.Equal(t, unplaced(t, text), unplaced(t, s))
	m, err := s.Model()
	require.NoError(t, err)
	const want = "a.XLSX, cell Inputs!C3"
	assert.Equal(t, want, central(m).Notes["bodies.A.funding.baseline"].Place)

	result, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 64})
	require.NoError(t, err)
	var kept bytes.Buffer
	require.NoError(t, NewManifest(s, result).Write(&kept))
	record, err := ReadManifest(&kept)
	require.NoError(t, err)
	require.Len(t, record.Bodies, 1)
	assert.Contains(t, record.Bodies[0].Text, "baseline: £9m")
	differences, err := record.Verify(t.Context(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	again, err := record.load()
	require.NoError(t, err)
	m, err = again.Model()
	require.NoError(t, err)
	assert.Equal(t, want, central(m).Notes["bodies.A.funding.baseline"].Place)
}

// What is wrong with the workbook of a body is told where it is: at its cells, or at the name of the file.
func TestWorkbooksThatAreNoBodies(t *testing.T) {
	broken := func(string, []byte) (*Spec, error) { return nil, errors.New("its zip is torn") }
	several := func(name string, data []byte) (*Spec, error) {
		s, err := Cells(name, plan())
		if err != nil {
			return nil, err
		}
		return s.With(scenario.Setting{Path: "need.real_growth", Value: "3%"})
	}
	for _, c := range []struct {
		name, text string
		reader     Reader
		want       []string
	}{
		{"a.xlsx", book("schema = 2"), Reader{}, []string{`system.yaml:4:20: bodies.A.file: the body "a.xlsx" is a workbook, which is not read here; envelope migrate writes it as a scenario file`}},
		{"a.xls", "\xd0\xcf\x11\xe0", Reader{}, []string{`the body "a.xls" is a workbook, which is not read here`}},
		{"a.xlsx", book("schema = 2"), Reader{Workbook: broken}, []string{`system.yaml:4:20: bodies.A.file: the body "a.xlsx" cannot be read: its zip is torn`}},
		{"a.txt", book("schema = 2"), Reader{Workbook: broken},
			[]string{`the body "a.txt" cannot be read: its zip is torn`}},
		{"a.xlsx", "no zip", Reader{Workbook: broken}, []string{`the body "a.xlsx" cannot be read: its zip is torn`}},
		{"a.xlsx", book("schema = 2"), Reader{Workbook: several}, []string{`the body "a.xlsx" is a workbook that stands for several files; give the workbook of one organisation, as envelope template --for return writes it`}},
		{"a.xlsx", book("need..x = 1", "a = 1", "a = 2"), Reader{Workbook: readBook}, []string{
			"a.xlsx, cell Inputs!C1: need..x: a key must be a name, found nothing",
			"a.xlsx, cell Inputs!C3: a: another field gives something within this one; leave one of the two out"}},
		{"a.xlsx", book("schema = 2", "not_modelled = []", "funding.baseline = £9m", "funding.real_growth = 2%", "need.real_growth = 3"),
			Reader{Workbook: readBook}, []string{"a.xlsx, cell Inputs!C5: bodies.A.need.real_growth: 3 is 300%; did you mean 3%?"}},
		{"a.xlsx", book("schema = 2", "not_modelled = []", "funding.baseline = £9m", "funding.real_growth = ", "need.real_growth = 3%"),
			Reader{Workbook: readBook}, []string{"bodies.A.funding: found 0 of real_growth, cash_growth and cash; give exactly one of them"}},
	} {
		_, err := readSystem(c.reader, withBody(c.name, c.text))
		require.Error(t, err, c.text)
		for _, want := range c.want {
			assert.ErrorContains(t, err, want, c.text)
		}
	}
	// Text is no workbook, whatever could read one, and what is not there is read by nobody.
	unread := Reader{Workbook: func(string, []byte) (*Spec, error) { panic("not to be read") }}
	const body = "schema: 2\nnot_modelled: []\nfunding: {baseline: £9m, real_growth: 2%}\nneed: {real_growth: 3%}\n"
	_, err := readSystem(unread, withBody("a.yaml", body))
	assert.NoError(t, err)
	_, err = readSystem(Reader{}, withBody("a.xlsx", body))
	assert.NoError(t, err, "the text of one, as a record has it")
	files := withBody("a.xlsx", body)
	delete(files, "s/a.xlsx")
	_, err = readSystem(unread, files)
	assert.ErrorContains(t, err, `the body "a.xlsx" is not there`)
}
