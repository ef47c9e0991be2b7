// Package population turns a projection of how many people of each age there will be into the growth of what they cost:
// a [Curve] says what a person of each age costs in a year, and [Projection.Growth] how much more all of them cost from
// year to year when nothing but their number and their ages changes. It is a component of a need or of a service:
//
//	england, err := population.England()
//	growth, err := england.Growth(curve, 2024, 2034)
//	need.Components = append(need.Components, finance.Component{Name: "demography", Growth: growth})
//
// The index is D(t) = Σ people(age, t) × cost(age) ÷ Σ people(age, 0) × cost(age) with costs that stay as they are. So
// it holds ageing, and not that people may be healthier at an age, or that care comes late in life at whatever age that
// is.
package population
