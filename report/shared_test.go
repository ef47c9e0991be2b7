package report_test

import (
	"bytes"
	"context"
	"io"
	"sync"
	"testing"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What says that goroutines may share it is shared: a model, a plan, a result, a ledger, a chart. Under the race
// detector this finds whoever changes one of them; everybody gets the same bytes.
func TestGoroutinesShareAModelAPlanAndAResult(t *testing.T) {
	need := []scenario.Driver{{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)}}
	m := &scenario.Model{
		Baseline:  scenario.Scenario{Name: "3.4% a year", Model: envelope(0.034), Drivers: need},
		Scenarios: []scenario.Scenario{{Name: "4% a year", Model: envelope(0.04), Drivers: need}},
	}
	o := scenario.Options{Paths: 1_000, Seed: 1}
	plan, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	ledger, err := plan.Replay("", 3)
	require.NoError(t, err)
	chart, err := report.Fan(r, "3.4% a year", "balance", report.ChartOptions{})
	require.NoError(t, err)

	const goroutines = 4
	var hashes [goroutines]string
	var written [goroutines]bytes.Buffer
	var wg sync.WaitGroup
	for i := range goroutines {
		wg.Go(func() {
			again, err := scenario.Run(context.Background(), m, o)
			if assert.NoError(t, err) {
				hashes[i] = again.Hash
			}
			part, err := plan.RunPart(context.Background(), 0, plan.Paths())
			assert.NoError(t, err)
			whole, err := plan.Result(context.Background(), part)
			if assert.NoError(t, err) {
				assert.Equal(t, r.Hash, whole.Hash)
			}
			_, err = plan.Replay("4% a year", uint64(i))
			assert.NoError(t, err)
			_, err = ledger.Trace("balance", 1, nil)
			assert.NoError(t, err)
			for _, write := range []func(w io.Writer) error{r.WriteJSON, r.WriteCSV, chart.WriteSVG, chart.WritePNG,
				func(w io.Writer) error { return report.Table(w, r, report.Options{}) },
				func(w io.Writer) error { return report.LedgerCSV(w, r) },
			} {
				assert.NoError(t, write(&written[i]))
			}
		})
	}
	wg.Wait()
	for i := range goroutines {
		assert.Equal(t, r.Hash, hashes[i])
		assert.NotZero(t, written[i].Len())
		assert.True(t, bytes.Equal(written[0].Bytes(), written[i].Bytes()))
	}
}
