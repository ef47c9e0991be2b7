package file

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/stretchr/testify/require"
)

// FuzzJSON reads any text as a file in JSON.
func FuzzJSON(f *testing.F) {
	for _, text := range fuzzedJSON {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		defer inTime(t)()
		checkFaults(t, answerTo("f.json", text))
	})
}

var fuzzedJSON = []string{
	`{"schema": 1, "years": "2018/19 to 2020/21", "not_modelled": [], "funding": {"baseline": "£114.6bn",
"real_growth": 0.034}, "need": {"real_growth": {"p10": 0.01, "p90": 0.02}}}`,
	`{"schema": 1, "schema": 2}`, `{"years": [[[[]]]]}`, `{"a": "\ud800", "b": 1e999, "": null}`, `{`, `[]`, `{} {}`,
}

// FuzzForm reads any text as the fields of a form.
func FuzzForm(f *testing.F) {
	for _, text := range fuzzedForms {
		f.Add([]byte(text))
	}
	f.Fuzz(readForm)
}

var fuzzedForms = []string{
	`[{"path": "schema", "value": "1"}, {"path": "years", "value": "2018/19 to 2020/21"},
{"path": "not_modelled", "value": "[]"}, {"path": "funding", "value": "{baseline: £1bn, real_growth: 3%}"},
{"path": "need.real_growth", "value": "{p10: 2.8%, p90: 3.8%, source: IFS}"}]`,
	`[{"path": "a.b", "value": "{"}, {"path": "a", "value": "1"}]`, `[{"path": "", "value": ""}]`, `[]`, `{}`, `[{}]`,
	`[{"path": "a", "value": "[1, 2"}, {"path": "a", "value": "x"}, {"path": "a.b.c", "value": "[[1]]"}]`,
}

// readForm holds of any text: it is a file, or has faults that can be read.
func readForm(t *testing.T, text []byte) {
	defer inTime(t)()
	err := answerTo("f.form.json", text)
	if err == nil {
		return
	}
	var faults Faults
	require.ErrorAs(t, err, &faults)
	require.NotEmpty(t, faults)
	for _, fault := range faults {
		require.NotEmpty(t, fault.Problem())
		require.True(t, utf8.ValidString(fault.Error()) && len(fault.Error()) <= 2_000, "%q", fault.Error())
	}
}

// answerTo is what is wrong with a file.
func answerTo(name string, text []byte) error {
	s, err := Load(name, text)
	if err == nil {
		_, err = s.Model()
	}
	return err
}

// FuzzReadActuals reads any text as a table of actual figures.
func FuzzReadActuals(f *testing.F) {
	for _, text := range fuzzedActuals {
		f.Add([]byte(text), 6)
	}
	s, err := Load("f.yaml", []byte(fuzzedFile))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text []byte, month int) { readActuals(t, s, text, month) })
}

var fuzzedActuals = []string{"line,amount\nfunding,£118bn\nnet cost,£116bn\n",
	"line,amount,basis\ndebt,£1bn,whole year\n", "line;amount\nbalance;-1.000,5\n", "amount,line\n,\n",
	"line,amount\nfunding,£1\nfunding,£2\n", "line\nx\n", ""}

// readActuals holds of any text: it is figures, or has faults with places.
func readActuals(t *testing.T, s *Spec, text []byte, month int) {
	read, err := s.ReadActuals("a.csv", text, 1+(month%12+12)%12)
	checkFaults(t, err)
	if err == nil {
		require.NotEmpty(t, read)
	}
}

// FuzzReadPlan reads any bytes as a plan file, as they are and as the body of a sealed one.
func FuzzReadPlan(f *testing.F) {
	for _, body := range fuzzedPlans(f) {
		f.Add(body)
	}
	f.Fuzz(readPlan)
}

// fuzzedPlans are the body of a good plan file, a part of it, and one whose record says little.
func fuzzedPlans(t testing.TB) [][]byte {
	s, err := Load("f.yaml", []byte(fuzzedFile))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	p, err := NewPlanned(context.Background(), s, m, scenario.Options{Paths: fuzzedPaths, Lines: []string{"balance"}})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, p.Write(&b))
	body, err := planBody(b.Bytes(), mostPlan)
	require.NoError(t, err)
	const little = `{"file": "f.yaml", "scenario_file": "schema: 1", "paths": 18446744073709551615}`
	return [][]byte{body, body[:len(body)/2], append(binary.AppendUvarint(nil, uint64(len(little))), little...)}
}

// readPlan holds of any bytes: what is accepted is written so that it is read again as the same.
func readPlan(t *testing.T, body []byte) {
	defer inTime(t)()
	sealed, err := wire.Seal(planLines(scenario.Version), wire.Text, body)
	require.NoError(t, err)
	for _, data := range [][]byte{body, sealed} {
		p, err := ReadPlan(context.Background(), bytes.NewReader(data), scenario.Options{Workers: 1})
		noPanic(t, err)
		if err != nil {
			continue
		}
		var first, second bytes.Buffer
		require.NoError(t, p.Write(&first))
		again, err := ReadPlan(context.Background(), bytes.NewReader(first.Bytes()), scenario.Options{Workers: 1})
		require.NoError(t, err)
		require.NoError(t, again.Write(&second))
		require.Equal(t, first.Bytes(), second.Bytes())
	}
}

// Forms, tables of actual figures and plan files that are changes of some: under -deep 200,000 forms, as many tables
// and 20,000 plan files.
func TestMutatedReaders(t *testing.T) {
	texts := func(all []string) (of [][]byte) {
		for _, text := range all {
			of = append(of, []byte(text))
		}
		return of
	}
	t.Run("JSON", func(t *testing.T) {
		testkit.Mutated(t, testkit.Count(200_000), texts(fuzzedJSON), func(t *testing.T, text []byte) {
			checkFaults(t, answerTo("f.json", text))
		})
	})
	t.Run("forms", func(t *testing.T) { testkit.Mutated(t, testkit.Count(200_000), texts(fuzzedForms), readForm) })
	t.Run("actuals", func(t *testing.T) {
		s, err := Load("f.yaml", []byte(fuzzedFile))
		require.NoError(t, err)
		testkit.Mutated(t, testkit.Count(200_000), texts(fuzzedActuals), func(t *testing.T, text []byte) {
			readActuals(t, s, text, len(text))
		})
	})
	t.Run("plans", func(t *testing.T) { testkit.Mutated(t, testkit.Count(20_000), fuzzedPlans(t), readPlan) })
}

// A plan file whose record is another file's, or other than a record, is refused for what it is.
func TestPlanFilesOfOtherRecords(t *testing.T) {
	body := fuzzedPlans(t)[0]
	length, n := binary.Uvarint(body)
	record, found := string(body[n:n+int(length)]), body[n+int(length):]
	for old, by := range map[string]string{`p10: 3%`: `p10: 2%`, `"paths":64`: `"paths":65`,
		`"seed":`: `"sead":1,"seed":`, `"balance"`: `"net_cost"`} {
		require.Contains(t, record, old)
		other := strings.Replace(record, old, by, 1)
		made := append(binary.AppendUvarint(nil, uint64(len(other))), other...)
		sealed, err := wire.Seal(planLines(scenario.Version), wire.Text, append(made, found...))
		require.NoError(t, err)
		_, err = ReadPlan(context.Background(), bytes.NewReader(sealed), scenario.Options{Workers: 1})
		if by == `"sead":1,"seed":` {
			require.NoError(t, err, "a field that this version does not know changes nothing")
			continue
		}
		require.Error(t, err, by)
		require.False(t, errors.Is(err, errNotAPlan), "%v", err)
	}
}
