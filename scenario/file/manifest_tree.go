package file

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// tree is the manifest as a tree of JSON.
func (m Manifest) tree() (any, error) {
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		return nil, err
	}
	return jsonTree(b.Bytes())
}

// jsonTree reads JSON as maps, lists, text and numbers as they are written. A key that stands twice is an error.
func jsonTree(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	tree, err := jsonValue(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is something after its end")
	}
	return tree, nil
}

func jsonValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	switch {
	case err != nil:
		return nil, err
	case token == json.Delim('{'):
		return jsonObject(d)
	case token != json.Delim('['):
		return token, nil
	}
	items := []any{}
	for d.More() {
		item, err := jsonValue(d)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err = d.Token()
	return items, err
}

func jsonObject(d *json.Decoder) (any, error) {
	fields := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string)
		if _, twice := fields[key]; twice {
			return nil, fmt.Errorf("the key %s is there twice", fault.Quote(key))
		}
		if fields[key], err = jsonValue(d); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return fields, err
}

// A comparing lists where two trees differ, and names the two sides.
type comparing struct {
	was, is     string
	differences []string
}

// mostDifferences is how many differences are listed.
const mostDifferences = 1000

// nothing marks a place where only the other tree has a value.
type nothing struct{}

func (c *comparing) values(at string, was, is any) {
	switch a := was.(type) {
	case map[string]any:
		if b, ok := is.(map[string]any); ok {
			c.fields(at, a, b)
			return
		}
	case []any:
		if b, ok := is.([]any); ok {
			c.items(at, a, b)
			return
		}
	default:
		if was == is {
			return
		}
	}
	if len(c.differences) > mostDifferences {
		return
	}
	if len(c.differences) == mostDifferences {
		c.differences = append(c.differences, "and more differences, which are not listed")
		return
	}
	a, b := Apart(shown(was), shown(is))
	c.differences = append(c.differences, fmt.Sprintf("%s: %s %s, %s %s", at, c.was, a, c.is, b))
}

func (c *comparing) fields(at string, was, is map[string]any) {
	keys := maps.Clone(was)
	maps.Copy(keys, is)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		c.values(strings.TrimPrefix(at+"."+keyInWords(key), "."), orNothing(was, key), orNothing(is, key))
	}
}

// items compares lists. An item that says what it is about is compared with the item about the same; other items are
// compared in order.
func (c *comparing) items(at string, was, is []any) {
	a, inOrder := byAbout(was)
	b, order := byAbout(is)
	for _, name := range inOrder {
		c.values(at+"["+name+"]", a[name], orNothing(b, name))
	}
	for _, name := range order {
		if !has(a, name) {
			c.values(at+"["+name+"]", nothing{}, b[name])
		}
	}
	if slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b))) && !slices.Equal(inOrder, order) {
		c.differences = append(c.differences, fmt.Sprintf("%s: %s the same in another order", at, c.was))
	}
}

func orNothing(fields map[string]any, key string) any {
	if has(fields, key) {
		return fields[key]
	}
	return nothing{}
}

func has(fields map[string]any, key string) bool {
	_, ok := fields[key]
	return ok
}

// byAbout names the items of a list, by what they say they are about, or by their number.
func byAbout(items []any) (byName map[string]any, order []string) {
	byName = map[string]any{}
	latest := map[string]int{}
	for i, item := range items {
		name := about(item)
		if name == "" {
			name = strconv.Itoa(i)
		}
		for first := name; has(byName, name); {
			latest[first] = max(latest[first]+1, 2)
			name = fmt.Sprintf("%s, %d", first, latest[first])
		}
		byName[name] = item
		order = append(order, name)
	}
	return byName, order
}

// about is what an item says it is about; empty if it does not.
func about(item any) string {
	fields, _ := item.(map[string]any)
	var said []string
	for _, key := range []string{"scenario", "versus", "input", "line", "name"} {
		if word, ok := fields[key].(string); ok {
			said = append(said, fault.Quote(word))
		}
	}
	return strings.Join(said, ", ")
}

// keyInWords is a key as it is, or quoted if it may hold characters that move the cursor.
func keyInWords(key string) string {
	if strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == "" && key != "" {
		return key
	}
	return fault.Quote(key)
}

// shown is a value as JSON in ASCII letters.
func shown(value any) string {
	switch v := value.(type) {
	case nothing:
		return "nothing"
	case string:
		return strconv.QuoteToGraphic(v)
	}
	text, _ := json.Marshal(value)
	return strings.Trim(strconv.QuoteToGraphic(string(text)), `"`)
}

// Apart shows two texts that differ: the different parts are in ‹›, and long parts are cut with …. It expects readable
// text: the caller must quote any other.
func Apart(a, b string) (string, string) {
	x, y := []rune(a), []rune(b)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	same := 0
	for same < min(len(x), len(y))-from && x[len(x)-1-same] == y[len(y)-1-same] {
		same++
	}
	return marked(x, from, len(x)-same), marked(y, from, len(y)-same)
}

func marked(text []rune, from, to int) string {
	const around, most = 24, 40
	before, middle, after := string(text[:from]), string(text[from:to]), string(text[to:])
	if from > around {
		before = "…" + string(text[from-around:from])
	}
	if to-from > most {
		middle = string(text[from:from+most]) + "…"
	}
	if len(text)-to > around {
		after = string(text[to:to+around]) + "…"
	}
	return before + "‹" + middle + "›" + after
}
