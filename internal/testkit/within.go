package testkit

import (
	"fmt"
	"testing"
	"time"
)

// Within fails when three attempts at the same thing all take as long as a limit, or longer: a machine that is busy
// with something else makes one late now and then, and code that is slow all of them. Under the race detector the limit
// is ten times as long. It gives the shortest time that an attempt took.
func Within(t testing.TB, limit time.Duration, attempt func() time.Duration, about string, args ...any) time.Duration {
	t.Helper()
	least, late := shortest(limit, attempt)
	if late {
		t.Errorf("three attempts took %v or longer, want less than %v: %s", least, allowed(limit),
			fmt.Sprintf(about, args...))
	}
	return least
}

// NotForRaces skips a test that takes long under the race detector and has nothing for it: one goroutine works there,
// or several do what they do in other tests, on more paths or models.
func NotForRaces(t testing.TB) {
	t.Helper()
	if Race {
		t.Skip("nothing here for the race detector that other tests do not have")
	}
}

// allowed is a limit as it holds for this build.
func allowed(limit time.Duration) time.Duration {
	if Race {
		return 10 * limit
	}
	return limit
}

// shortest is the least time of at most three attempts, no more than it takes to keep a limit, and whether none did.
func shortest(limit time.Duration, attempt func() time.Duration) (least time.Duration, late bool) {
	for i := range 3 {
		took := attempt()
		if i == 0 || took < least {
			least = took
		}
		if least < allowed(limit) {
			return least, false
		}
	}
	return least, true
}

// Lap starts to measure work: the time that passes, or where other programs take the processors, what this one has had
// of them. What may wait for ever is measured by the clock alone: it has no processor while it waits.
func Lap() func() time.Duration {
	start := time.Now()
	spent, known := ProcessorTime()
	return func() time.Duration {
		passed := time.Since(start)
		if now, ok := ProcessorTime(); ok && known {
			return min(passed, now-spent)
		}
		return passed
	}
}
