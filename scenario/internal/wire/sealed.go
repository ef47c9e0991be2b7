package wire

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// Sealed bytes are lines of text, the last of which says the SHA-256 and the length of the body, an empty line, the
// body packed by DEFLATE, and the SHA-256 of all that. The same body gives the same bytes with one version of Go;
// with another it may be packed otherwise. What it says is the same.

// A Packed is sealed bytes with their seal taken off.
type Packed struct {
	Lines  string            // but for the last
	Sum    [sha256.Size]byte // of the body
	Length int64             // of the body
	rest   *bytes.Reader
}

const (
	lastLine = "body %x %d\n\n"
	mostHead = 512 // bytes of the lines

	// Text packs what says the same again and again.
	Text = 2
	// Numbers packs what does not repeat by how often each byte occurs.
	Numbers = flate.HuffmanOnly
)

// Seal writes sealed bytes, of a body in pieces that are unlike one another, packed as [Text] or [Numbers]. Every line
// ends in a line feed, none is empty, and all have 400 bytes at most.
func Seal(lines string, level int, body ...[]byte) ([]byte, error) {
	var b bytes.Buffer
	sum, length := sha256.New(), 0
	for _, piece := range body {
		sum.Write(piece)
		length += len(piece)
	}
	fmt.Fprintf(&b, "%s"+lastLine, lines, sum.Sum(nil), length)
	w, err := flate.NewWriter(&b, level)
	for _, piece := range body {
		if err == nil {
			_, err = w.Write(piece)
		}
		if err == nil {
			err = w.Flush() // what comes now is packed by what it is like
		}
	}
	if err == nil {
		err = w.Close()
	}
	return Sum(b.Bytes()), err
}

// Most is more bytes than a body of so many has when it is sealed: what cannot be packed takes 5 bytes more for each
// block of some ten thousand, and for each piece of the body 10, of which there are at most 400.
func Most(body int64) int64 { return mostHead + sha256.Size + body + body/1000 + 4096 }

// Sum is bytes with their SHA-256 behind them.
func Sum(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

var (
	// ErrDamaged is of bytes whose checksum is not theirs.
	ErrDamaged = errors.New("it was damaged on its way: its checksum does not fit")
	errNoLines = errors.New("it does not begin with the lines that it should")
	errNoBody  = errors.New("what is packed in it is not the body that it should be")
)

// Open takes the seal off. Nothing is unpacked before [Packed.Body].
func Open(data []byte) (*Packed, error) {
	end := max(len(data)-sha256.Size, 0)
	if !bytes.Equal(Sum(data[:end:end])[end:], data[end:]) {
		return nil, ErrDamaged
	}
	head, _, found := bytes.Cut(data[:min(end, mostHead)], []byte("\n\n"))
	at := bytes.LastIndexByte(head, '\n') + 1
	p := &Packed{Lines: string(head[:at])}
	var sum []byte
	if _, err := fmt.Sscanf(string(head[at:]), "body %x %d", &sum, &p.Length); err != nil || !found {
		return nil, errNoLines
	}
	copy(p.Sum[:], sum)
	if fmt.Sprintf(lastLine, p.Sum, p.Length) != string(head[at:])+"\n\n" || p.Length < 0 {
		return nil, errNoLines
	}
	p.rest = bytes.NewReader(data[len(head)+2 : end])
	return p, nil
}

// mostPacked is how many bytes one byte can stand for: two bits say 258 of them (RFC 1951, sections 3.2.5 and 3.2.6).
const mostPacked = 8 / 2 * 258

// Body unpacks the body, which may have so many bytes. It is called once. It takes no room for more than what is there
// can say.
func (p *Packed) Body(most int64) ([]byte, error) {
	if p.Length > min(most, mostPacked*int64(p.rest.Len())) {
		return nil, errNoBody
	}
	body, unpacked := make([]byte, p.Length), flate.NewReader(p.rest)
	if _, err := io.ReadFull(unpacked, body); err != nil {
		return nil, errNoBody
	}
	n, err := unpacked.Read(make([]byte, 1))
	if n > 0 || err != io.EOF || p.rest.Len() > 0 || sha256.Sum256(body) != p.Sum {
		return nil, errNoBody
	}
	return body, nil
}
