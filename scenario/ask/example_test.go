package ask_test

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

func Example() {
	ctx := context.Background()
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	study, err := ask.New(ctx, spec, scenario.Options{Paths: 10_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	figure, err := study.Figure("chance that balance and core position in 2023/24")
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := study.Value(ctx, figure)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", answer.Value.Value)

	growth := ask.Lever{Place: "funding.real_growth", Low: "2%", High: "8%"}
	solution, err := study.Solve(ctx, figure, growth, 0.8)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f%%\n", 100*solution.Value.Value)
	// Output:
	// 0.11
	// 4.5%
}
