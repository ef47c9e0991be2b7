// Command embed shows a Go service's view: a model built in Go, with a rule and a measure of its own and no files,
// behind an HTTP handler that stops when its caller goes away.
//
//	go run ./examples/embed                       # one answer, printed
//	go run ./examples/embed -listen localhost:8080
//	curl 'localhost:8080/?growth=2.5%25&held_back=1%25'
//
// Beside it the service answers about scenario files that its callers send, as package explore does:
//
//	jq -n --rawfile text plan.yaml '{file: {name: "plan.yaml", text: $text}, paths: 16384}' |
//		curl -H 'Content-Type: application/json' -d @- localhost:8080/plan/run
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"time"

	"github.com/openenvelope/envelope/explore"
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
)

func main() {
	listen := flag.String("listen", "", "address to serve on, such as localhost:8080; without it one answer is printed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *listen); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, listen string) error {
	if listen == "" {
		a, err := ask(ctx, url.Values{})
		if err != nil {
			return err
		}
		return write(w, a)
	}
	server := &http.Server{Addr: listen, Handler: doors(), ReadHeaderTimeout: time.Second, ReadTimeout: time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// doors are those of the service: its own model, and the files of its callers, a few at a time.
func doors() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", serve)
	mux.Handle("/plan/", http.StripPrefix("/plan", explore.Handler(nil, explore.Options{Files: true})))
	return mux
}

// serve answers a request. Its context ends when the caller goes away, and the run with it.
func serve(w http.ResponseWriter, r *http.Request) {
	a, err := ask(r.Context(), r.URL.Query())
	var bad badRequest
	switch {
	case errors.As(err, &bad):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = write(w, a)
	}
}

// An answer is what the service says of each year.
type answer struct {
	Growth   string `json:"growth"`
	HeldBack string `json:"held_back"`
	Years    []year `json:"years"`
}

type year struct {
	Year string `json:"year"`
	// Balances is the chance that the balance without the contingency is zero or more; NeverTwice that it has not been
	// below zero twice in a row. Each has its 95% Monte Carlo interval.
	Balances   [3]float64 `json:"balances"`
	NeverTwice [3]float64 `json:"never_twice"`
	// Balance holds p10, p50 and p90, in pounds.
	Balance [3]float64 `json:"balance"`
}

// A badRequest is a fault of the caller's.
type badRequest struct{ error }

// ask runs the model for a query.
func ask(ctx context.Context, q url.Values) (*answer, error) {
	growth, err := rate(q, "growth", 0.03)
	heldBack, err2 := rate(q, "held_back", 0.005)
	if err := errors.Join(err, err2); err != nil {
		return nil, badRequest{err}
	}
	const line = "balance_without_contingency"
	inYear, notTwice := scenario.Condition{Line: line, Measure: measure.InYear{}},
		scenario.Condition{Line: line, Measure: NotTwice{}}
	r, err := scenario.Run(ctx, model(growth, heldBack), scenario.Options{
		Paths: 16_384, Workers: 1, Lines: []string{line}, Conditions: []scenario.Condition{inYear, notTwice},
	})
	var faults finance.Faults
	if errors.As(err, &faults) {
		return nil, badRequest{faults}
	}
	if err != nil {
		return nil, err
	}
	a := &answer{Growth: growth.String(), HeldBack: heldBack.String()}
	for _, label := range r.Years[1:] {
		cell, _ := r.Cell("as asked", line, label)
		y := year{Year: label}
		for i, p := range []float64{0.1, 0.5, 0.9} {
			e, _ := cell.P(p)
			y.Balance[i] = e.Value
		}
		y.Balances, y.NeverTwice = chance(r, inYear, label), chance(r, notTwice, label)
		a.Years = append(a.Years, y)
	}
	return a, nil
}

// chance is a probability and its interval.
func chance(r *scenario.Result, c scenario.Condition, year string) [3]float64 {
	p, _ := r.Chance("as asked", c.Name(), year)
	return [3]float64{p.Probability.Value, p.Probability.Lo, p.Probability.Hi}
}

// rate reads a rate of the query, as files write it: 3.4%.
func rate(q url.Values, key string, otherwise finance.Rate) (finance.Rate, error) {
	text := q.Get(key)
	if text == "" {
		return otherwise, nil
	}
	r, err := finance.ParseRate(text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", key, err)
	}
	return r, nil
}

func write(w io.Writer, a *answer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(a)
}
