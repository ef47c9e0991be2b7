package parquet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"github.com/openenvelope/envelope/scenario"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A columnFile writes a Parquet file of one column of whole numbers and many of doubles, group of rows by group of
// rows, each column of a group as one plain page. What the end of the file says of a group follows from where it begins
// and how many rows it has, so that memory does not grow with the rows, as it does where all of it is gathered.
type columnFile struct {
	out    *bufio.Writer
	at     int64    // bytes written
	names  []string // of the columns
	groups []group
	rows   int64
	page   []byte
}

// A group is where its first page begins, and how many rows it has.
type group struct{ at, rows int64 }

// mark begins and ends every Parquet file.
const mark = "PAR1"

// newColumnFile begins a file.
func newColumnFile(w io.Writer, names []string) (*columnFile, error) {
	f := &columnFile{out: bufio.NewWriterSize(w, 1<<20), names: names}
	return f, f.write([]byte(mark))
}

func (f *columnFile) write(b []byte) error {
	n, err := f.out.Write(b)
	f.at += int64(n)
	return err
}

// encode writes a part of the format's own data.
func (f *columnFile) encode(part any) error {
	b, err := thrift.Marshal(new(thrift.CompactProtocol), part)
	if err != nil {
		return err
	}
	return f.write(b)
}

// group writes rows from the number first on; all columns have as many figures.
func (f *columnFile) group(first uint64, columns [][]float64) error {
	rows := len(columns[0])
	f.groups = append(f.groups, group{f.at, int64(rows)})
	f.rows += int64(rows)
	if err := f.column(rows, func(i int) uint64 { return first + uint64(i) }); err != nil {
		return err
	}
	for _, figures := range columns {
		if err := f.column(rows, func(i int) uint64 { return math.Float64bits(figures[i]) }); err != nil {
			return err
		}
	}
	return nil
}

// column writes a page of numbers of 64 bits.
func (f *columnFile) column(rows int, bits func(i int) uint64) error {
	if err := f.encode(pageHeader(int64(rows))); err != nil {
		return err
	}
	f.page = f.page[:0]
	for i := range rows {
		f.page = binary.LittleEndian.AppendUint64(f.page, bits(i))
	}
	return f.write(f.page)
}

// pageHeader is of a page of so many numbers.
func pageHeader(rows int64) *format.PageHeader {
	size := int32(8 * rows)
	return &format.PageHeader{Type: format.DataPage, UncompressedPageSize: size, CompressedPageSize: size,
		DataPageHeader: thrift.New(format.DataPageHeader{NumValues: int32(rows), Encoding: format.Plain,
			DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE})}
}

// errEnd is what becomes of a file that would be of no use.
var errEnd = errors.New("the end of the Parquet file would take more than 2 GiB: write fewer paths or columns")

// close writes the end of the file: its schema, where all columns of all groups are, and the text under a key.
func (f *columnFile) close(key, text string) error {
	from := f.at
	if err := errors.Join(f.schema(), f.places(), f.about(key, text)); err != nil {
		return err
	}
	size := f.at - from
	if size > math.MaxInt32 {
		return errEnd
	}
	if err := f.write(append(binary.LittleEndian.AppendUint32(nil, uint32(size)), mark...)); err != nil {
		return err
	}
	return f.out.Flush()
}

// What the end of a file consists of has a first byte: how much its number is above that of what comes before it, by 16,
// and its type.
const (
	nextInt32, nextInt64, nextText, nextList = 0x15, 0x16, 0x18, 0x19
	manyStructs                              = 0xFC // a list of structures, whose number follows
	nothingNext                              = 0
)

// whole appends a whole number that has a sign.
func whole(b []byte, n int64) []byte { return binary.AppendVarint(b, n) }

// structures begins a list of structures.
func structures(b []byte, n int) []byte {
	return binary.AppendUvarint(append(b, nextList, manyStructs), uint64(n))
}

// schema writes the version of the format, the columns, and the number of rows.
func (f *columnFile) schema() error {
	const version = 1
	if err := f.write(structures(whole([]byte{nextInt32}, version), 1+len(f.names))); err != nil {
		return err
	}
	elements := []format.SchemaElement{{Name: "paths", NumChildren: thrift.New(int32(len(f.names)))}}
	for i, name := range f.names {
		elements = append(elements, format.SchemaElement{Name: name, Type: thrift.New(kind(i)),
			RepetitionType: thrift.New(format.Required)})
	}
	for i := range elements {
		if err := f.encode(&elements[i]); err != nil {
			return err
		}
	}
	return f.write(whole([]byte{nextInt64}, f.rows))
}

// kind is the type of a column's numbers.
func kind(column int) format.Type {
	if column == 0 {
		return format.Int64
	}
	return format.Double
}

// places writes where the columns of every group are.
func (f *columnFile) places() error {
	if err := f.write(structures(nil, len(f.groups))); err != nil {
		return err
	}
	for i, g := range f.groups {
		header, err := thrift.Marshal(new(thrift.CompactProtocol), pageHeader(g.rows))
		if err != nil {
			return err
		}
		if err := f.encode(f.placed(g, i, int64(len(header))+8*g.rows)); err != nil {
			return err
		}
	}
	return nil
}

// placed says where the columns of a group are, which take so many bytes each.
func (f *columnFile) placed(g group, number int, size int64) *format.RowGroup {
	row := &format.RowGroup{NumRows: g.rows, FileOffset: g.at, TotalByteSize: size * int64(len(f.names)),
		TotalCompressedSize: size * int64(len(f.names)), Ordinal: int16(min(number, math.MaxInt16))}
	for i, name := range f.names {
		at := g.at + size*int64(i)
		row.Columns = append(row.Columns, format.ColumnChunk{FileOffset: at, MetaData: format.ColumnMetaData{
			Type: kind(i), Encoding: thrift.Slice[format.Encoding]{format.Plain, format.RLE},
			PathInSchema: thrift.Slice[string]{name}, NumValues: g.rows,
			TotalUncompressedSize: size, TotalCompressedSize: size, DataPageOffset: at,
		}})
	}
	return row
}

// about writes a text under a key, and who wrote the file.
func (f *columnFile) about(key, text string) error {
	if err := f.write(structures(nil, 1)); err != nil {
		return err
	}
	if err := f.encode(&format.KeyValue{Key: key, Value: text}); err != nil {
		return err
	}
	by := "envelope version " + scenario.Version
	b := append(binary.AppendUvarint([]byte{nextText}, uint64(len(by))), by...)
	return f.write(append(b, nothingNext))
}
