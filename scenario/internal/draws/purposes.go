package draws

// What an input uses its draws for. Each purpose has draws of its own, so that a new one
// moves none of the others.
const (
	Scores  uint16 = 0 // normals: the innovations of its scores
	Chances uint16 = 1 // uniforms: shocks, regimes and places in a history
	Spreads uint16 = 2 // normals: what the members of a t copula share, under the key of the first
)
