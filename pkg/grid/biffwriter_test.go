package grid

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"
	"unicode/utf16"
)

// rec makes a record out of its fields; numbers are written in their own width.
func rec(id int, fields ...any) []byte {
	body := packed(fields...)
	return append(packed(uint16(id), uint16(len(body))), body...)
}

func packed(fields ...any) []byte {
	var out []byte
	for _, f := range fields {
		switch v := f.(type) {
		case byte:
			out = append(out, v)
		case uint16:
			out = binary.LittleEndian.AppendUint16(out, v)
		case int: // most fields of a record have two bytes
			out = binary.LittleEndian.AppendUint16(out, uint16(v))
		case uint32:
			out = binary.LittleEndian.AppendUint32(out, v)
		case float64:
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		case []byte:
			out = append(out, v...)
		case string:
			out = append(out, v...)
		default:
			panic(fmt.Sprintf("%T", f))
		}
	}
	return out
}

// wide is a text as UTF-16, without length or options.
func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// long and short are texts behind their options and a length of two bytes or one.
func long(s string) []byte {
	return packed(len(utf16.Encode([]rune(s))), unicodeOf(s))
}

func short(s string) []byte {
	return packed(byte(len(utf16.Encode([]rune(s)))), unicodeOf(s))
}

func unicodeOf(s string) []byte {
	var narrow []byte
	for _, r := range s {
		if r > 0xFF {
			return packed(byte(1), wide(s))
		}
		narrow = append(narrow, byte(r))
	}
	return packed(byte(0), narrow)
}

// xlsSheet is a sheet of a workbook made in a test.
type xlsSheet struct {
	name        string
	state, kind byte
	substream   int    // of its BOF; 0 is a worksheet
	records     []byte // between BOF and WINDOW2
	raw         []byte // in place of the whole substream, when not nil
}

// xlsBook is a workbook made in a test.
type xlsBook struct {
	version  int    // 0x600 when 0
	globals  []byte // records in front of the sheets' names
	styles   []int  // number format of each cell style
	strings  []string
	sst      []byte // in place of the SST record
	sheets   []xlsSheet
	filePass []byte
}

func (b xlsBook) bof(substream int) []byte {
	if b.version == 0x500 {
		return rec(recBOF, 0x500, substream, 0, 0)
	}
	return rec(recBOF, 0x600, substream, 0, 0, uint32(0), uint32(6))
}

// stream gives the bytes of the workbook stream.
func (b xlsBook) stream() []byte {
	head := append(b.bof(substreamGlobals), b.filePass...)
	head = append(head, b.globals...)
	for _, id := range b.styles {
		head = append(head, rec(recXF, 0, id, make([]byte, 16))...)
	}
	tail := b.sst
	if tail == nil && len(b.strings) > 0 {
		tail = sstOf(b.strings...)
	}
	tail = append(tail[:len(tail):len(tail)], rec(recEOF)...)
	at := len(head) + len(tail)
	for _, s := range b.sheets {
		at += len(b.boundSheet(s, 0))
	}
	out := head
	for _, s := range b.sheets {
		out = append(out, b.boundSheet(s, at)...)
		at += len(b.substream(s))
	}
	out = append(out, tail...)
	for _, s := range b.sheets {
		out = append(out, b.substream(s)...)
	}
	return out
}

func (b xlsBook) boundSheet(s xlsSheet, at int) []byte {
	if b.version == 0x500 {
		return rec(recBoundSheet, uint32(at), s.state, s.kind, byte(len(s.name)), s.name)
	}
	return rec(recBoundSheet, uint32(at), s.state, s.kind, short(s.name))
}

func (b xlsBook) substream(s xlsSheet) []byte {
	if s.raw != nil {
		return s.raw
	}
	kind := s.substream
	if kind == 0 {
		kind = substreamWorksheet
	}
	return join(b.bof(kind), s.records, rec(recWindow2, make([]byte, 18)), rec(recEOF))
}

func join(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// sstOf makes an SST record, cut into CONTINUE records between characters where
// it grows too long.
func sstOf(list ...string) []byte {
	const most = 8224 // bytes of a body
	bodies := [][]byte{packed(uint32(len(list)), uint32(len(list)))}
	last := func() *[]byte { return &bodies[len(bodies)-1] }
	for _, s := range list {
		text := long(s)
		if len(*last())+4 > most {
			bodies = append(bodies, nil)
		}
		width := 1 + int(text[2]&1)
		*last() = append(*last(), text[:3]...)
		for rest := text[3:]; len(rest) > 0; {
			n := min(len(rest), (most-len(*last()))/width*width)
			*last() = append(*last(), rest[:n]...)
			if rest = rest[n:]; len(rest) > 0 {
				bodies = append(bodies, []byte{text[2]})
			}
		}
	}
	out := rec(recSST, bodies[0])
	for _, b := range bodies[1:] {
		out = append(out, rec(recContinue, b)...)
	}
	return out
}

// xlsOf makes an .xls file of a workbook.
func xlsOf(t testing.TB, b xlsBook) []byte {
	return compoundOf(t, stream{"Workbook", b.stream()})
}

// oneSheet makes an .xls file of one sheet 填报表 with the records.
func oneSheet(t testing.TB, records ...[]byte) []byte {
	return xlsOf(t, sheetOf(records...))
}

// sheetOf has the styles General, 0.00, 14 (a date) and 31 (a Chinese date), and
// the shared texts 甲 and 乙.
func sheetOf(records ...[]byte) xlsBook {
	return xlsBook{styles: []int{0, 2, 14, 31}, strings: []string{"甲", "乙"}, sheets: []xlsSheet{{name: "填报表", records: join(records...)}}}
}

// rkOf packs an integer ([MS-XLS] 2.5.217).
func rkOf(n int) uint32 { return uint32(int32(n))<<2 | 2 }

func formulaRec(row, col, style int, result []byte) []byte {
	return rec(recFormula, row, col, style, result, 0, uint32(0), 0)
}
