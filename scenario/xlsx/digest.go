package xlsx

import (
	"encoding/base64"
	"hash/fnv"
	"strconv"
	"strings"
)

// NoDigest stands for a cell that may hold anything.
const NoDigest = "...."

// Digest is a short digest of what a cell of a live workbook holds: of its formula if it has one, else of its text or
// number. A formula has one digest however a spreadsheet spells it.
func Digest(formula string, value any) string {
	said := ""
	switch v := value.(type) {
	case string:
		said = strings.Join(strings.Fields(v), " ")
	case float64:
		said = "#" + strconv.FormatFloat(v, 'g', digits, 64)
	case int:
		return Digest(formula, float64(v))
	case uint64:
		return Digest(formula, float64(v))
	case int64:
		return Digest(formula, float64(v))
	}
	switch {
	case formula != "":
		said = "=" + plainFormula(formula)
	case said == "":
		return NoDigest
	}
	h := fnv.New64a()
	h.Write([]byte(said))
	sum := h.Sum64()
	sum ^= sum >> 24 // 24 bits of it, mixed
	sum ^= sum >> 48
	return base64.RawURLEncoding.EncodeToString([]byte{byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// plainly takes from a formula what spreadsheets write or leave out.
var plainly = strings.NewReplacer(" ", "", "\n", "", "TRUE()", "TRUE", "FALSE()", "FALSE")

// plainFormula is a formula as it is compared: without spaces, in large letters, with no apostrophes around names of
// sheets, and numbers in one form.
func plainFormula(formula string) string {
	formula = string(eachWord(nil, strings.TrimPrefix(formula, "="), func(so []byte, word, next string) []byte {
		if word[0] == '.' || word[0] >= '0' && word[0] <= '9' {
			if v, err := strconv.ParseFloat(word, 64); err == nil {
				return strconv.AppendFloat(so, v, 'g', digits, 64)
			}
		}
		return append(so, strings.TrimPrefix(strings.ToUpper(word), "_XLFN.")...)
	}))
	var out strings.Builder
	for i, piece := range pieces(formula) {
		switch {
		case i%2 == 0:
			piece = plainly.Replace(piece)
		case strings.HasPrefix(piece, "'"):
			piece = strings.ToUpper(strings.ReplaceAll(piece[1:len(piece)-1], "''", "'"))
		}
		out.WriteString(piece)
	}
	return out.String()
}
