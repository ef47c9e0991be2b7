// Package page writes a result as a page of HTML: one file that needs no network, reads with scripts off, and prints on
// A4. It stands apart from package report because what it needs takes longer to compile.
//
// The page is a document first: the question and its answer, pictures as inline SVG, each with its table below it, the
// exact ledger, the log of assumptions, checks, warnings and the record. With scripts on, a part of it follows what is
// chosen: scenario, body, line, year, cash or real terms, unit. All that it shows follows from one small state, and the
// figures and how they are written come from the library; the script only draws.
//
// # What it allows
//
// Its content policy allows nothing but the one style sheet and the one script, each by its hash. Text from a file is
// written by html/template, in the page and in the data of the script.
//
// # Live
//
// With [Options.Live] the page answers while its numbers move: sliders for the numbers that move the answer most, each
// with its source, its quality and a way back. It opens with exactly the result's own figures, and asks nothing before
// a slider moves. What is kept becomes what the sliders move on from. The answers come from who served the page
// (package explore) or from an engine in the page, in workers of its own. The policy then allows a second script, by
// its hash, and either questions to the page's own server or the engine ('wasm-unsafe-eval') and its workers (blob:).
// Where that fails the page is as it was sent, and says why.
//
// # Why its own script
//
// vega 6.4.0, vega-lite 6.5.0 and vega-embed 7.3.0 are 839 kB of script, which a browser reads on every opening; the
// script here is 19 kB, and the whole page of examples/settlement, with every figure, is 430 kB. It draws three kinds
// of chart, and takes the words and the digits of figures as they are given.
package page
