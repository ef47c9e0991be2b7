//go:build engine

package main

import (
	_ "embed"

	"github.com/openenvelope/envelope/report/page"
)

// What tools/engine has built.
var (
	//go:embed engine/engine.wasm.gz
	engineProgram []byte
	//go:embed engine/wasm_exec.js
	engineGlue string
)

// engineInside is what answers in a page of one file.
func engineInside() (page.Engine, error) {
	return page.Engine{Program: engineProgram, Glue: engineGlue}, nil
}
