package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// laidOut is a tree of some bodies, and of so many other nodes below each.
func laidOut(bodies, each int) *node {
	root := parse([]byte("schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies: {}\n"), newFaultList("f.yaml"))
	all := root.child("bodies")
	all.kind = nodeMapping
	for i := range bodies {
		list := &node{kind: nodeList}
		for range each {
			list.items = append(list.items, textNode("x", place{line: 4, column: 1}))
		}
		body := &node{kind: nodeMapping, fields: []field{{textNode("lines", top()), list}}}
		all.fields = append(all.fields, field{textNode(fmt.Sprintf("b%d", i), place{line: 4, column: 1}), body})
	}
	return root
}

// A file is read on after a fault if it is within the limits, to the body and to the value; a larger one is not, and
// one without a fault always is.
func TestHowMuchIsReadAfterAFault(t *testing.T) {
	large := func(bodies, each, more int) bool {
		root := laidOut(bodies, each)
		list := root.child("bodies").fields[0].value.fields[0].value
		for range more {
			list.items = append(list.items, textNode("x", place{line: 4, column: 1}))
		}
		r := newShared(&Spec{file: "f.yaml", root: root}, newFaultList("f.yaml"))
		r.decoders([]version{{root: root}})
		return r.large
	}
	assert.False(t, large(maxFaultyBodies, 0, 0))
	assert.True(t, large(maxFaultyBodies+1, 0, 0))
	rest := maxFaultyNodes - laidOut(1, 0).count()
	assert.False(t, large(1, rest, 0))
	assert.True(t, large(1, rest, 1))
}

// A version is read after others unless a large file has a fault already; what is left unread is told.
func TestALargeFileIsReadToItsFirstFault(t *testing.T) {
	root := laidOut(2, 0)
	for _, c := range []struct {
		large, faulty bool
		read          int
	}{{false, false, 3}, {true, false, 3}, {false, true, 3}, {true, true, 0}} {
		faults := newFaultList("f.yaml")
		r := newShared(&Spec{file: "f.yaml", root: root}, faults)
		sound := parse([]byte(small), newFaultList("f.yaml"))
		r.large = c.large
		if c.faulty {
			faults.add(top(), noTags())
		}
		read := 0
		for range 3 {
			read += len(r.decoders([]version{{root: sound}}))
			r.large = c.large
		}
		assert.Equal(t, c.read, read, "%+v", c)
	}
	for text, scenarios := range map[string]int{"changes: {a: {need.real_growth: 5%}, b: {need.real_growth: 6%}}\n": 2,
		"changes: {a: {need.real_growth: 5%}, b: {need.real_growth: 6%}}\nscenarios: {c: [b]}\n": 1} {
		s, err := Load("f.yaml", []byte(small+text))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		assert.Len(t, m.Scenarios, scenarios, "parked changes are no scenarios")
	}
}

// A path is within another if it goes on after a dot or a bracket.
func TestWithin(t *testing.T) {
	for path, want := range map[string]bool{"need": false, "need.growth": true, "need[1]": true, "needs": false,
		"nee": false, "": false, "funding.need.x": false} {
		assert.Equal(t, want, within(path, "need"), path)
	}
	d := newShared(&Spec{}, newFaultList("")).decoder(version{})
	d.suspect("need.real_growth")
	for path, want := range map[string][2]bool{"need": {true, false}, "need.real_growth": {true, true},
		"need.real_growth.p10": {true, true}, "need.components": {false, false}} {
		assert.Equal(t, want, [2]bool{d.suspected(path), d.suspectedAbove(path)}, path)
	}
	for range maxFaults {
		d.faults.add(place{line: len(d.faults.all) + 2, column: 1}, noTags())
	}
	d.suspect("funding")
	assert.False(t, d.suspected("funding"), "a full list of faults notes no more")
}

// A fault that only a change brings out names the scenario; one at a change says where it is itself.
func TestAFaultNamesItsScenario(t *testing.T) {
	for text, want := range map[string]string{
		"changes: {a: {need.real_growth: 5}}\n":                 "f.yaml:6:33: need.real_growth: 5 is 500%; did you mean 5%?",
		"changes: {a: {funding.real_growth: {values: [1%]}}}\n": "",
	} {
		if faults := faultsOf(small+text, nil); want != "" {
			require.Len(t, faults, 1)
			assert.Equal(t, want, faults[0].Error())
		}
	}
}

// What is left unread of a large file with a fault is told, be the fault one or two.
func TestWhatIsUnreadOfALargeFileIsTold(t *testing.T) {
	for bodies, want := range map[int]int{maxFaultyBodies: 4, maxFaultyBodies + 1: 2} {
		text := blownUp("schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies:\n", bodies,
			" b%d: {funding: {baseline: £1m, real_growth: 1%%}, need: {real_growth: 1%%}}\n") +
			"transfers: {t: {from: b0, to: b1, baseline: £1k, uplift: x, volume: y}}\n" +
			"compare: [{of: nobody, versus: baseline}]\nlines: [balnce]\n"
		told := faultsOf(text, nil)
		if want == 2 {
			text = strings.Replace(text, ", volume: y", "", 1)
			told = faultsOf(text, nil)
		}
		var last string
		for _, f := range told {
			last = f.Problem()
		}
		unread := strings.Contains(last, "a file as large as this is not read further")
		assert.Equal(t, bodies > maxFaultyBodies, unread, "%d bodies: %v", bodies, told)
	}
}

// A draft of money hands over its law in pounds, and a follower without a law as it is.
func TestHandingOver(t *testing.T) {
	law := dist.Uniform{Low: 100, High: 200}
	assert.Equal(t, law, draft{Driver: scenario.Driver{Law: law}}.handOver().Law)
	assert.Equal(t, pence.Law{InPence: law}, draft{Driver: scenario.Driver{Law: law}, money: true}.handOver().Law)
	assert.Nil(t, draft{money: true}.handOver().Law)
	assert.Equal(t, "p10 and p90 make a uniform distribution, which",
		draft{Driver: scenario.Driver{Law: law}, form: "p10 and p90"}.says())
	assert.Equal(t, "uniform", draft{Driver: scenario.Driver{Law: law}, form: "uniform"}.says())
	assert.Equal(t, "p10 and p90", draft{form: "p10 and p90"}.says())
}
