package testkit

import (
	"runtime"
	"testing"
	"time"
)

// What the answer to any bad input may cost: processor time and memory beside what the process held before.
const (
	MostTime = 500 * time.Millisecond
	MostHeld = 100 << 20
)

// slower is how much slower than the machine that MostTime was set on a test's may be.
const slower = 3

// A Price is what something cost, as far as the system counts it.
type Price struct {
	Time time.Duration // on processors
	Held uint64        // bytes at the peak, beside those before
}

// PriceOf does something and says what it cost.
func PriceOf(do func()) (p Price) {
	ForgetPeak()
	held, _ := PeakMemory()
	start, _ := ProcessorTime()
	do()
	end, _ := ProcessorTime()
	p.Time = end - start
	if peak, known := PeakMemory(); known {
		p.Held = max(peak, held) - held
	}
	return p
}

// Priced does something and fails the test when it costs more than the answer to bad input may: with thrice the
// processor time for slow machines, and the best of three for busy ones. It skips under -short, as the race detector
// takes many times as long.
func Priced(t testing.TB, do func(), what string) {
	t.Helper()
	if testing.Short() {
		do()
		return
	}
	const mostHeld = MostHeld * 5 / 4 // how late the collector comes depends on the machine
	best := Price{}
	for try := range 3 {
		p := PriceOf(do)
		if try == 0 {
			best = p
		}
		best = Price{min(best.Time, p.Time), min(best.Held, p.Held)}
		if best.Time <= slower*MostTime && best.Held <= mostHeld {
			break
		}
	}
	t.Logf("%v of processor time, %d MB held: %s", best.Time.Round(time.Millisecond), best.Held>>20, what)
	if best.Time > slower*MostTime || best.Held > mostHeld {
		t.Errorf("%s: %v of processor time and %d MB; the most is %v and %d MB", what, best.Time, best.Held>>20,
			slower*MostTime, mostHeld>>20)
	}
	runtime.GC()
}
