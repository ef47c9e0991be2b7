//go:build !race

package testkit

// Race tells whether the race detector is on: it makes everything about ten times slower.
const Race = false
