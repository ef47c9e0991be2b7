// Package report shows what a [scenario.Result] holds: as a sentence, as a page for a terminal, as charts. It works
// nothing out and looks nothing up; what it shows is in the result.
//
// [Answer] answers the main question in a sentence or two. [Table] writes a page that starts with the answer and ends
// with what a reader needs to know: what the words and marks mean, what is not modelled, and how to get the same
// figures again. [Fan], [EarmarkChart] and [BodiesChart] draw; [Charts] and [WriteAll] fill a folder. [Ledger] shows a
// model worked out exactly, without chance.
//
// # What is printed
//
// The main question is how probable balance is in one year: [Options.Year], else the last year that the settlement
// covers.
//
// No figure is printed with more digits than its paths support. A decimal goes when the 95% Monte Carlo half-width is
// more than half a unit of it; when whole units are in doubt, a tilde is before the figure and the doubt is in its last
// digit. So more paths show more digits, and 0.3 points of noise never look like a finding. Where a figure
// is beside its interval, both have the decimals of the interval. What no uncertain number reaches says exact; what is
// only the same on all paths of the run says so. Probabilities too near to none or all to tell are <0.1% or >99.9%.
//
// The central case, the p50 and the mean stand side by side, because they differ, and a note says why. The years
// that rest on assumptions beyond the sources carry an asterisk in tables; on charts they are shaded, and drawn dashed,
// pale or hollow.
//
// Everything from a file (names, notes, sources) is written so that it can be seen and cannot move the cursor of a
// terminal. Tables use a hyphen for minus, so that figures can be pasted into a spreadsheet; prose and charts use −.
//
// Of a system the page shows the bodies beside their net, because a net that balances may hide bodies that do not, and
// it says which body is the first to be more likely than not in deficit. Only the outermost bodies are shown, and 20 of
// them at most.
//
// # Charts
//
// Charts are laid out here on the canvases of gonum/plot, not by its plots: the house style (labels at the ends of
// lines and no legend, years thinned until they fit, text that never overlaps) leaves little for those to do. Text is
// Liberation Sans, which is built in for PNG and has the widths of Arial and Helvetica for SVG. The same result gives
// the same bytes on one kind of processor; on another the last digit of a coordinate may differ.
//
// Files are written whole or not at all ([WriteFile]), and so is a folder of results ([WriteAll]): it is that of one
// run, which its manifest names by the hash of its figures, as do results.json, the pictures and the Parquet files; CSV
// has no place for it, but every file's SHA-256 is in the manifest. [Verify] compares them all.
package report
