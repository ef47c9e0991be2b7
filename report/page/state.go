package page

import (
	"slices"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/live"
)

// A state is what the script draws from: the figures, and what is chosen at first. What it draws follows from this and
// from what is chosen, and from nothing else.
type state struct {
	Years       []string      `json:"years"`
	AssumedFrom int           `json:"assumedFrom"`
	Year        int           `json:"year"` // chosen at first
	Line        string        `json:"line"` // chosen at first
	Paths       uint64        `json:"paths"`
	Series      []live.Series `json:"series"`
	Chances     []live.Series `json:"chances"`
	// Look is what the charts show and how: that of all charts, wherever they are drawn.
	Look report.ChartLook `json:"look"`
}

func newState(d *report.Digest, paths uint64) state {
	return state{Years: d.Years, AssumedFrom: d.AssumedFrom, Year: max(0, slices.Index(d.Years, d.Year)),
		Line: "balance", Paths: paths, Series: live.NewSeries(d.Series), Chances: live.NewSeries(d.Chances),
		Look: report.HouseLook()}
}
