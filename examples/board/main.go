// Command board asks of one plan what a board asks: will it balance, when, and how bad can it get; what drives that,
// why is the bad case worse, what would put it right, and what does a bad future look like?
//
// It puts its questions to the scenario file beside it and prints the answers. Copy the folder, change the file and the
// questions, and run it again:
//
//	go run ./examples/board
package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

//go:embed board.yaml
var plan []byte

// paths of every question: enough for whole points of a chance.
const paths = 20_000

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run asks the questions and writes the answers on w.
func run(ctx context.Context, w io.Writer) error {
	spec, err := file.Load("board.yaml", plan)
	if err != nil {
		return err
	}
	study, err := ask.New(ctx, spec, scenario.Options{Paths: paths})
	if err != nil {
		return err
	}
	for _, question := range questions() {
		answer, err := question(ctx, study)
		if err != nil {
			return err
		}
		if err := report.WriteAnswer(w, answer, "£", report.Options{}); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	return nil
}

// A question is put to a study.
type question func(context.Context, *ask.Study) (*ask.Answer, error)

// questions are a board's, in the order in which they are asked.
func questions() []question {
	return []question{
		figure("chance that balance and core position in 2029/30", (*ask.Study).Value),
		figure("first year of balance", (*ask.Study).Value),
		figure("worst 5% of balance in 2029/30", (*ask.Study).Value),
		figure("mean of balance in 2029/30", (*ask.Study).Drivers),
		figure("mean of balance in 2029/30 for a bad year", (*ask.Study).Bridge),
		figure("chance that balance in 2029/30", savingsAndGrowth),
		figure("chance that balance in 2029/30", growthThatBalances),
		figure("p5 of balance in 2029/30", badFuture),
	}
}

// figure is a question about a figure.
func figure(text string, about func(*ask.Study, context.Context, ask.Figure) (*ask.Answer, error)) question {
	return func(ctx context.Context, study *ask.Study) (*ask.Answer, error) {
		f, err := study.Figure(text)
		if err != nil {
			return nil, err
		}
		return about(study, ctx, f)
	}
}

// savingsAndGrowth is the figure for plans of savings and settlements.
func savingsAndGrowth(study *ask.Study, ctx context.Context, f ask.Figure) (*ask.Answer, error) {
	return study.Table(ctx, f, ask.Axis{Place: "savings.planned", Values: []string{"1%", "2%", "3%", "4%"}},
		ask.Axis{Place: "funding.real_growth", Values: []string{"2%", "3%", "4%"}})
}

// growthThatBalances is the growth with which four futures in five balance, for each plan of savings.
func growthThatBalances(study *ask.Study, ctx context.Context, f ask.Figure) (*ask.Answer, error) {
	const chance = 0.8
	return study.Frontier(ctx, f, ask.Lever{Place: "funding.real_growth", Low: "1%", High: "7%"},
		ask.Axis{Place: "savings.planned", Values: []string{"1%", "2%", "3%"}}, chance)
}

// badFuture is what was drawn for the future at a percentile.
func badFuture(study *ask.Study, ctx context.Context, f ask.Figure) (*ask.Answer, error) {
	r, err := study.Replay(ctx, f)
	if err != nil {
		return nil, err
	}
	return r.Answer, nil
}
