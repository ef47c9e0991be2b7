package file

import (
	"errors"
	"fmt"
	"hash/fnv"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A rewording says the same faults in other words, and two that differ in words that differ.
type rewording func(fault.Fault) fault.Fault

// sum tells one sentence from another.
func sum(f fault.Fault) string {
	h := fnv.New64a()
	fmt.Fprint(h, f.Problem())
	return fmt.Sprintf("%x", h.Sum64())
}

// rewordings of a file: into numbers; and into sentences that begin with a name of the file, or name another, as if
// they were about that.
func rewordings(names []string) []rewording {
	all := []rewording{func(f fault.Fault) fault.Fault {
		f.Found, f.Wanted, f.Suggestion = sum(f), "", ""
		return f
	}}
	for i := range min(len(names), 3) {
		name := names[i*(len(names)-1)/2]
		all = append(all, func(f fault.Fault) fault.Fault {
			said := sum(f)
			f.Found, f.Wanted, f.Suggestion = fault.Quote(name)+" is "+said, "nothing is missing; "+name+", "+said, name
			return f
		})
	}
	return all
}

// said is what a file's faults are about, in their order, without any words.
func said(t *testing.T, name string, text []byte, reword rewording) (all []string) {
	t.Helper()
	list := func() *faultList {
		l := newFaultList(name)
		l.reword = reword
		return l
	}
	s, err := (&Spec{file: name, text: text}).readInto(list())
	if err == nil {
		_, err = s.modelInto(list())
	}
	var faults Faults
	if err != nil {
		require.True(t, errors.As(err, &faults))
	}
	for _, f := range faults {
		all = append(all, fmt.Sprintf("%d:%d %s %s %q %q", f.Line, f.Column, f.Kind, f.Path, f.Key, f.Also))
	}
	return all
}

// Nothing but a reader minds the words: with every sentence in other words each file has the same faults, at the same
// places, in the same order, and the same of them are dropped as consequences.
func TestOtherWordsChangeNoFault(t *testing.T) {
	files, faults := corpus(t, "bad/*.yaml"), 0
	for name, text := range files {
		var names []string
		if root := parse(text, newFaultList(name)); root != nil {
			root.each(func(f field) { names = append(names, f.key.text) })
		}
		want := said(t, name, text, nil)
		faults += len(want)
		for i, reword := range rewordings(names) {
			assert.Equal(t, want, said(t, name, text, reword), "%s, rewording %d", name, i)
		}
	}
	assert.GreaterOrEqual(t, faults, 450, "faults in all")
}

// Every kind of fault comes up in some bad file, and no other.
func TestBadFilesHaveFaultsOfEveryKind(t *testing.T) {
	seen := map[fault.Kind]bool{}
	for name, text := range corpus(t, "bad/*.yaml") {
		for _, f := range faultsIn(t, name, text) {
			seen[f.Kind] = true
			assert.ErrorIs(t, f, f.Kind)
		}
	}
	assert.Len(t, seen, len(fault.Kinds()))
	for _, kind := range fault.Kinds() {
		assert.True(t, seen[kind], "no bad file is %s", kind)
	}
}
