package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// A Move moves a number of the file by an amount: its value, or the values of its years, or where its law lies. How
// widely it may come out stays, and so do its source and its quality.
type Move struct {
	Place string  `json:"place"` // the number's keys with dots between them: "need.real_growth"
	By    float64 `json:"by"`    // of a rate a fraction, 0.004 for 0.4 points; money in the currency's unit
}

// locates tells whether a key of a number says where it lies, and not how widely it is spread.
func locates(key string) bool {
	percentile, ok := strings.CutPrefix(key, "p")
	return ok && percentile != "" && strings.Trim(percentile, "0123456789.") == "" ||
		slices.Contains([]string{"value", "values", "then", "low", "mode", "high", "mean", "median", "centre"}, key)
}

// A movable is a text or a list of texts that says where a number lies.
type movable struct {
	path string
	n    *node
}

// Settings are what makes a move, as [Spec.With] takes it. A place that the file does not write as numbers which can be
// moved (there is none, it follows another, or comes from a table) is a fault.
func (s *Spec) Settings(m Move) (all []scenario.Setting, err error) {
	err = door.Or(s).move(m, func(at movable, texts []string) {
		value := texts[0]
		if at.n.kind == nodeList {
			value = "[" + strings.Join(texts, ", ") + "]"
		}
		all = append(all, scenario.Setting{Path: at.path, Value: value})
	})
	return all, err
}

// Moved is the file's text with moves made where the numbers stand; comments, order and blank lines stay. It fails as
// [Spec.Settings] does, and where a number does not stand in this file's own text.
func (s *Spec) Moved(moves ...Move) ([]byte, error) {
	s = door.Or(s)
	w := newSplicer(s.text)
	lost := ""
	for _, m := range moves {
		err := s.move(m, func(at movable, texts []string) {
			for i, n := range at.texts() {
				if from, to, ok := w.word(n); ok {
					w.replace(from, to, texts[i])
				} else {
					lost = at.path
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if lost != "" {
		return nil, fault.Misplaced.Found("the number is not in this file as it is read").At(lost)
	}
	return w.spliced(), nil
}

// move gives do every text of a number with what stands there after a move.
func (s *Spec) move(m Move, do func(at movable, texts []string)) error {
	place := strings.TrimSpace(m.Place)
	all := s.movables(place)
	money, ok := s.moneyIn(all)
	if len(all) == 0 || !ok {
		return fault.Misplaced.Found("%s is no number that can be moved", fault.Quote(place)).
			Want("name one that the file writes as a number, a list of them, or a law")
	}
	by := decimal.NewFromFloat(m.By)
	for _, at := range all {
		var texts []string
		for _, n := range at.texts() {
			texts = append(texts, s.movedText(n.text, by, money))
		}
		do(at, texts)
	}
	return nil
}

// texts are the numbers of a movable.
func (m movable) texts() []*node {
	if m.n.kind == nodeList {
		return m.n.items
	}
	return []*node{m.n}
}

// movables are the texts at a place that say where its number lies.
func (s *Spec) movables(place string) (all []movable) {
	n := s.root
	for _, key := range n.split(place) {
		n = n.child(key)
	}
	return locations(place, n)
}

// locations are those of a node: itself, or those of its keys and of its law's.
func locations(path string, n *node) (all []movable) {
	switch {
	case n == nil:
	case n.kind == nodeText || n.kind == nodeList:
		all = append(all, movable{path, n})
	case n.kind == nodeMapping:
		for _, f := range n.fields {
			switch {
			case locates(f.key.text):
				all = append(all, locations(join(path, f.key.text), f.value)...)
			case f.value.kind == nodeMapping && isLaw(f.key.text):
				all = append(all, locations(join(path, f.key.text), f.value)...)
			}
		}
	}
	return all
}

// isLaw tells whether a key names a law that lies where its keys say.
func isLaw(key string) bool {
	switch key {
	case "normal", "lognormal", "triangular", "uniform", "pert", "student_t", "metalog", "percentiles":
		return true
	}
	return false
}

// moneyIn tells whether the numbers are money; ok is false where one is neither money nor a rate.
func (s *Spec) moneyIn(all []movable) (money, ok bool) {
	rates, amounts := true, true
	for _, at := range all {
		for _, n := range at.texts() {
			_, err := finance.ParseRate(n.text)
			_, err2 := finance.ParseAmount(n.text, s.symbol())
			rates, amounts = rates && err == nil && n.kind == nodeText, amounts && err2 == nil && n.kind == nodeText
		}
	}
	return !rates, rates || amounts
}

// movedText is a number's text after a move.
func (s *Spec) movedText(text string, by decimal.Decimal, money bool) string {
	if !money {
		r, _ := finance.ParseRate(text)
		return finance.Rate(decimal.NewFromFloat(float64(r)).Add(by).InexactFloat64()).String()
	}
	a, _ := finance.ParseAmount(text, s.symbol())
	return finance.Amount(a.Decimal().Add(by).Shift(2).Round(0).IntPart()).Short(s.symbol())
}

// symbol is the currency's sign, as far as the file says one.
func (s *Spec) symbol() string { return symbolIn(s.root) }
