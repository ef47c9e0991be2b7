package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario/file"
)

// A message is one line on standard error for programs: a JSON object with one of these fields set.
type message struct {
	Fault    *faultMessage    `json:"fault,omitempty"`
	Error    string           `json:"error,omitempty"`
	Note     string           `json:"note,omitempty"`
	Progress *progressMessage `json:"progress,omitempty"`
}

// A faultMessage is one fault of a scenario file, with its sentence. Line and column count from 1, and are 0 if there
// is none.
type faultMessage struct {
	file.Fault
	Problem string `json:"problem"`
}

type progressMessage struct {
	Done  uint64 `json:"done"`
	Total uint64 `json:"total"`
}

// say writes an error: for people as it is, for programs fault by fault.
func (s streams) say(err error) {
	if !s.json {
		fmt.Fprintln(s.err, shortened(err.Error()))
		return
	}
	var faults file.Faults
	var model finance.Faults
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			s.send(message{Fault: &faultMessage{f, f.Problem()}})
		}
	case errors.As(err, &model):
		for _, f := range model {
			s.send(message{Fault: &faultMessage{file.Fault{Fault: f}, f.Problem()}})
		}
	default:
		s.send(message{Error: shortened(err.Error())})
	}
}

// note writes something that is not an error but worth knowing.
func (s streams) note(text string) {
	if s.json {
		s.send(message{Note: shortened(text)})
	} else {
		fmt.Fprintln(s.err, shortened(text))
	}
}

// mostOfALine is the most characters of a line of an error: the input that it quotes may be long.
const mostOfALine = 2_000

// shortened is a text with its long lines cut.
func shortened(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if utf8.RuneCountInString(line) > mostOfALine {
			lines[i] = string([]rune(line)[:mostOfALine]) + "…"
		}
	}
	return strings.Join(lines, "\n")
}

// send writes a message for programs.
func (s streams) send(m message) {
	if text, err := json.Marshal(m); err == nil {
		fmt.Fprintf(s.err, "%s\n", text)
	}
}
