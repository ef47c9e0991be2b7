package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Text that YAML readers would take for something else stands in quotation marks; numbers with their units do not.
func TestWhatMustBeQuoted(t *testing.T) {
	for _, text := range []string{"", "~", "null", "True", "yes", "NO", "on", "off", "y", "n", "<<", "=", "a\nb",
		"a\tb", "a\rb", `a\b`, "a: b", "a #b", "a:", " a", "a ", "-a", "?a", ":a", ",a", "[a", "]a", "{a", "}a", "#a", "&a", "*a",
		"!a", "|a", ">a", "%a", "@a", "`a", `"a`, "'a", "-", "-£", "-£a", "-.5", "-5x"} {
		assert.True(t, mustQuote(text), text)
	}
	for _, text := range []string{"a", "a:b", "a#b", "a-b", "5", "-5", "3.4%", "-3.4%", "-£25m", "-€1.5bn", "-$2k",
		"£5", "a,b", "noon"} {
		assert.False(t, mustQuote(text), text)
	}
}
