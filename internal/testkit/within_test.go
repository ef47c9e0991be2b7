package testkit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What is late once or twice is not late; what is late three times is, and is not tried again.
func TestWithinTriesThreeTimes(t *testing.T) {
	limit := allowed(time.Second)
	for _, tt := range []struct {
		took     []time.Duration
		least    time.Duration
		late     bool
		attempts int
	}{
		{[]time.Duration{limit - 1}, limit - 1, false, 1},
		{[]time.Duration{limit, 0}, 0, false, 2},
		{[]time.Duration{limit + 2, limit, limit - 3}, limit - 3, false, 3},
		{[]time.Duration{limit + 2, limit, limit + 1, 0}, limit, true, 3},
	} {
		attempts := 0
		least, late := shortest(time.Second, func() time.Duration { attempts++; return tt.took[attempts-1] })
		assert.Equal(t, tt.least, least)
		assert.Equal(t, tt.late, late, "%v", tt.took)
		assert.Equal(t, tt.attempts, attempts, "%v", tt.took)
	}
}

// A lap is never longer than the time that passed, and work is in it; waiting is not, where the system tells processor
// time.
func TestLap(t *testing.T) {
	start, lap := time.Now(), Lap()
	for time.Since(start) < 20*time.Millisecond {
	}
	worked := lap()
	assert.LessOrEqual(t, worked, time.Since(start))
	assert.Positive(t, worked)
	if _, known := ProcessorTime(); !known {
		t.Skip("not tested: this system does not tell processor time")
	}
	Within(t, 50*time.Millisecond, func() time.Duration {
		waited := Lap()
		time.Sleep(100 * time.Millisecond)
		return waited()
	}, "sleep is not work")
}
