// Package report shows a [scenario.Result]: as a sentence, as a page for a terminal, as charts. It works out nothing
// and looks up nothing: everything that it shows is in the result.
//
// [Answer] answers the main question in a sentence or two. [Table] writes a page that starts with the answer and ends
// with notes for the reader: what the words and marks mean, what is not modelled, and how to get the same figures
// again. [Fan], [EarmarkChart] and [BodiesChart] draw; [Charts] and [WriteAll] fill a folder. [Ledger] shows a model
// worked out exactly, without chance.
//
// # What is printed
//
// The main question is how probable balance is in one year: [Options.Year], or else the last year that the settlement
// covers.
//
// No figure is printed with more digits than its paths support. A decimal is dropped if the 95% Monte Carlo half-width
// is more than half a unit of it; if whole units are in doubt, the figure has a tilde and the doubt is in its last
// digit. So more paths show more digits, and 0.3 points of noise never look like a finding. A figure beside its
// interval has the decimals of the interval. A figure that no uncertain number reaches is marked exact; one that is
// only the same on all paths of the run says so. Probabilities too near to 0% or 100% to tell are <0.1% or >99.9%.
//
// The central case, the p50 and the mean are shown side by side, because they differ, and a note says why. Years with
// assumptions beyond the sources have an asterisk in tables; on charts they are shaded, and drawn dashed, pale or
// hollow.
//
// Everything from a file (names, notes, sources) is written with visible characters only, which cannot move the cursor
// of a terminal. Tables use a hyphen for minus, so that figures can be pasted into a spreadsheet; prose and charts use
// −.
//
// For a system the page shows the bodies beside their net figure, because a net balance may hide bodies in deficit. It
// says which body is the first to be more likely than not in deficit. Only the outermost bodies are shown. More than 20
// bodies are a nation: it says how many are in deficit, ranks them all by the chance of a deficit in the year asked
// about, then by their balance, shows how far they lie apart, and has the 10 in most trouble wherever it shows bodies.
//
// # Charts
//
// Charts are laid out here on the canvases of gonum/plot, not by its plots: the house style (labels at the ends of
// lines and no legend, only as many years as fit, text that never overlaps) leaves little for the plots to do. Text is
// Liberation Sans, which is built in for PNG; for SVG, Arial and Helvetica have the same widths. The same result gives
// the same bytes on one kind of processor; on another the last digit of a coordinate may differ.
//
// Files are written whole or not at all ([WriteFile]), and so is a folder of results ([WriteAll]): it belongs to one
// run. The manifest, results.json, the pictures and the Parquet files name the run by the hash of its figures; CSV has
// no place for the hash, but the manifest has the SHA-256 of every file. [Verify] compares them all.
package report
