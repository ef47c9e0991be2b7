package file

import (
	"errors"
	"os"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/openenvelope/envelope/internal/testkit"
)

// Whatever bytes come: no panic, an answer in time, faults with places and readable words, and a model that
// lays out its sheets when there are none.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"good/*", "bad/*"} {
		for _, text := range corpus(f, pattern) {
			f.Add(text)
		}
	}
	for _, path := range []string{"../../examples/settlement/settlement.yaml", "../../examples/system/system.yaml"} {
		if text, err := os.ReadFile(path); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte(`{"schema": 1, "years": "2018/19 to 2020/21", "need": {"real_growth": {"p10": 0.01, "p90": 0.02}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		testkit.Within(t, 20*time.Second, func() time.Duration {
			lap := testkit.Lap()
			err := loadAll(t, text)
			took := lap()
			checkFaults(t, err)
			return took
		}, "an answer")
	})
}

// loadAll loads a file and asks it for all that it says.
func loadAll(t *testing.T, text []byte) error {
	s, err := Load("f.yaml", text)
	if err != nil {
		return err
	}
	_ = s.Title()
	_ = s.Run()
	_ = s.NotModelled()
	m, err := s.Model()
	if err != nil {
		return err
	}
	if _, err := m.Inputs(); err != nil {
		t.Fatalf("a file without faults has inputs: %v", err)
	}
	if now, _, err := s.Migrate(); err == nil {
		if again, err := Load("f.yaml", now); err != nil || again.Schema() != CurrentSchema {
			t.Fatalf("what is written anew is read, and is of the current version: %v", err)
		}
	}
	return nil
}

func checkFaults(t *testing.T, err error) {
	if err == nil {
		return
	}
	var faults Faults
	if !errors.As(err, &faults) || len(faults) == 0 || len(faults) > maxFaults+1 {
		t.Fatalf("%d faults in a %T", len(faults), err)
	}
	for _, fault := range faults {
		if fault.Line < 1 || fault.Column < 1 || fault.Problem() == "" || !utf8.ValidString(fault.Error()) ||
			len(fault.Error()) > 2_000 {
			t.Fatalf("a fault that cannot be read: %q", fault.Error())
		}
	}
}
