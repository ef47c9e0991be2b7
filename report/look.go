//go:build !lean

package report

import "fmt"

// A ChartLook is what charts show and how they look, wherever they are drawn: pictures, the script of the page, and the
// notebook, whose package has a copy as JSON. Colours are as CSS has them: "#12436D".
type ChartLook struct {
	Bands    []LookBand `json:"bands"`     // of a fan, the widest first
	Median   LookMark   `json:"median"`    // of a fan, a line
	Central  LookMark   `json:"central"`   // of a fan, diamonds; hollow where assumed
	Uses     []LookMark `json:"uses"`      // of the transformation money, from the bottom of a bar up: means
	Chances  []LookMark `json:"chances"`   // by condition
	Several  []string   `json:"several"`   // colours of up to four of a kind
	Ink      string     `json:"ink"`       // text, and the line at zero
	Grey     string     `json:"grey"`      // of less weight
	Hairline string     `json:"hairline"`  // of a grid
	Shade    string     `json:"shade"`     // behind assumed years
	Paper    string     `json:"paper"`     // the page, and the edges of what lies on something
	FanWords string     `json:"fan_words"` // what a fan shows, in a sentence without its end
}

// A LookBand is a band of a fan, between two of its percentiles.
type LookBand struct {
	Low  string `json:"low"`  // the percentile below: "p5"
	High string `json:"high"` // the percentile above: "p95"
	Fill string `json:"fill"` // its colour
	Edge string `json:"edge"` // the colour of its rims
}

// A LookMark is what one series of a chart is, and its colour.
type LookMark struct {
	Of    string `json:"of"`    // the statistic, line or condition
	Label string `json:"label"` // as people read it
	Color string `json:"color"` // of its line, mark or bar
}

// HouseLook is how all charts look.
func HouseLook() ChartLook {
	l := ChartLook{
		Median:  LookMark{"p50", "median", blue.css()},
		Central: LookMark{"central", "central", orange.css()},
		Ink:     black.css(), Grey: grey.css(), Hairline: hairline.css(), Shade: shade.css(), Paper: paper.css(),
		FanWords: fanWords,
	}
	all := levels()
	for i, b := range fanBands() {
		low, high := all[len(all)-1-i], all[i]
		l.Bands = append(l.Bands, LookBand{percentileName(low, low), percentileName(high, high), b.fill.css(),
			b.edge.css()})
	}
	for _, s := range earmarkUses() {
		l.Uses = append(l.Uses, s.look())
	}
	for _, s := range chanceLines() {
		l.Chances = append(l.Chances, s.look())
	}
	for _, c := range curveColors() {
		l.Several = append(l.Several, c.css())
	}
	return l
}

// css is a colour as style sheets write it.
func (c rgb) css() string { return fmt.Sprintf("#%06X", uint32(c)) }

// fanWords say what the marks of a fan mean.
const fanWords = "Bands hold 50%, 80% and 90% of the paths; diamonds are the central case"

// A bandLook is the colours of a band.
type bandLook struct{ fill, edge rgb }

// fanBands are the bands of a fan, the widest first: its edge is the one that shows where the fan ends.
func fanBands() []bandLook {
	return []bandLook{{outerBand, middleBand}, {middleBand, paper}, {innerBand, paper}}
}

// A series is what a line or a part of a bar shows: a line of the result or a condition.
type series struct {
	of, label string
	color     rgb
}

func (s series) look() LookMark { return LookMark{s.of, s.label, s.color.css()} }

// earmarkUses are what becomes of the transformation money, in the order of a bar, from the bottom up.
func earmarkUses() []series {
	return []series{{"transformation", "spent", teal}, {"diverted", "diverted", plum}}
}
