// Package file reads scenario files: a model, its scenarios and what is uncertain in it, as finance teams write it
// down.
//
// [Load], [Read], [LoadFS] and [LoadIn] read a file into a [Spec]: YAML, or JSON if its name ends in .json. [Form]
// reads what a web form sends. [Spec.Model] turns a Spec into a [scenario.Model]: a baseline, and scenarios that are
// the baseline plus named changes. Any number of a file may be uncertain in its place:
//
//	need:
//	  real_growth: {p10: 2.8%, p90: 3.8%}
//
// FILES.md beside this package says every key. [Faults] come all at once, each with its place (line and column, or the
// field of a form), what was found and what would be right. [Spec.With] puts numbers in the place of those of the file,
// as the flag --set of the command does.
//
// A [Manifest] is the record of a run of a file: it holds the file, runs it again and says where the figures differ.
//
// The way of a text is: checked characters (text.go), a reader (yaml.go, json.go, form.go), a tree of keys and values
// (node.go, tree.go) with their places in the reader's own terms (place.go), the sections of a model (sections.go, and
// a file for each kind of section), numbers and their laws (number.go, law.go), the scenarios with their changes
// (scenarios.go, change.go), and what the rules say of the model (validate.go).
package file
