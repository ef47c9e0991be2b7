package explore

import (
	"context"
	"net/http"
)

// A gate lets so many in at once, and so many more wait.
type gate struct{ inside, around chan struct{} }

func newGate(atOnce, waiting int) gate {
	return gate{make(chan struct{}, atOnce), make(chan struct{}, atOnce+waiting)}
}

// enter waits for a place until the context ends; whoever gets one leaves it. Who finds no room to wait is told so.
func (g gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.around <- struct{}{}:
	default:
		return nil, problem{Status: http.StatusTooManyRequests, Detail: "too many questions at once; ask again"}
	}
	select {
	case g.inside <- struct{}{}:
		return func() { <-g.inside; <-g.around }, nil
	case <-ctx.Done():
		<-g.around
		return nil, ctx.Err()
	}
}
