package main

import (
	"io"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
)

// Any table of settings up to its size limit is answered for a bounded price.
func TestTheCostOfAnyTableOfSettingsIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	for name, text := range map[string]func(most int) string{
		"rows":           func(most int) string { return "place,value\n" + strings.Repeat("a,1\n", most/4-4) },
		"rows of a cell": func(most int) string { return "a\n" + strings.Repeat("1\n", most/2-2) },
		"quotes":         func(most int) string { return "a\n" + strings.Repeat("\"1\"\n", most/4-2) },
		"bad quotes":     func(most int) string { return "a\n" + strings.Repeat("\"1\"x\n", most/5-2) },
		"a cell":         func(most int) string { return "place,value\na," + strings.Repeat("x", most-20) },
		"bad characters": func(most int) string { return "a\n" + strings.Repeat("\x07\n", most/2-2) },
		"empty lines":    func(most int) string { return "place,value\n" + strings.Repeat("\n", most-20) },
		"commas": func(most int) string {
			row := strings.Repeat(",", 499) + "1\n"
			return strings.Repeat("a,", 499) + "a\n" + strings.Repeat(row, (most-1000)/len(row))
		},
		"a heading": func(most int) string { return strings.Repeat("a,", most/2-1) + "a\n" },
	} {
		t.Run(name, func(t *testing.T) {
			read := func(most int, settings func(s streams) error) {
				text := text(most)
				assert.LessOrEqual(t, len(text), most)
				testkit.Priced(t, func() {
					err := settings(streams{in: strings.NewReader(text), out: io.Discard, err: io.Discard})
					if err != nil {
						assert.Less(t, len(err.Error()), 200_000)
					}
				}, name)
			}
			read(file.MaxFile, func(s streams) error {
				_, err := fileArg{SetFrom: "-"}.settings(s)
				return err
			})
			read(sweepLimits().Bytes, func(s streams) error {
				_, _, err := (&sweepCmd{Settings: "-"}).settings(s)
				return err
			})
		})
	}
}
