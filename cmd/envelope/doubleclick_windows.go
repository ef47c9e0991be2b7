package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"unsafe"
)

// ownConsole reports whether the program is alone in its console, so that it was started by a double click: Windows
// closes such a console with the program.
func ownConsole() bool {
	var ids [2]uint32
	list := syscall.NewLazyDLL("kernel32.dll").NewProc("GetConsoleProcessList")
	if list.Find() != nil {
		return false
	}
	n, _, _ := list.Call(uintptr(unsafe.Pointer(&ids[0])), uintptr(len(ids)))
	return n == 1
}

// prompt opens a command prompt in the program's folder, in which the program is found, until it is closed.
func prompt(s streams) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	folder := filepath.Dir(program)
	c := exec.Command(filepath.Join(os.Getenv("SystemRoot"), "System32", "cmd.exe"), "/K")
	c.Dir, c.Stdin, c.Stdout, c.Stderr = folder, s.in, s.out, s.err
	c.Env = append(os.Environ(), "PATH="+folder+";"+os.Getenv("PATH"))
	return c.Run()
}
