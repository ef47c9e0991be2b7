// Package sample is read by the tests of testkit.
package sample

import (
	"fmt"
	"time"
)

// Kind is a kind of thing.
type Kind int

// The kinds.
const (
	First Kind = iota
	Second
	third
)

// Pi is roughly right.
const Pi = 3.14

// Box has fields of every sort.
type Box struct {
	fmt.Stringer
	Length, Width int
	Open          func(x int) bool
	hidden        time.Time
}

// Opener opens.
type Opener interface {
	Open(b Box) error
}

// Alias is another name.
type Alias = Kind

// Zero is the empty box.
var Zero Box

// New makes a box.
func New(length int,
	width int) *Box {
	return &Box{Length: length, Width: width, hidden: time.Time{}}
}

// String prints it.
func (b *Box) String() string { return fmt.Sprint(b.Length, third) }

func (b *Box) private() {}

type concealed struct{}

// Shown has an exported name on a type that has none.
func (concealed) Shown() {}
