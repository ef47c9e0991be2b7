//go:build unix

package scenario_test

import (
	"syscall"
	"time"
)

// processorTime is the time that the process has spent on processors, its own and the system's for it.
func processorTime() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
