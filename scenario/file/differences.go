package file

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
)

// A Difference is a place where two files differ.
type Difference struct {
	Path    string // the keys with dots between them
	Was, Is string // the value there in each file, as written on one line; empty for nothing
	// Setting changes the place in the earlier file to what it is in the later. Its path is empty where no setting can
	// do that: the place is gone, or is not a number of the model.
	Setting scenario.Setting
}

// Differences lists where a later file differs from this one, in the order of the later file. A number is compared as a
// whole, with its source and quality. Names and titles count too; line breaks and comments do not. Settings made to
// either file ([Spec.With]) count.
func (s *Spec) Differences(later *Spec) []Difference {
	c := &treesApart{laws: map[string]bool{}}
	for _, k := range dist.Kinds() {
		c.laws[keyOf(k.Name)] = true
	}
	c.compare("", door.Or(s).root, door.Or(later).root)
	return c.all
}

// treesApart is a comparison of trees under way.
type treesApart struct {
	laws map[string]bool // keys of distributions
	all  []Difference
}

// compare walks two trees. A node that is a number in either tree is compared as a whole.
func (c *treesApart) compare(path string, was, is *node) {
	if was.flow() == is.flow() {
		return
	}
	if path != "" && (!isMapping(was) || !isMapping(is) || c.number(was) || c.number(is)) {
		d := Difference{Path: path, Was: was.flow(), Is: is.flow()}
		first, _, _ := strings.Cut(path, ".")
		if is != nil && slices.Contains(changeable(), first) {
			d.Setting = scenario.Setting{Path: path, Value: d.Is}
		}
		c.all = append(c.all, d)
		return
	}
	for _, f := range is.eachField() {
		c.compare(join(path, f.key.text), was.child(f.key.text), f.value)
	}
	for _, f := range was.eachField() {
		if is.child(f.key.text) == nil {
			c.compare(join(path, f.key.text), f.value, nil)
		}
	}
}

func isMapping(n *node) bool { return n != nil && n.kind == nodeMapping }

func (n *node) eachField() []field {
	if n == nil {
		return nil
	}
	return n.fields
}

// number tells whether a mapping is one number.
func (c *treesApart) number(n *node) bool {
	return slices.ContainsFunc(n.eachField(), func(f field) bool {
		switch f.key.text {
		case "value", "values", "p10", "p50", "p90", "then", "assumption", "formula", "survey":
			return true
		}
		return c.laws[f.key.text]
	})
}

// flow is a node on one line, as it could be written after a key; every text is in quotation marks.
func (n *node) flow() string {
	switch {
	case n == nil || n.kind == nodeNothing:
		return ""
	case n.kind == nodeText:
		return quotedText(n.text)
	case n.kind == nodeList:
		var items []string
		for _, item := range n.items {
			items = append(items, item.flow())
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	var fields []string
	for _, f := range n.fields {
		fields = append(fields, quotedText(f.key.text)+": "+f.value.flow())
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// quotedText is a text in quotation marks, as JSON and YAML read it.
func quotedText(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // which a text always can be
	return strings.TrimSuffix(b.String(), "\n")
}
