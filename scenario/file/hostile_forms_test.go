package file_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
)

// Forms and JSON files of the size limit, whose fields say little that can be read, cost no more than files do.
func TestTheCostOfAnyFormIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	form := func(path func(i int) string, value string) func() string {
		return func() string {
			fields := func(i int) string { return fmt.Sprintf(",\n{\"path\": %q, \"value\": %q}", path(i), value) }
			return blown(`[{"path": "schema", "value": "2"}`, 1<<20, fields, "]")
		}
	}
	of := func(format string) func(i int) string { return func(i int) string { return fmt.Sprintf(format, i) } }
	same := func(text string) func(i int) string { return func(int) string { return text } }
	const keys, brackets, levels = "2001 keys; the most is 2000", "more than 10000 values are in brackets", "nested deeper"
	for _, c := range []struct {
		name, file, want string
		text             func() string
	}{
		{"unknown keys", "f.form.json", keys, form(of("x%d"), "1")},
		{"unknown keys within one", "f.form.json", keys, form(of("need.x%d"), "1")},
		{"values in brackets", "f.form.json", keys, form(of("assumptions.x%d"), "{p10: 1%}")},
		{"lists", "f.form.json", brackets, form(func(i int) string { return fmt.Sprint("x", i%100, ".y", i) }, "[1]")},
		{"deep values", "f.form.json", levels, form(of("x%d"), strings.Repeat("{a: ", 40))},
		{"long lists", "f.form.json", "more than 120000 keys and values",
			form(of("x%d"), "["+strings.Repeat("1,", 500)+"1]")},
		{"broken values", "f.form.json", "x0", form(of("x%d"), "{a: b: c}")},
		{"one field again and again", "f.form.json", "this field is there already", form(same("name"), "x")},
		{"fields within fields", "f.form.json", "another field gives something within this one",
			form(func(i int) string { return "x" + strings.Repeat(".y", 30-i%30) }, "1")},
		{"long paths", "f.form.json", "deeper than 32", form(of("x%d"+strings.Repeat(".y", 200)), "1")},
		{"dots", "f.form.json", "must be a name", form(of(strings.Repeat(".", 500)+"%d"), "1")},
		{"other fields of a field", "f.form.json", "a form is a list of fields",
			func() string { return blown(`[{"x": 1}`, 1<<20, of(`,{"y%d": 1}`), "]") }},
		{"keys of a JSON file", "f.json", "the most is 2000", func() string { return blown(`{"schema": 2`, 1<<20, of(`, "x%d": 1`), "}") }},
		{"lists within lists", "f.json", "deeper than 32", func() string { return strings.Repeat(`[`, file.MaxFile) }},
		{"escapes", "f.json", "longer than 2000 characters",
			func() string { return `{"name": "` + strings.Repeat(`\u00e9`, 170_000) + `"}` }},
		{"numbers without an end", "f.json", "longer than 2000 characters",
			func() string { return `{"schema": ` + strings.Repeat("1", file.MaxFile-20) + `}` }},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, said := c.text(), ""
			assert.LessOrEqual(t, len(text), file.MaxFile)
			testkit.Priced(t, func() {
				s, err := file.Load(c.file, []byte(text))
				if err == nil {
					_, err = s.Model()
				}
				if err != nil {
					said = err.Error()
				}
			}, fmt.Sprintf("%d kB", len(text)>>10))
			if !strings.Contains(said, c.want) {
				t.Errorf("%q is not in %.300q", c.want, said)
			}
			assert.Less(t, len(said), 100_000, "an answer that can be read")
		})
	}
}
