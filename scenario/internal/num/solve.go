package num

import (
	"math"
	"slices"
)

// Solve returns x with a·x = b, where row i holds the coefficients of equation i and then
// b[i]. It spoils the rows. Equations that do not settle x give infinities or NaN.
//
// Gaussian elimination with the largest pivot of each column; Golub and Van Loan, Matrix
// Computations, 4th edition, §3.4.
func Solve(rows [][]float64) []float64 {
	n := len(rows)
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if math.Abs(rows[i][k]) > math.Abs(rows[pivot][k]) {
				pivot = i
			}
		}
		rows[k], rows[pivot] = rows[pivot], rows[k]
		for _, row := range rows[k+1:] {
			times := row[k] / rows[k][k]
			for j := k; j <= n; j++ {
				row[j] -= float64(times * rows[k][j])
			}
		}
	}
	x := make([]float64, n)
	for i := range slices.Backward(rows) {
		rest := rows[i][n]
		for j := i + 1; j < n; j++ {
			rest -= float64(rows[i][j] * x[j])
		}
		x[i] = rest / rows[i][i]
	}
	return x
}
