package sketch

import "github.com/openenvelope/envelope/scenario/internal/kernel"

// Moved puts by × (x − at) for every figure x into room, which may be the figures' own, and returns it; by is 1 or −1.
// It is exact where all are whole numbers below 2⁵².
func Moved(room, figures []float64, at, by float64) []float64 {
	room = room[:len(figures)]
	kernel.Affine(room, figures, -float64(by*at), by)
	return room
}
