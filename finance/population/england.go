package population

import (
	_ "embed" // for the table beside this file
	"strings"
)

//go:embed england.csv
var england string

// England is the ONS 2022-based principal projection for England, persons, 2022 to 2047, in bands of five years of age
// with 85 and over as the last: README.md in this folder. The error is the error of [Read]; the projection in the
// library gives none.
func England() (Projection, error) {
	p, err := Read(strings.NewReader(england))
	p.Name = "England"
	p.Source =
		"ONS, National population projections 2022-based, England, principal projection, 28 January 2025 (OGL v3)"
	return p, err
}

// Names lists the projections that come with the library.
func Names() []string { return []string{"England"} }

// Named is the projection with that name; ok is false if there is none.
func Named(name string) (p Projection, ok bool) {
	if name != "England" {
		return Projection{}, false
	}
	p, err := England()
	return p, err == nil
}
