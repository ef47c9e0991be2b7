package file_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Any manifest up to its size limit is answered for a bounded price, until a run begins: half a second as of any file,
// but up to 250 MB, because the record of a run of 2,000 bodies is read.
func TestTheCostOfAnyManifestIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	const most = 8 << 20
	text, err := json.Marshal(hostileHead + hostileNeed)
	require.NoError(t, err)
	good := fmt.Sprintf(`"schema_version": 1, "file": "f.yaml", "paths": 10, "scenario_file": %s`, text)
	values := 1_000_000_000
	many := func(before, part, after string) string {
		marks := strings.Count(part, "[") + strings.Count(part, "{") + strings.Count(part, ":") + 1
		n := min((most-len(good)-len(before)-len(after)-20)/(len(part)+1), values/marks)
		return before + strings.Repeat(part+",", n-1) + part + after
	}
	hostile := func() map[string]string {
		return map[string]string{
			"deep":            strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000),
			"far too deep":    strings.Repeat(`{"a":`, most/5),
			"a long number":   `{` + good + `, "seed": ` + strings.Repeat("9", most-len(good)-20) + `}`,
			"a long text":     `{` + good + `, "rounding": "` + strings.Repeat("x", most-len(good)-40) + `"}`,
			"unknown keys":    `{` + good + many(`, "x": {`, `"a":1`, `}`) + `}`,
			"unknown lists":   `{` + good + many(`, "x": [`, `[[]]`, `]`) + `}`,
			"known twice":     `{` + many("", good, "") + `}`,
			"files":           `{` + good + many(`, "files": [`, `{"name":"a"}`, `]`) + `}`,
			"empty files":     `{` + good + many(`, "files": [`, `{}`, `]`) + `}`,
			"tables":          `{` + good + many(`, "tables": [`, `{"name":"t.csv","text":"a"}`, `]`) + `}`,
			"bodies":          `{` + good + many(`, "bodies": [`, `{"name":"t.csv","cells":["A1"]}`, `]`) + `}`,
			"warnings":        `{` + good + many(`, "warnings": [`, `{"kind":"out_of_range"}`, `]`) + `}`,
			"inputs":          `{` + good + many(`, "effective_inputs": [`, `{"values":["1"]}`, `]`) + `}`,
			"what was set":    `{` + good + many(`, "set": [`, `{"path":"need.real_growth","value":"1%"}`, `]`) + `}`,
			"cells":           `{` + good + many(`, "cells": [`, `"A1"`, `]`) + `}`,
			"a binary file":   strings.Repeat("\x00", most),
			"above the limit": `{` + strings.Repeat(" ", most),
		}
	}
	each := func(how string) {
		for name, manifest := range hostile() {
			t.Run(name+how, func(t *testing.T) {
				p := testkit.PriceOf(func() {
					m, err := file.ReadManifest(strings.NewReader(manifest))
					if err == nil {
						_, _, _, err = m.Prepare(scenario.Options{})
					}
					if err != nil {
						assert.Less(t, len(err.Error()), 100_000, "an answer that can be read")
					}
				})
				t.Logf("%v and %d MB", p.Time, p.Held>>20)
				assert.LessOrEqual(t, p.Time, 3*testkit.MostTime)
				assert.LessOrEqual(t, p.Held, uint64(250<<20))
			})
		}
	}
	each(", as large as can be")
	values = 590_000
	each(", as many values as can be")
	values = 99_000
	each(", as many as are compared one by one")
}
