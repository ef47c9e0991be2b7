package finance

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/fault"
)

// withRooms is the model with a series of one value, zero, wherever a formula gives the figures, so that the rules see
// that something is said there; rooms are the rows that found their series. Nothing else of the model is changed or
// copied.
func (m *Model) withRooms() *Model {
	filled := *m
	filled.rooms, filled.unplaced = nil, nil
	for i, r := range m.Rows {
		if !r.gives() {
			continue
		}
		if v, problem := roomIn(reflect.ValueOf(filled), r.Name); problem.Kind == "" {
			filled = v.Interface().(Model)
			filled.rooms = with(filled.rooms, i)
		} else {
			filled.unplaced = append(filled.unplaced, problem.At(r.path()))
		}
	}
	filled.Bodies = nil
	for i := range m.Bodies {
		filled.Bodies = append(filled.Bodies, *m.Bodies[i].withRooms())
	}
	return &filled
}

// with is a set of numbers with one more.
func with(set map[int]bool, i int) map[int]bool {
	more := map[int]bool{i: true}
	for k := range set {
		more[k] = true
	}
	return more
}

// hasRows reports whether the model or a body of it has rows of its own.
func (m *Model) hasRows() bool {
	for i := range m.Bodies {
		if m.Bodies[i].hasRows() {
			return true
		}
	}
	return len(m.Rows) > 0
}

// roomIn is a part of a model with room in the series at a path, or why there is none.
func roomIn(v reflect.Value, path string) (reflect.Value, Fault) {
	switch v.Kind() {
	case reflect.Slice:
		if e := v.Type().Elem(); e == reflect.TypeFor[Rate]() || e == reflect.TypeFor[Amount]() {
			return roomOf(v, path)
		}
		return roomInList(v, path)
	case reflect.Struct:
		return roomInFields(v, path)
	}
	return v, noSeries()
}

// noSeries is the fault of a place without a series.
func noSeries() Fault {
	return fault.Misplaced.Found("there is no number here that a formula could give").
		Want("it gives numbers of the years after the opening year, by their place: earmark.amount")
}

// roomOf is a series with room.
func roomOf(v reflect.Value, path string) (reflect.Value, Fault) {
	switch {
	case path != "":
		return v, noSeries()
	case v.Len() > 0:
		return v, fault.Conflict.Want("give a number or a formula, not both")
	}
	return reflect.MakeSlice(v.Type(), 1, 1), Fault{}
}

// roomInList looks for the element whose name the path begins with.
func roomInList(v reflect.Value, path string) (reflect.Value, Fault) {
	for i := range v.Len() {
		if v.Index(i).Kind() != reflect.Struct || v.Type() == reflect.TypeFor[[]Model]() {
			break
		}
		rest, ok := below(path, nameIn(v.Index(i)))
		if !ok {
			continue
		}
		e, problem := roomIn(v.Index(i), rest)
		if problem.Kind != "" {
			return v, problem
		}
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		list.Index(i).Set(e)
		return list, Fault{}
	}
	return v, noSeries()
}

// nameIn is what an element of a list is called by.
func nameIn(v reflect.Value) string {
	for _, key := range []string{"Name", "Body"} {
		if f := v.FieldByName(key); f.IsValid() {
			return f.String()
		}
	}
	return ""
}

// roomInFields looks for the field whose key the path begins with. A part that is written as its only series has no
// key.
func roomInFields(v reflect.Value, path string) (reflect.Value, Fault) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		rest, ok := below(path, keyOf(f.Name))
		if named := v.Type() == reflect.TypeFor[Component]() || v.Type() == reflect.TypeFor[Vintage](); named {
			rest, ok = path, f.Type == reflect.TypeFor[[]Rate]()
		}
		if !ok || !f.IsExported() {
			continue
		}
		part, problem := roomIn(v.Field(i), rest)
		if problem.Kind != "" {
			return v, problem
		}
		whole := reflect.New(v.Type()).Elem()
		whole.Set(v)
		whole.Field(i).Set(part)
		return whole, Fault{}
	}
	return v, noSeries()
}

// keyOf is a field's key in a scenario file: real_growth for RealGrowth.
func keyOf(field string) string {
	var key strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 {
			key.WriteByte('_')
		}
		key.WriteRune(unicode.ToLower(r))
	}
	return key.String()
}

// below is what follows a key in a path.
func below(path, key string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, key)
	if rest == "" || !ok {
		return rest, ok
	}
	return strings.CutPrefix(rest, ".")
}
