//go:build !engine

package main

import (
	"errors"

	"github.com/openenvelope/envelope/report/page"
)

// engineInside is what answers in a page of one file, which this build does not have.
func engineInside() (page.Engine, error) {
	return page.Engine{}, errors.New("this program was built without the engine that the page needs; " +
		"released programs have it, and tools/build makes one that does")
}
