// Package history compares a scenario file with the past: which ranges a number has had, and whether ranges given years
// ago held the outturns.
//
// # Series
//
// [Read] takes one column of a CSV table, [ReadShipped] one of the tables that come with the library: published
// figures, each row with its source, and whether its figures were copied from there or worked out. [Shipped] lists
// them; shipped/README.md says who published them and what to mind.
//
// # Fits
//
// [Fit] finds the law and the process of a driver that fit a series best, and gives the text to paste into a scenario
// file. Public finance has short series, of 5 to 20 years. That means:
//
//   - The fitted numbers are uncertain. [evidence.Parameter] has the standard error, from histories of the same
//     length simulated from the fit and fitted in turn. The text to paste does not carry it, so bands made with it are
//     too narrow: after four years bands meant for 80% hold 67% of outturns, even if the law is right.
//   - The ends of a band depend on the shape of the law. Of eleven values about one is beyond each end. A high p-value
//     says that the series does not contradict the law, not that the law is right.
//   - Fitted persistence is too low, by about (1 + 3ρ)/n (Kendall, Biometrika, 1954). It is given as found, with its
//     bias.
//   - What has not happened in the series is not in the fit.
//
// Of two fits to one series the one with the smaller AICc is the better.
//
// # Calibration
//
// [Backcast] runs a scenario file that opens in the past and says where each outturn falls among its paths; [OneStep]
// does the same for a law, which forecasts each year of a series from the years before it. Both give an
// [evidence.Calibration]. Its coverage is how many outturns are in their bands from p10 to p90, with a binomial
// interval. Few outturns tell little, and a band that is wide enough holds anything.
//
// Fits use gonum and may differ in their last digits from one kind of processor to another, which is why they are
// rounded to nine digits and written down before use. Draws do not come from here.
package history
