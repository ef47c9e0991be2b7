// Package live answers while the numbers of a plan move: what a page with sliders, or a service, asks again and again.
//
// [Open] makes a [Plan] of a scenario file. [Plan.About] says what there is: scenarios, years, and the levers, the
// numbers of the file that move the answer most, each with its source and how far it goes. [Plan.Run] moves numbers and
// gives the answer in a sentence and the figures as package report writes them; [Plan.Compare] says what the moves
// changed, on the same draws; [Plan.Solve] finds the value at which the chance of balance reaches a target;
// [Plan.Moved] and [Plan.Manifest] write the changed file and the record of a run.
//
// Every run is a run of the file with settings made to it ([file.Spec.With]), so its figures and its hash are those of
// the command with the same settings, paths, scenario and lines. Package explore puts a plan behind HTTP.
package live
