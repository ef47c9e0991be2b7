package main

import (
	"context"
	"fmt"
	"os"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

func main() {
	b, _ := os.ReadFile("/work/main/examples/settlement/settlement.yaml")
	s, err := scenario.Load("settlement.yaml", b)
	if err != nil { fmt.Println(err); os.Exit(1) }
	m, err := s.Model()
	if err != nil { fmt.Println(err); os.Exit(1) }
	o := s.Run()
	if len(os.Args) > 1 { fmt.Sscan(os.Args[1], &o.Paths) }
	r, err := scenario.Run(context.Background(), m, o)
	if err != nil { fmt.Println(err); os.Exit(1) }
	r.NotModelled = s.NotModelled()
	if err := report.Table(os.Stdout, r, report.Options{Width: 100}); err != nil { fmt.Println(err) }
	if err := report.WriteAll("/tmp/rep/out", s, r); err != nil { fmt.Println(err) }
	c, err := report.Fan(r, r.Scenarios[0], "balance", report.ChartOptions{Scale: 1})
	fmt.Println(err); c.SavePNG("/tmp/rep/out/fan.png")
}
