package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/require"
)

// fuzzedSettings are good and bad tables of settings, a row for each or a column for each.
var fuzzedSettings = []string{"place,value\nneed.real_growth,3%\nearmark.share,2%\n",
	"value;place\n\"{p10: 1%, p90: 2%}\";a\n", "place,value\n,\n", "place\nx\n",
	"need.real_growth,earmark.share\n3%,2%\n4%,\n", "a,a\n1,2\n", ",\n1,2\n", "\"a\nb\",c\n1\n", ""}

// FuzzTablesOfSettings reads any text as a table of settings.
func FuzzTablesOfSettings(f *testing.F) {
	for _, text := range fuzzedSettings {
		f.Add([]byte(text))
	}
	f.Fuzz(readSettings)
}

// Many tables that are changes of those: 500,000 under -deep.
func TestMutatedTablesOfSettings(t *testing.T) {
	var texts [][]byte
	for _, text := range fuzzedSettings {
		texts = append(texts, []byte(text))
	}
	testkit.Mutated(t, testkit.Count(500_000), texts, readSettings)
}

// readSettings holds of any text: every setting has a place, a value and a line, every row of a sweep a value for each
// place; or there are faults with places.
func readSettings(t *testing.T, text []byte) {
	s := streams{in: strings.NewReader(string(text)), out: io.Discard, err: io.Discard}
	all, err := fileArg{SetFrom: "-"}.settings(s)
	placedFaults(t, err)
	require.True(t, err != nil || len(all) > 0)
	for _, set := range all {
		require.True(t, err != nil || set.Path != "" && set.Value != "" && set.line > 1, "%+v", set)
	}
	s.in = strings.NewReader(string(text))
	places, rows, err := (&sweepCmd{Settings: "-"}).settings(s)
	placedFaults(t, err)
	require.True(t, err != nil || len(rows) > 0)
	for _, row := range rows {
		require.Len(t, row, len(places))
	}
}

// placedFaults holds of an error: it is faults, each with its place in the table.
func placedFaults(t *testing.T, err error) {
	if err == nil {
		return
	}
	var faults file.Faults
	require.True(t, errors.As(err, &faults) && len(faults) > 0, "%v", err)
	for _, f := range faults {
		require.True(t, f.Line >= 1 && f.Column >= 1 && f.Problem() != "", "%+v", f)
	}
}
