package testkit

import (
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
)

// PeakMemory is the most memory that the process has held, in bytes, where the system keeps count.
func PeakMemory() (uint64, bool) {
	status, _ := os.ReadFile("/proc/self/status")
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0, false
	}
	kib, err := strconv.ParseUint(string(found[1]), 10, 64)
	return kib << 10, err == nil
}

// ForgetPeak gives back what is not in use and starts the system's count afresh, where it can: a benchmark's peak is
// not that of those before it.
func ForgetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
