package explore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

// A problem is what is said instead of an answer (RFC 9457).
type problem struct {
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail"`
	Faults []wrong `json:"faults,omitempty"`
}

// A wrong is a fault with its sentence.
type wrong struct {
	file.Fault
	Problem string `json:"problem"`
}

func (p problem) Error() string { return p.Detail }

// refuse writes why there is no answer. A caller who has gone hears nothing.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return
	}
	p := problemOf(err)
	p.Title = http.StatusText(p.Status)
	if p.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// problemOf is what to say of an error. What is not about the request is not told.
func problemOf(err error) problem {
	var p problem
	var faults file.Faults
	var model finance.Faults
	var one fault.Fault
	var none *ask.NoSolution
	var cell *sheet.CellError
	var path *scenario.PathError
	var panicked *scenario.PanicError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &faults):
		p = problem{Status: http.StatusUnprocessableEntity, Detail: err.Error()}
		for _, f := range faults {
			p.Faults = append(p.Faults, wrong{f, f.Problem()})
		}
	case errors.As(err, &model):
		p = problem{Status: http.StatusUnprocessableEntity, Detail: err.Error()}
		for _, f := range model {
			p.Faults = append(p.Faults, wrong{file.Fault{Fault: f}, f.Problem()})
		}
	case errors.As(err, &one):
		p = problem{Status: http.StatusUnprocessableEntity, Detail: err.Error(),
			Faults: []wrong{{file.Fault{Fault: one}, one.Problem()}}}
	case errors.As(err, &none), errors.As(err, &cell), errors.As(err, &path) && !errors.As(err, &panicked):
		p = problem{Status: http.StatusUnprocessableEntity, Detail: err.Error()}
	case errors.Is(err, context.DeadlineExceeded):
		p = problem{Status: http.StatusServiceUnavailable,
			Detail: "the question takes too long here; ask for fewer paths"}
	default:
		p = problem{Status: http.StatusInternalServerError, Detail: "the question could not be answered"}
	}
	return p
}

// strict reads JSON that has no keys but those that are known.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return unreadable("", err)
	}
	return nil
}

// unreadable is the problem of a question that is no JSON, or of other fields.
func unreadable(says string, err error) problem {
	return problem{Status: http.StatusBadRequest, Detail: says + fault.Reason(err)}
}
