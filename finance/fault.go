package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
)

// A Fault is one thing wrong with a model, or with a text: its kind, its place in the model as in a scenario file
// ("earmark.share", or "funding.real_growth[2021/22]" for one year of a series), what was found, what would be right,
// and what was perhaps meant. Its Problem is the sentence; its kind is for programs: errors.Is(err, fault.OutOfRange).
// See [fault.Fault].
type Fault = fault.Fault

// Faults is every fault of a model, in the order of its parts.
type Faults = fault.List
