package pence

import (
	"github.com/openenvelope/envelope/scenario/process"
)

// A Process says how money moves, with sizes, starts and histories in pence.
type Process struct {
	process.Process // in pence
}

// HandOver is a process made in pence as a reader of files hands it on: within a [Process] if it has numbers of money.
func HandOver(p process.Process) process.Process {
	switch p.(type) {
	case process.Shock, process.Regime, process.Bootstrap, process.MeanReverting:
		return Process{p}
	}
	return p
}

// OfProcess is a process of money in pence: what is within a [Process], and any other taken from pounds.
func OfProcess(p process.Process) process.Process { return convertProcess(p, toPence) }

// ProcessInPounds is a process with numbers of money in pounds: what a number takes it as that is not money.
func ProcessInPounds(p process.Process) process.Process {
	if made, ok := p.(Process); ok {
		return convertProcess(made.Process, toPounds)
	}
	return p
}

// convertProcess takes a process to another unit, as convert takes a law.
func convertProcess(p process.Process, w way) process.Process {
	switch p := p.(type) {
	case nil:
		return nil
	case Process:
		if w == toPounds {
			return convertProcess(p.Process, toPounds)
		}
		return p.Process
	case process.Once, process.EachYear, process.AR1, process.RandomWalk:
		return p
	case process.MeanReverting:
		return process.MeanReverting{Start: w.of(p.Start), Speed: p.Speed}
	case process.Shock:
		return process.Shock{Chance: p.Chance, Sizes: w.list(p.Sizes), On: convertProcess(p.On, w)}
	case process.Regime:
		p.Crisis, p.Shift = convert(p.Crisis, w), w.of(p.Shift)
		return p
	case process.Bootstrap:
		return process.Bootstrap{History: w.list(p.History), Block: p.Block}
	}
	return otherProcess(p, w)
}

// Unlike is what a unit of a number adds to one that moves by the same difference, where the two are counted
// differently: a hundred pence for every pound, and a hundredth of what is said of a pound for every penny.
func Unlike(money, ofMoney bool) float64 {
	switch {
	case money && !ofMoney:
		return perPound
	case !money && ofMoney:
		return 1.0 / perPound
	}
	return 1
}
