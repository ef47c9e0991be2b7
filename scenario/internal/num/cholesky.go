package num

import (
	"errors"
	"fmt"
	"math"
)

// singular is how far below zero, relative to its diagonal element, a pivot may
// fall by rounding alone. Such a pivot counts as zero: its row depends on the
// rows before it.
const singular = 0x1p-40

// ErrShape says that a matrix given to [Cholesky] is not square.
var ErrShape = errors.New("the matrix is not square")

// NotPositive says that no random variables can have the matrix as their
// covariance or correlation.
type NotPositive struct {
	// Row is the first row, from 0, that the rows before it rule out.
	Row int
	// With is the earlier row whose correlation with Row is largest in absolute
	// value, the pair to reduce first; −1 when Row is bad by itself (its diagonal
	// is negative or not a finite number).
	With int
}

// Error names both rows, counted from 0.
func (e NotPositive) Error() string {
	if e.With < 0 {
		return fmt.Sprintf(
			"row %d cannot be part of a covariance matrix: its diagonal is negative or not a finite number", e.Row)
	}
	return fmt.Sprintf("row %d contradicts the rows before it: the matrix is not positive semi-definite; "+
		"its strongest link is with row %d", e.Row, e.With)
}

// Cholesky returns the lower triangular L with L·Lᵀ = a, for a symmetric matrix
// of which only the lower triangle is read. Rows keep their order and row i
// depends on rows 0 to i alone, so a matrix grown by a row keeps its old factor.
//
// A matrix may be singular: a pivot within 1e-12 of zero, relative to its
// diagonal element, is taken as zero and its column of L is zero. A matrix that is
// not positive semi-definite gives a [NotPositive].
//
// Row by row (Cholesky-Banachiewicz); Golub and Van Loan, Matrix Computations,
// 4th edition, §4.2.
func Cholesky(a [][]float64) ([][]float64, error) {
	factor := make([][]float64, len(a))
	for i, row := range a {
		if len(row) != len(a) {
			return nil, ErrShape
		}
		factor[i] = make([]float64, len(a))
		if !factorRow(factor, a, i) {
			return nil, NotPositive{Row: i, With: strongest(a, i)}
		}
	}
	return factor, nil
}

// factorRow fills row i of the factor and reports whether it exists.
func factorRow(factor, a [][]float64, i int) bool {
	if !validVariance(a[i][i]) {
		return false
	}
	row := factor[i]
	for j := range i {
		rest := a[i][j] - dot(row[:j], factor[j])
		if factor[j][j] > 0 {
			row[j] = rest / factor[j][j]
			continue
		}
		scale := float64(math.Sqrt(a[i][i]) * math.Sqrt(a[j][j]))
		if !(math.Abs(rest) <= float64(singular*scale)) {
			return false // row j depends on earlier rows, and row i differs from them
		}
	}
	pivot, slack := a[i][i]-dot(row[:i], row), float64(singular*a[i][i])
	if pivot > slack {
		row[i] = math.Sqrt(pivot)
		return true
	}
	return pivot >= -slack
}

// strongest returns the row before i with the largest absolute correlation with
// row i, the first of equals; −1 when the diagonal of row i is itself at fault.
func strongest(a [][]float64, i int) int {
	if !validVariance(a[i][i]) {
		return -1
	}
	with, best := -1, 0.0
	for j := range i {
		if a[i][j] == 0 {
			continue
		}
		link := math.Abs(a[i][j]) / math.Sqrt(a[j][j])
		if !(link <= best) {
			with, best = j, link
		}
	}
	return with
}

func validVariance(v float64) bool { return v >= 0 && v <= math.MaxFloat64 }

// dot returns the scalar product of x and as many elements of y, summed in order.
func dot(x, y []float64) float64 {
	var sum float64
	for k, v := range x {
		sum += float64(v * y[k])
	}
	return sum
}
