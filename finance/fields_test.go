package finance_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
)

// A field is a number, a series or a choice somewhere in a model, by its path: "Debt.Loans[].Interest".
type field struct {
	path  string
	steps []int // the indices of the fields that lead to it, through the elements of lists
	of    reflect.Type
}

// fields are all of a model's fields that hold something themselves, read from its type, so that a new one is not
// forgotten. An only earmark has no name.
func fields() []field {
	return slices.DeleteFunc(fieldsOf(reflect.TypeFor[finance.Model](), field{}),
		func(f field) bool { return f.path == "Earmark.Name" })
}

func fieldsOf(t reflect.Type, at field) (all []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		inner := field{path: strings.TrimPrefix(at.path+"."+f.Name, "."), steps: append(slices.Clone(at.steps), i),
			of: f.Type}
		if f.Type.Kind() == reflect.Slice {
			inner.of = f.Type.Elem()
		}
		if inner.of.Kind() != reflect.Struct || inner.of == reflect.TypeFor[finance.Model]() {
			inner.of = f.Type
			all = append(all, inner)
			continue
		}
		if f.Type.Kind() == reflect.Slice {
			inner.path += "[]"
		}
		all = append(all, fieldsOf(inner.of, inner)...)
	}
	return all
}

// frames are the fields that say what a model is called and which years it has, and what an importer adds: no rule of a
// year reads them.
var frames = []string{"Name", "First", "Last", "FirstMonth", "Currency", "Rules", "Notes"}

// oneBody reports whether the field is of a body by itself, and not of the frame or of a system.
func oneBody(f field) bool {
	part, _, _ := strings.Cut(f.path, ".")
	part = strings.TrimSuffix(part, "[]")
	system := []string{"Bodies", "Transfers", "Pools", "Spills", "Allocation", "Mergers"}
	return !slices.Contains(frames, part) && !slices.Contains(system, part) && f.path != "Support.From"
}

// holders are the values of the field in a model and in its bodies, one for each element of a list that it is in.
func (f field) holders(m *finance.Model) (all []reflect.Value) {
	all = holdersOf(reflect.ValueOf(m).Elem(), f.steps)
	for i := range m.Bodies {
		all = append(all, f.holders(&m.Bodies[i])...)
	}
	return all
}

func holdersOf(v reflect.Value, steps []int) (all []reflect.Value) {
	switch {
	case len(steps) == 0:
		return []reflect.Value{v}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			all = append(all, holdersOf(v.Index(i), steps)...)
		}
		return all
	}
	return holdersOf(v.Field(steps[0]), steps[1:])
}

// given reports whether a model, or a body of it, says anything in a field.
func given(m *finance.Model, f field) bool {
	return slices.ContainsFunc(f.holders(m), func(v reflect.Value) bool { return !empty(v) })
}

// empty reports whether a value says nothing, as a list without elements.
func empty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

// chooses reports whether the field is one of a few values.
func (f field) chooses() bool {
	return f.of.Kind() == reflect.Int && f.of != reflect.TypeFor[finance.Year]() &&
		f.of.PkgPath() == reflect.TypeFor[finance.Model]().PkgPath()
}

// choices are the values that a field may have which is one of a few.
func (f field) choices() (values []int64) {
	for value := int64(0); f.chooses(); value++ {
		m := barest()
		if strings.HasPrefix(f.path, "Earmarks[]") { // which are instead of an only one
			m.Earmarks = []finance.Earmark{{Name: "one"}}
		}
		f.holders(m)[0].SetInt(value)
		if len(m.Validate()) > 0 {
			break
		}
		values = append(values, value)
	}
	return values
}

// barest is a body with nothing but what it must have, and a pressure, whose choices want an amount.
func barest() *finance.Model {
	return &finance.Model{First: 2024, Last: 2026,
		Funding: finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0.03}},
		Need:    finance.Need{RealGrowth: []finance.Rate{0.01}},
		Pressures: []finance.Pressure{{Name: "one", Amount: []finance.Amount{finance.Million},
			Returns: finance.PressureReturns{Amount: []finance.Amount{finance.Million}}}}}
}

// says names what a model says in fields: those that it gives, those that it leaves out, and its choices.
func says(m *finance.Model, of []field) (all []string) {
	for _, f := range of {
		what := f.path + " is left out"
		if given(m, f) {
			what = f.path + " is given"
		}
		all = append(all, what)
		if f.chooses() {
			for _, v := range f.holders(m) {
				all = append(all, fmt.Sprintf("%s is choice %d", f.path, v.Int()))
			}
		}
	}
	return all
}

// values are what a test can say in the field; nil if it is a name, or a list of parts.
func (f field) values() (all []reflect.Value) {
	for _, choice := range f.choices() {
		all = append(all, reflect.ValueOf(choice).Convert(f.of))
	}
	for _, value := range []any{[]finance.Rate{0.01}, finance.Rate(0.01), []finance.Amount{finance.Million},
		finance.Amount(finance.Million), 2, 2.5, true} {
		if v := reflect.ValueOf(value); v.Type() == f.of {
			all = append(all, v)
		}
	}
	return all
}

// say calls f while a model says each of the values in the field, where it says nothing in it by itself.
func (f field) say(m *finance.Model, then func()) {
	holders := f.holders(m)
	i := slices.IndexFunc(holders, empty)
	if i < 0 {
		return
	}
	for _, value := range f.values() {
		holders[i].Set(value)
		then()
	}
	holders[i].SetZero()
}
