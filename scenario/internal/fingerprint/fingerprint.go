// Package fingerprint makes one number of everything that a plan's figures rest on, the same in every process and on
// every processor, so that parts of different plans can be told apart.
package fingerprint

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
	"reflect"
	"strings"
)

// A Sum is a SHA-256.
type Sum [sha256.Size]byte

// A Digest takes words, texts and values in turn. Lists and texts are preceded by their length, so that different
// things are not written alike.
type Digest struct {
	h      hash.Hash
	buffer []byte
}

// New starts a digest with a label that separates it from others.
func New(label string) *Digest {
	d := &Digest{h: sha256.New()}
	d.Text(label)
	return d
}

// Sum ends the digest.
func (d *Digest) Sum() (sum Sum) {
	d.flush()
	d.h.Sum(sum[:0])
	return sum
}

func (d *Digest) flush() {
	d.h.Write(d.buffer)
	d.buffer = d.buffer[:0]
}

// Words takes integers.
func (d *Digest) Words(words ...uint64) {
	for _, w := range words {
		d.word(w)
	}
}

func (d *Digest) word(w uint64) {
	d.buffer = binary.LittleEndian.AppendUint64(d.buffer, w)
	if len(d.buffer) >= 4096 {
		d.flush()
	}
}

// Ints takes a list of integers.
func Ints[T int | int32 | uint32](d *Digest, list []T) {
	d.word(uint64(len(list)))
	for _, x := range list {
		d.word(uint64(int64(x)))
	}
}

// Bool takes a yes or no.
func (d *Digest) Bool(yes bool) {
	if yes {
		d.word(1)
	} else {
		d.word(0)
	}
}

// Text takes a text.
func (d *Digest) Text(s string) {
	d.word(uint64(len(s)))
	d.buffer = append(d.buffer, s...)
}

// Figures takes a list of figures, bit by bit.
func (d *Digest) Figures(xs []float64) {
	d.word(uint64(len(xs)))
	for _, x := range xs {
		d.word(math.Float64bits(x))
	}
}

// ours begins the import path of the packages whose types are taken field by field.
const ours = "github.com/openenvelope/envelope/scenario/"

// Value takes a value of a type of ours (a law, a process, a measure, a grid) field by field, and of an importer's type
// only the name: what that may hold (a counter, a cache) need not be the same in another process.
func (d *Digest) Value(v any) { d.value(reflect.ValueOf(v)) }

func (d *Digest) value(v reflect.Value) {
	if !v.IsValid() {
		d.Text("nil")
		return
	}
	t := v.Type()
	d.Text(t.String())
	if t.PkgPath() != "" && !strings.HasPrefix(t.PkgPath(), ours) {
		return
	}
	switch t.Kind() {
	case reflect.Bool:
		d.Bool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.word(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.word(v.Uint())
	case reflect.Float64, reflect.Float32:
		d.word(math.Float64bits(v.Float()))
	case reflect.String:
		d.Text(v.String())
	case reflect.Interface, reflect.Pointer:
		d.value(v.Elem())
	case reflect.Slice, reflect.Array:
		d.list(v)
	case reflect.Struct:
		for i := range t.NumField() {
			d.value(v.Field(i))
		}
	}
}

func (d *Digest) list(v reflect.Value) {
	d.word(uint64(v.Len()))
	for i := range v.Len() {
		if v.Type().Elem().Kind() == reflect.Float64 {
			d.word(math.Float64bits(v.Index(i).Float()))
		} else {
			d.value(v.Index(i))
		}
	}
}
