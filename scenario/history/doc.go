// Package history lets the past speak about a scenario file: what ranges a number has had, and whether ranges given
// years ago held what came.
//
// # Series
//
// [Read] takes one column of a CSV table, [ReadShipped] one of the tables that come with the library: published
// figures, each row with its source and whether it was read or derived. [Shipped] lists them; shipped/README.md says
// whose they are and what to mind.
//
// # Fits
//
// [Fit] finds the law and the process of a driver that are most like a series, and gives the text to paste into a
// scenario file. Public finance has short series, of 5 to 20 years. That means:
//
//   - The numbers are uncertain themselves. [evidence.Parameter] has the standard error, from histories of the same
//     length simulated from the fit and fitted in turn. The text to paste does not carry it, so bands made with it are
//     too narrow: after four years bands meant for 80% hold 67% of what comes, if the law is right.
//   - The ends of a band rest on the shape of the law. Of eleven values about one lies beyond each end. A high p-value
//     says that nothing speaks against the law, not that it is right.
//   - Persistence comes out too low, by about (1 + 3ρ)/n (Kendall, Biometrika, 1954). It is given as found, with its
//     bias.
//   - Nothing that has not happened in the series is in the fit.
//
// Of two fits to one series the one with the smaller AICc is the better.
//
// # Calibration
//
// [Backcast] runs a scenario file that opens in the past and says where each outturn falls among its paths; [OneStep]
// does the same for a law, forecasting each year of a series from the years before it. Both give an
// [evidence.Calibration], whose coverage is how many outturns lie in their bands from p10 to p90, with its binomial
// interval. Few outturns tell little, and a band that is wide enough holds anything.
//
// Fits use gonum and may differ in their last digits from one kind of processor to another, which is why they are
// rounded to nine digits and written down before use. Draws do not come from here.
package history
