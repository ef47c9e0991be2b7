package finance

import (
	"reflect"
	"slices"
)

// later is the model without its opening year: every series that has one value for each year loses its first. It goes
// through the model's fields by reflection, so that a new field is not forgotten.
func (m *Model) later() *Model {
	rolled := *m
	rolled.First++
	dropFirst(reflect.ValueOf(&rolled).Elem(), m.horizon())
	return &rolled
}

// dropFirst removes the first value of every series of n values below a value. It does not change the series that v was
// copied from.
func dropFirst(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				dropFirst(v.Field(i), n)
			}
		}
	case reflect.Slice:
		switch series := v.Addr().Interface().(type) {
		case *[]Rate:
			*series = withoutFirst(*series, n)
		case *[]Amount:
			*series = withoutFirst(*series, n)
		default:
			if v.Len() == 0 || v.Type().Elem().Kind() != reflect.Struct {
				return
			}
			list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(list, v)
			for i := range list.Len() {
				dropFirst(list.Index(i), n)
			}
			v.Set(list)
		}
	}
}

// withoutFirst is a copy of a series from its second year on; one value for all years stays.
func withoutFirst[T any](series []T, n int) []T {
	if len(series) == n {
		return slices.Clone(series[1:])
	}
	return slices.Clone(series)
}
