package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/file"
)

// read gives what the row says.
func (r *row) read() {
	if r.unit == UnitText || r.item > 0 {
		value, ok := r.inCell(r.columns[HeadValue], UnitText)
		r.give(file.Cell{At: r.at(HeadValue), Keys: r.keys, Item: r.item, Value: value, Refused: !ok})
		return
	}
	r.figure()
	for i := range r.changes {
		r.change(i)
	}
}

// at is the address of a cell of the row.
func (r *row) at(head string) string { return r.tabled.at(position{r.number, r.columns[head]}) }

// figure gives the row's own number: alone, or with what is known about it.
func (r *row) figure() {
	given := r.parts()
	if len(given) == 0 {
		return
	}
	if len(given) == 1 && !given[0].Within && given[0].Keys[len(r.keys)] == "value" && !r.noted() {
		given[0].Keys = r.keys
	}
	for _, c := range given {
		r.give(c)
	}
	for _, head := range []string{HeadSource, HeadOwner, HeadQuality, HeadNote} {
		if said, ok := r.words(head); ok && said != "" {
			r.give(file.Cell{At: r.at(head), Keys: r.under(strings.ToLower(head)), Value: inList(head, said)})
		}
	}
}

// inList is a word of a list as the list has it: Amber is amber.
func inList(head, said string) string {
	if word := strings.ToLower(said); head == HeadQuality && slices.Contains([]string{"green", "amber", "red"}, word) {
		return word
	}
	return said
}

// under are the row's keys and one more.
func (r *row) under(key string) []string { return append(r.keys[:len(r.keys):len(r.keys)], key) }

// noted reports whether something is known about the number.
func (r *row) noted() bool {
	for _, head := range []string{HeadSource, HeadOwner, HeadQuality, HeadNote} {
		if said, _ := r.words(head); said != "" {
			return true
		}
	}
	return false
}

// parts are the cells that give the number.
func (r *row) parts() (given []file.Cell) {
	part := func(column int, key string, item int, within bool) {
		if column == 0 {
			return
		}
		unit := r.unit
		if within {
			unit = UnitText
		}
		value, ok := r.inCell(column, unit)
		if ok && value == "" {
			return
		}
		if name, shared := strings.CutPrefix(value, Shared); shared && key == "value" {
			key, value = "assumption", strings.TrimSpace(name)
		}
		c := file.Cell{At: r.tabled.at(position{r.number, column}), Keys: r.under(key), Item: item,
			Value: value, Refused: !ok}
		if within {
			c.Keys, c.Within = r.keys, true
		}
		given = append(given, c)
	}
	part(r.columns[HeadLow], "p10", 0, false)
	part(r.columns[HeadHigh], "p90", 0, false)
	middle := "value"
	if len(given) > 0 {
		middle = "p50"
	}
	if !r.bothWays(middle) {
		part(r.columns[HeadValue], middle, 0, false)
	}
	for i, column := range r.years {
		part(column, "values", i+1, false)
	}
	part(r.columns[HeadAfter], "then", 0, false)
	part(r.columns[HeadLaw], "", 0, true)
	return given
}

// bothWays reports a figure in Value beside those of years, of which a row has one or the other.
func (r *row) bothWays(middle string) bool {
	at := position{r.number, r.columns[HeadValue]}
	if middle != "value" || !r.holds(at.column) || !slices.ContainsFunc(r.years, r.holds) {
		return false
	}
	r.fault(r.tabled.sheet, at, r.path(), fault.Conflict.Found("the row has a figure in %s, and figures of years",
		HeadValue).Want("empty one or the other"))
	return true
}

// change gives what stands in the place of the row's number in a scenario.
func (r *row) change(i int) {
	column := r.changes[i]
	value, ok := r.inCell(column, r.unit)
	if !ok || value == "" {
		return
	}
	at := r.tabled.at(position{r.number, column})
	key := fmt.Sprintf("%s %d", strings.ToLower(HeadChange), i+1)
	named := r.named[key]
	name := ""
	if named != nil {
		name, _ = named.words(HeadValue)
	}
	if name == "" {
		f := fault.Missing.Found("the scenario has no name").Want("name it in the row whose place is %s", key)
		if named != nil {
			f = f.Want("name it in cell %s", named.at(HeadValue))
		}
		r.fault(r.tabled.sheet, position{r.number, column}, r.path(), f)
		return
	}
	keys := []string{"changes", name, r.path()}
	if strings.IndexByte("{[", value[0]) >= 0 {
		r.give(file.Cell{At: at, Keys: keys, Value: value})
		return
	}
	said := []file.Cell{}
	for _, head := range []string{HeadSource, HeadOwner, HeadQuality, HeadNote} {
		if text, ok := named.words(head); ok && text != "" {
			said = append(said, file.Cell{At: named.at(head), Keys: append(keys[:3:3], strings.ToLower(head)),
				Value: inList(head, text)})
		}
	}
	if len(said) > 0 {
		keys = append(keys, "value")
	}
	r.give(file.Cell{At: at, Keys: keys, Value: value})
	for _, c := range said {
		r.give(c)
	}
}
