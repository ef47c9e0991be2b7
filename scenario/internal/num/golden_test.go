package num

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestGoldenBits fixes the bits of every function over a grid. They are the same on
// every processor; a change of any of them moves simulated results.
func TestGoldenBits(t *testing.T) {
	table := NewTable(64, betaOfScore(2, 4))
	for name, c := range map[string]struct {
		want string
		f    func(u float64) float64 // u in (0, 1)
	}{
		"Exp":           {"8c4547e9a6d67e23", func(u float64) float64 { return Exp(u*1400 - 700) }},
		"Exp, near 0":   {"7422824435ea1caf", func(u float64) float64 { return Exp(u - 0.5) }},
		"Expm1":         {"43d71c0145868681", func(u float64) float64 { return Expm1(u - 0.5) }},
		"Log":           {"b4390b5c3d3b7fbb", func(u float64) float64 { return Log(u * u * 8) }},
		"Log1p":         {"3d4348811eb28ad3", func(u float64) float64 { return Log1p(u - 0.5) }},
		"CDF":           {"8af339e85cf88ac8", func(u float64) float64 { return CDF(u*46 - 37) }},
		"Quantile":      {"945df061d1c7038e", Quantile},
		"far Quantile":  {"a93de3e865bf19c3", func(u float64) float64 { return Quantile(u * 0x1p-60) }},
		"logGamma":      {"f44afcb813e733e5", func(u float64) float64 { return logGamma(u * 20) }},
		"BetaCDF":       {"6333a65d235607c9", func(u float64) float64 { return BetaCDF(1.5, 4.5, u) }},
		"BetaQuantile":  {"183308774d5fb540", func(u float64) float64 { return BetaQuantile(1.5, 4.5, u) }},
		"GammaCDF":      {"354297c05829af62", func(u float64) float64 { below, _ := GammaCDF(2.5, u*9); return below }},
		"GammaQuantile": {"80e0eac62c36e48a", func(u float64) float64 { return GammaQuantile(2.5, u, 1-u) }},
		"Table":         {"10e0011d49333f6c", func(u float64) float64 { return table.At(u*16 - 8) }},
	} {
		t.Run(name, func(t *testing.T) {
			const points = 1 << 11
			values := make([]float64, points)
			for i := range values {
				values[i] = c.f((float64(i) + 0.5) / points)
			}
			assert.Equal(t, c.want, digest(values))
		})
	}
}

func TestGoldenCholesky(t *testing.T) {
	l, err := Cholesky([][]float64{{1, 0.3, 0.7}, {0.3, 1, -0.2}, {0.7, -0.2, 1}})
	assert.NoError(t, err)
	assert.Equal(t, [][]float64{
		{1, 0, 0},
		{0.3, 0.9539392014169457, 0},
		{0.7, -0.4297967830559865, 0.5703286116571089},
	}, l)
}

// digest returns the start of the SHA-256 of the bits of values.
func digest(values []float64) string {
	h := sha256.New()
	for _, v := range values {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
