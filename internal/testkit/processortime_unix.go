//go:build unix

package testkit

import (
	"syscall"
	"time"
)

// ProcessorTime is the time that the process has spent on processors, its own and the system's for it.
func ProcessorTime() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
