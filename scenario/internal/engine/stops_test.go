package engine

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// questioned is a context that ends after so many questions, and notes who asks and how often it is asked after that.
type questioned struct {
	context.Context
	left  int
	asked map[string]int // by function
	after int
}

func (q *questioned) Err() error {
	pc := make([]uintptr, 4)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		name := f.Function[strings.LastIndex(f.Function, ".")+1:]
		name, _, _ = strings.Cut(name, "__") // where a changed version of a function takes its place
		if name != "stopped" {
			q.asked[name]++
			break
		}
	}
	if q.left--; q.left < 0 {
		q.after++
		return context.Canceled
	}
	return nil
}

// long is a plan of many rows, drivers and steps in a year.
func long(t testing.TB, rows int) *Plan {
	var all []sheet.Row
	for i := range rows {
		f := sheet.Ref("x").Plus(sheet.Ref("plus").Times(sheet.Num(float64(i))))
		if i > 0 {
			f = f.Plus(sheet.Last(fmt.Sprint("row", i-1)))
		}
		all = append(all, sheet.Row{Name: fmt.Sprint("row", i), Unit: sheet.Money, Formula: f, Check: i%50 == 49})
	}
	p := amounts(t, all...)
	plan := uncertain(p, p)
	for i := range plan.Scenarios {
		for range rows {
			plan.Scenarios[i].Drivers = append(plan.Scenarios[i].Drivers,
				Driver{Input: 0, Column: 1, Latent: 1, Money: true, Transform: dist.Normal{Mean: 100}.Transform()})
		}
		for row := range rows {
			slot := p.RowSlot(row)
			plan.Values = append(plan.Values, Value{Of: i, Versus: -1, Slot: slot})
		}
		plan.Questions = append(plan.Questions,
			Question{Of: i, Versus: -1, Slot: p.RowSlot(rows - 1), Measure: measure.InYear{}})
	}
	return plan
}

// Every loop over rows, steps, drivers or columns asks again and again whether the context has ended.
func TestEveryLoopOfCompilingAsksWhetherItIsToStop(t *testing.T) {
	const rows = 600
	q := &questioned{Context: context.Background(), left: 1 << 30, asked: map[string]int{}}
	c, err := compile(q, long(t, rows), cache)
	require.NoError(t, err)
	for by, least := range map[string]int{
		"shapeOf": 3, "finish": 7 + 3, "classify": 2, "refine": 2 * 2 * rows / 16, "inputClasses": 2 * rows,
		"place": 2, "placeInputs": 2 * 7, "placeRows": 2 * rows / stopEvery, "write": 2 * 2 * rows / 16,
		"forecast": 3, "untilStill": 2, "settle": rows, "cells": 3, "sum": rows, "prune": 2, "assemble": 3,
		"year": 2 * 3, "steps": 3, "all": 2 * rows / stopEvery,
	} {
		assert.GreaterOrEqual(t, q.asked[by], least, "%s, which is asked by %v", by, q.asked)
	}
	assert.Greater(t, c.Steps(), rows)
}

// Wherever the context ends, compiling breaks off: whoever waits for a loop asks once more, and no loop goes on. What
// is made by then is not given.
func TestCompilingBreaksOff(t *testing.T) {
	plan := long(t, 60)
	all := &questioned{Context: context.Background(), left: 1 << 30, asked: map[string]int{}}
	_, err := compile(all, plan, cache)
	require.NoError(t, err)
	total := 0
	for _, n := range all.asked {
		total += n
	}
	for at := range total {
		q := &questioned{Context: context.Background(), left: at, asked: map[string]int{}}
		c, err := compile(q, plan, cache)
		require.ErrorIs(t, err, context.Canceled, "asked %d times", at)
		require.LessOrEqual(t, q.after, 8, "asked %d times: %v", at, q.asked)
		require.True(t, c == nil || at == total-1, "what is not whole is not given")
	}
}
