// Package file reads scenario files, in which finance teams write down a model, its scenarios and its uncertain
// numbers.
//
// [Load], [Read], [LoadFS] and [LoadIn] read a file into a [Spec]: YAML, or JSON if its name ends in .json. [Form]
// reads the fields of a web form. [Spec.Model] turns a Spec into a [scenario.Model]: a baseline, and scenarios that are
// the baseline plus named changes. Any number of a file may be uncertain in its place:
//
//	need:
//	  real_growth: {p10: 2.8%, p90: 3.8%}
//
// FILES.md in this folder explains every key. [Faults] come all at once, each with its place (line and column, or the
// field of a form), what was found and what would be right. [Spec.With] replaces numbers of the file, as the flag --set
// of the command does.
//
// A [Manifest] is the record of a run of a file: it holds the file, runs it again and says where the figures differ.
//
// A text goes through these steps: its characters are checked (text.go); a reader (yaml.go, json.go, form.go) makes a
// tree of keys and values (node.go, tree.go), each with its place in the reader's own terms (place.go); the tree is
// read as sections of a model (sections.go, and a file for each kind of section), numbers and their laws (number.go,
// law.go), and scenarios with their changes (scenarios.go, change.go); at last the rules check the model (validate.go).
package file
