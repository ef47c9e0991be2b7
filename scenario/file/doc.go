// Package file reads scenario files: a model, its scenarios and what is uncertain in it, as finance teams write it down.
//
// [Load], [Read], [LoadFS] and [LoadIn] read a file (YAML, or JSON if its name ends so) into a [Spec]; [Spec.Model] resolves it
// into a [scenario.Model]: a baseline, and scenarios that are the baseline plus named changes. Any number of a file may be
// uncertain where it stands:
//
//	need:
//	  real_growth: {p10: 2.8%, p90: 3.8%}
//
// FILES.md beside this package says every key. [Faults] come all at once, each with line and column, what was found and what
// would be right. [Spec.With] puts numbers in the place of those of the file, as the flag --set of the command does.
//
// A [Manifest] is the record of a run of a file: it holds the file, runs it again and says where the figures differ.
//
// The way of a text is: checked characters (text.go), YAML (yaml.go), a tree of keys and values with their places (node.go,
// tree.go), the sections of a model (sections.go, and a file for each kind of section), numbers and their laws (number.go, law.go),
// the scenarios with their changes (scenarios.go, change.go), and what the rules say of the model (validate.go).
package file
