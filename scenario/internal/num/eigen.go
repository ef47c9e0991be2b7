package num

import "math"

// Eigen returns the eigenvalues of a symmetric matrix, in no order, and its eigenvectors as the
// columns of a matrix: a = v·diag(values)·vᵀ, to rounding. a stays as it is.
//
// The cyclic Jacobi method; Golub and Van Loan, Matrix Computations, 4th edition, §8.5.
func Eigen(a [][]float64) (values []float64, v [][]float64) {
	n := len(a)
	b, v := make([][]float64, n), make([][]float64, n)
	for i := range a {
		b[i], v[i] = append([]float64(nil), a[i]...), make([]float64, n)
		v[i][i] = 1
	}
	var size float64
	for i := range b {
		for _, x := range b[i] {
			size = max(size, math.Abs(x))
		}
	}
	const sweeps = 60
	for range sweeps {
		if !rotateAll(b, v, float64(0x1p-54*size)) {
			break
		}
	}
	for i := range b {
		values = append(values, b[i][i])
	}
	return values, v
}

// rotateAll makes every element off the diagonal zero once, and reports whether any was more than small.
func rotateAll(b, v [][]float64, small float64) (any bool) {
	for p := range b {
		for q := p + 1; q < len(b); q++ {
			if math.Abs(b[p][q]) <= small {
				continue
			}
			any = true
			rotate(b, v, p, q)
		}
	}
	return any
}

// rotate turns rows and columns p and q so that their common element is zero.
func rotate(b, v [][]float64, p, q int) {
	theta := (b[q][q] - b[p][p]) / float64(2*b[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Sqrt(1+float64(theta*theta)))
	c := 1 / math.Sqrt(1+float64(t*t))
	s := float64(t * c)
	for _, row := range b {
		row[p], row[q] = float64(c*row[p])-float64(s*row[q]), float64(s*row[p])+float64(c*row[q])
	}
	for k := range b {
		b[p][k], b[q][k] = float64(c*b[p][k])-float64(s*b[q][k]), float64(s*b[p][k])+float64(c*b[q][k])
	}
	for _, row := range v {
		row[p], row[q] = float64(c*row[p])-float64(s*row[q]), float64(s*row[p])+float64(c*row[q])
	}
	b[p][q], b[q][p] = 0, 0
}

// leastEigenvalue is what NearestCorrelation leaves of the smallest eigenvalue, for each row, so
// that rounding to 9 digits does not make it negative.
const leastEigenvalue = 1e-9

// NearestCorrelation returns the correlation matrix that is nearest to a symmetric one with ones
// on its diagonal, by the sum of squared differences, among those whose eigenvalues are at least
// a billionth for each row; rounded to 9 digits after the point. At most 1000 steps are taken.
//
// Higham, IMA Journal of Numerical Analysis 22 (2002), 329-343, algorithm 3.3: alternating
// projections with Dykstra's correction.
func NearestCorrelation(a [][]float64) [][]float64 {
	n := len(a)
	nearest, correction := square(n), square(n)
	for i := range a {
		copy(nearest[i], a[i])
	}
	for range 1000 {
		for i := range nearest {
			for j := range nearest {
				nearest[i][j] -= correction[i][j]
			}
		}
		positive := atLeast(nearest, float64(leastEigenvalue*float64(n)))
		var moved float64
		for i := range nearest {
			for j := range nearest {
				correction[i][j] = positive[i][j] - nearest[i][j]
				nearest[i][j] = positive[i][j]
			}
			moved = max(moved, math.Abs(nearest[i][i]-1))
			nearest[i][i] = 1
		}
		if moved < 1e-12 {
			break
		}
	}
	return roundedNine(nearest)
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

// atLeast raises eigenvalues to the least.
func atLeast(a [][]float64, least float64) [][]float64 {
	values, v := Eigen(a)
	out := square(len(a))
	for i := range out {
		for j := range i + 1 {
			var sum float64
			for k, value := range values {
				sum += float64(float64(v[i][k]*max(value, least)) * v[j][k])
			}
			out[i][j], out[j][i] = sum, sum
		}
	}
	return out
}

// roundedNine rounds to 9 digits after the point, and keeps to ±1.
func roundedNine(a [][]float64) [][]float64 {
	for i := range a {
		for j, x := range a[i] {
			a[i][j] = max(-1, min(math.Trunc(float64(x*1e9)+math.Copysign(0.5, x))/1e9, 1))
		}
	}
	return a
}
