//go:build !windows

package main

// ownConsole reports whether the program was started by a double click in a console of its own, as on Windows.
func ownConsole() bool { return false }

// prompt opens a command prompt on systems where a double click does not.
func prompt(streams) error { return nil }
