package finance

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/fault"
)

// withRooms is the model with a series of one zero wherever a formula replaces a number, so that the rules see that the
// number is given. rooms are the rows whose series was found. Nothing else of the model is changed or copied.
func (m *Model) withRooms() *Model {
	s := seeker{problems: make([]Fault, len(m.Rows))}
	var wanted []room
	for i, r := range m.Rows {
		if r.gives() {
			wanted = append(wanted, room{i, r.Name})
		}
	}
	filled := s.in(reflect.ValueOf(*m), wanted).Interface().(Model)
	filled.rooms, filled.unplaced = map[string]int{}, nil
	for _, r := range wanted {
		if problem := s.problems[r.row]; problem.Kind != "" {
			filled.unplaced = append(filled.unplaced, problem.At(m.Rows[r.row].path()))
			continue
		}
		filled.rooms[r.path] = r.row
	}
	filled.Bodies = nil
	for i := range m.Bodies {
		filled.Bodies = append(filled.Bodies, *m.Bodies[i].withRooms())
	}
	return &filled
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

// A room is the rest of the path of a row that replaces a number, below some part of the model.
type room struct {
	row  int
	path string
}

// A seeker looks for the series of all rows at once, so that each part of the model is visited and copied once.
type seeker struct {
	problems []Fault // by row; without a kind if there is none
}

// in is a part of a model, with rooms in the wanted series below it.
func (s *seeker) in(v reflect.Value, wanted []room) reflect.Value {
	switch {
	case len(wanted) == 0:
	case v.Kind() == reflect.Struct:
		return s.inFields(v, wanted)
	case v.Kind() != reflect.Slice || v.Type() == reflect.TypeFor[[]Model]():
		s.refuse(wanted)
	case v.Type().Elem() == reflect.TypeFor[Rate]() || v.Type().Elem() == reflect.TypeFor[Amount]():
		return s.inSeries(v, wanted)
	case v.Type().Elem().Kind() == reflect.Struct:
		return s.inList(v, wanted)
	default:
		s.refuse(wanted)
	}
	return v
}

// refuse notes that there is no such series.
func (s *seeker) refuse(wanted []room) {
	for _, r := range wanted {
		s.problems[r.row] = fault.Misplaced.Found("there is no number here that a formula could give").
			Want("it gives numbers of the years after the opening year, by their place: earmark.amount")
	}
}

// inSeries makes a room of a series, for the first formula if there are several.
func (s *seeker) inSeries(v reflect.Value, wanted []room) reflect.Value {
	for _, r := range wanted {
		switch {
		case r.path != "":
			s.refuse([]room{r})
		case v.Len() > 0:
			s.problems[r.row] = fault.Conflict.Want("give a number or a formula, not both")
		default:
			v = reflect.MakeSlice(v.Type(), 1, 1)
		}
	}
	return v
}

// inList looks for the elements whose names the paths begin with.
func (s *seeker) inList(v reflect.Value, wanted []room) reflect.Value {
	at := map[string]int{}
	for i := v.Len() - 1; i >= 0; i-- {
		at[nameIn(v.Index(i))] = i
	}
	found := map[int][]room{}
	for _, r := range wanted {
		if i, rest := element(at, r.path); i >= 0 {
			found[i] = append(found[i], room{r.row, rest})
			continue
		}
		s.refuse([]room{r})
	}
	list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(list, v)
	for i, below := range found {
		list.Index(i).Set(s.in(v.Index(i), below))
	}
	return list
}

// element is the first element whose name the path begins with, and the rest of the path; −1 if there is none. Names
// may have dots in them.
func element(at map[string]int, path string) (first int, rest string) {
	first = -1
	for end := range len(path) + 1 {
		if end < len(path) && path[end] != '.' {
			continue
		}
		if i, ok := at[path[:end]]; ok && (first < 0 || i < first) {
			first, rest = i, strings.TrimPrefix(path[end:], ".")
		}
	}
	return first, rest
}

// nameIn is the name of an element of a list.
func nameIn(v reflect.Value) string {
	for _, key := range []string{"Name", "Body"} {
		if f := v.FieldByName(key); f.IsValid() {
			return f.String()
		}
	}
	return ""
}

// inFields looks for the fields whose keys the paths begin with. A part that is written as its only series has no key.
func (s *seeker) inFields(v reflect.Value, wanted []room) reflect.Value {
	only := v.Type() == reflect.TypeFor[Component]() || v.Type() == reflect.TypeFor[Vintage]()
	whole := reflect.New(v.Type()).Elem()
	whole.Set(v)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || only && f.Type != reflect.TypeFor[[]Rate]() {
			continue
		}
		mine, others := wanted, []room(nil)
		if !only {
			mine, others = takenBy(keyOf(f.Name), wanted)
		}
		if len(mine) > 0 {
			whole.Field(i).Set(s.in(v.Field(i), mine))
		}
		wanted = others
	}
	s.refuse(wanted)
	return whole
}

// takenBy are the rooms below a key, and the others. Most fields take none, and then nothing is copied.
func takenBy(key string, wanted []room) (mine, others []room) {
	for i, r := range wanted {
		rest, ok := below(r.path, key)
		switch {
		case ok && mine == nil:
			mine, others = make([]room, 0, len(wanted)-i), append(others, wanted[:i]...)
			fallthrough
		case ok:
			mine = append(mine, room{r.row, rest})
		case mine != nil:
			others = append(others, r)
		}
	}
	if mine == nil {
		return nil, wanted
	}
	return mine, others
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

// below is the rest of a path after a key.
func below(path, key string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, key)
	if rest == "" || !ok {
		return rest, ok
	}
	return strings.CutPrefix(rest, ".")
}
