//go:build js && wasm

// Command engine is what answers in a page of one file, as WebAssembly: a scenario file that is opened once, and the
// questions of package explore about it. It sets the function envelopeAsk of the page's worker, which takes the name of
// a question and JSON, and gives JSON; and then calls envelopeReady.
//
//	envelopeAsk("open", {"name": "plan.yaml", "text": "…", "about": {…}})
//	envelopeAsk("run", {"moves": […]})
//
// It is built by tools/engine, with the tag lean.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"syscall/js"

	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/scenario/file"
)

// opened is a file that a page holds, and what was found of it when the page was written.
type opened struct {
	Name  string     `json:"name"`
	Text  string     `json:"text"`
	About live.About `json:"about"`
}

func main() {
	var plan *live.Plan
	js.Global().Set("envelopeAsk", js.FuncOf(func(_ js.Value, args []js.Value) any {
		answer, err := ask(&plan, args[0].String(), []byte(args[1].String()))
		if err != nil {
			answer = map[string]string{"problem": err.Error()}
		}
		if text, ok := answer.([]byte); ok {
			return string(text)
		}
		text, err := json.Marshal(answer)
		if err != nil {
			return `{"problem": "the answer cannot be written"}`
		}
		return string(text)
	}))
	js.Global().Call("envelopeReady")
	select {}
}

// ask answers a question.
func ask(plan **live.Plan, what string, text []byte) (any, error) {
	ctx := context.Background()
	var a live.Ask
	var target live.Target
	var both live.Comparison
	switch what {
	case "open":
		var o opened
		if err := json.Unmarshal(text, &o); err != nil {
			return nil, err
		}
		spec, err := file.Load(o.Name, []byte(o.Text))
		if err != nil {
			return nil, err
		}
		*plan, err = live.Again(spec, o.About)
		return struct{}{}, err
	case "solve":
		if err := json.Unmarshal(text, &target); err != nil {
			return nil, err
		}
		return (*plan).Solve(ctx, target)
	case "compare":
		if err := json.Unmarshal(text, &both); err != nil {
			return nil, err
		}
		return (*plan).Compare(ctx, both)
	case "run", "manifest", "moved":
		if err := json.Unmarshal(text, &a); err != nil {
			return nil, err
		}
	}
	switch what {
	case "run":
		return (*plan).Run(ctx, a)
	case "manifest":
		return (*plan).Manifest(ctx, a)
	case "moved":
		return (*plan).Moved(a.Moves...)
	}
	return nil, errors.New("there is no question " + what)
}
