package explore

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"runtime"
	"time"

	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/scenario/file"
)

// Options are the limits of a handler. The zero value is a good start.
type Options struct {
	// Files allows requests to bring a scenario file of their own. It may name no tables: nothing is opened.
	Files bool
	// Live says how the files are answered that requests bring.
	Live live.Options
	// Body is the most bytes of a request; zero is 64 KiB, and a scenario file's most besides if Files is set.
	Body int64
	// Time is how long a question may take; zero is ten seconds.
	Time time.Duration
	// AtOnce is how many questions are worked on at a time; zero is one for each processor. Waiting is how many more
	// may wait for that; zero is sixteen.
	AtOnce, Waiting int
}

func (o Options) filled() Options {
	if o.Body <= 0 {
		o.Body = 64 << 10
		if o.Files {
			o.Body += 2 * file.MaxFile // a text in JSON takes up to twice its bytes
		}
	}
	if o.Time <= 0 {
		o.Time = 10 * time.Second
	}
	if o.AtOnce <= 0 {
		o.AtOnce = runtime.GOMAXPROCS(0)
	}
	if o.Waiting <= 0 {
		o.Waiting = 16
	}
	return o
}

// handler answers questions about a plan.
type handler struct {
	plan    *live.Plan // nil if there is none but those that requests bring
	options Options
	gate    gate
}

// Handler answers questions about a plan over HTTP, as the package says. A nil plan has an answer for requests alone
// that bring their own. Goroutines may share one.
func Handler(plan *live.Plan, o Options) http.Handler {
	o = o.filled()
	h := &handler{plan: plan, options: o, gate: newGate(o.AtOnce, o.Waiting)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /load", h.load)
	mux.HandleFunc("POST /load", h.load)
	question(mux, h, "/run", func(ctx context.Context, p *live.Plan, a asked[live.Ask]) (any, error) {
		return p.Run(ctx, a.Question)
	})
	question(mux, h, "/compare", func(ctx context.Context, p *live.Plan, a asked[live.Comparison]) (any, error) {
		return p.Compare(ctx, a.Question)
	})
	question(mux, h, "/solve", func(ctx context.Context, p *live.Plan, a asked[live.Target]) (any, error) {
		return p.Solve(ctx, a.Question)
	})
	question(mux, h, "/manifest", func(ctx context.Context, p *live.Plan, a asked[live.Ask]) (any, error) {
		return p.Manifest(ctx, a.Question)
	})
	question(mux, h, "/moved", func(_ context.Context, p *live.Plan, a asked[live.Ask]) (any, error) {
		return p.Moved(a.Question.Moves...)
	})
	return mux
}

// A text is a scenario file that a request brings.
type text struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// asked is what a request holds: a question, and the file that it is about, if it brings one.
type asked[Q any] struct {
	Question Q
	File     *text
}

// question makes a door of one.
func question[Q any](mux *http.ServeMux, h *handler, path string,
	answer func(context.Context, *live.Plan, asked[Q]) (any, error)) {
	mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		var a asked[Q]
		if err := h.read(w, r, &a.Question, &a.File); err != nil {
			refuse(w, r, err)
			return
		}
		h.work(w, r, a.File, func(ctx context.Context, p *live.Plan) (any, error) { return answer(ctx, p, a) })
	})
}

// load says what a plan is: the handler's, or that of a file that the request brings.
func (h *handler) load(w http.ResponseWriter, r *http.Request) {
	var brought *text
	if r.Method == http.MethodPost {
		if err := h.read(w, r, &struct{}{}, &brought); err != nil {
			refuse(w, r, err)
			return
		}
	}
	h.work(w, r, brought, func(_ context.Context, p *live.Plan) (any, error) { return p.About(), nil })
}

// read reads a request's body, which is one JSON object: a question, and a file beside it.
func (h *handler) read(w http.ResponseWriter, r *http.Request, question any, brought **text) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return problem{Status: http.StatusUnsupportedMediaType, Detail: "send application/json"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.options.Body))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return problem{Status: http.StatusRequestEntityTooLarge, Detail: "the request is too large"}
	case err != nil:
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return unreadable("the request is not a JSON object: ", err)
	}
	if raw, ok := fields["file"]; ok {
		if !h.options.Files {
			return problem{Status: http.StatusForbidden, Detail: "files are not taken here"}
		}
		if err := strict(raw, brought); err != nil {
			return err
		}
		delete(fields, "file")
	}
	rest, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	return strict(rest, question)
}

// work answers when it is a request's turn, in the time that there is.
func (h *handler) work(w http.ResponseWriter, r *http.Request, brought *text,
	answer func(context.Context, *live.Plan) (any, error)) {
	ctx, stop := context.WithTimeout(r.Context(), h.options.Time)
	defer stop()
	leave, err := h.gate.enter(ctx)
	if err != nil {
		refuse(w, r, err)
		return
	}
	defer leave()
	plan, err := h.about(ctx, brought)
	if err != nil {
		refuse(w, r, err)
		return
	}
	a, err := answer(ctx, plan)
	if err != nil {
		refuse(w, r, err)
		return
	}
	write(w, a)
}

// about is the plan that a request is about.
func (h *handler) about(ctx context.Context, brought *text) (*live.Plan, error) {
	if brought == nil && h.plan == nil {
		return nil, problem{Status: http.StatusNotFound, Detail: "there is no plan here; bring a file"}
	}
	if brought == nil {
		return h.plan, nil
	}
	spec, err := file.Load(brought.Name, []byte(brought.Text))
	if err != nil {
		return nil, err
	}
	return live.Open(ctx, spec, h.options.Live)
}

// write writes an answer: text as it is, all else as JSON.
func write(w http.ResponseWriter, a any) {
	if text, ok := a.([]byte); ok {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(text)
		return
	}
	body, err := json.Marshal(a)
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}
