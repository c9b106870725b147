package typeset

import (
	"encoding/binary"
	"errors"
)

// tables are the tables of a TrueType file by tag, as windows into its bytes.
type tables map[string][]byte

var errNoOutlines = errors.New("not a TrueType file with outlines")

// A TrueType file begins with 1.0 as a fixed number, on old Macs with "true".
// Files of PostScript outlines ("OTTO") and collections ("ttcf") cannot be used.
const (
	tagTrueType = 0x00010000
	tagApple    = 0x74727565
)

// needed are the tables without which nothing can be set.
var needed = map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "cmap": 4, "loca": 4, "glyf": 0}

// readTables checks the header and the directory of a font file.
func readTables(data []byte) (tables, error) {
	if len(data) < 12 {
		return nil, errNoOutlines
	}
	if tag := binary.BigEndian.Uint32(data); tag != tagTrueType && tag != tagApple {
		return nil, errNoOutlines
	}
	n := int(binary.BigEndian.Uint16(data[4:]))
	if len(data) < 12+16*n {
		return nil, errors.New("font file is cut short")
	}
	out := tables{}
	for i := range n {
		entry := data[12+16*i:]
		from := uint64(binary.BigEndian.Uint32(entry[8:]))
		size := uint64(binary.BigEndian.Uint32(entry[12:]))
		if from+size > uint64(len(data)) {
			return nil, errors.New("font file is cut short")
		}
		out[string(entry[:4])] = data[from : from+size : from+size]
	}
	for tag, least := range needed {
		if len(out[tag]) < least || out[tag] == nil {
			return nil, errNoOutlines
		}
	}
	return out, nil
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }

func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
