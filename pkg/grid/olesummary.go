package grid

import (
	"encoding/binary"
	"strings"
)

// Properties of a summary information stream ([MS-OLEPS] 3.1) and the types of
// their values (2.15).
const (
	pidCodepage   = 1
	pidAuthor     = 4
	pidLastAuthor = 8
	pidAppName    = 18

	vtI2     = 0x02
	vtLPSTR  = 0x1E
	vtLPWSTR = 0x1F
)

// summary gives the document properties. A file may have none, and damage there
// loses no cell.
func (c *container) summary() Properties {
	if !c.has("summaryinformation") {
		return Properties{}
	}
	data, err := c.stream("summaryinformation")
	if err != nil {
		return Properties{}
	}
	return parseSummary(data)
}

// parseSummary reads the first property set of a stream ([MS-OLEPS] 2.21): the
// offset of the set stands at byte 44, those of its properties count from its
// beginning.
func parseSummary(data []byte) Properties {
	var out Properties
	if len(data) < 48 || binary.LittleEndian.Uint16(data) != 0xFFFE {
		return out
	}
	start := int64(binary.LittleEndian.Uint32(data[44:]))
	if start+8 > int64(len(data)) {
		return out
	}
	set := data[start:]
	offsets := propertyOffsets(set)
	page := 0
	if v := at(set, offsets[pidCodepage], 6); v != nil && v[0] == vtI2 {
		page = int(binary.LittleEndian.Uint16(v[4:]))
	}
	out.Creator = propertyText(set, offsets[pidAuthor], page)
	out.ModifiedBy = propertyText(set, offsets[pidLastAuthor], page)
	out.Application = propertyText(set, offsets[pidAppName], page)
	return out
}

func propertyOffsets(set []byte) map[uint32]int64 {
	out := map[uint32]int64{}
	n := int64(binary.LittleEndian.Uint32(set[4:]))
	for i := int64(0); i < n; i++ {
		entry := at(set, 8+8*i, 8)
		if entry == nil {
			break
		}
		out[binary.LittleEndian.Uint32(entry)] = int64(binary.LittleEndian.Uint32(entry[4:]))
	}
	return out
}

// at gives n bytes at an offset, nil when they are not all there. Offset 0 is
// no property's.
func at(b []byte, offset, n int64) []byte {
	if offset <= 0 || n < 0 || offset+n > int64(len(b)) {
		return nil
	}
	return b[offset : offset+n]
}

func propertyText(set []byte, offset int64, page int) string {
	head := at(set, offset, 8)
	if head == nil {
		return ""
	}
	n := int64(binary.LittleEndian.Uint32(head[4:]))
	switch head[0] {
	case vtLPWSTR:
		return cleanProperty(utf16Text(at(set, offset+8, 2*n)))
	case vtLPSTR:
		body := at(set, offset+8, n)
		if page == codepageUTF16 {
			return cleanProperty(utf16Text(body))
		}
		return cleanProperty(decodePage(page, body))
	}
	return ""
}

func cleanProperty(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return strings.TrimSpace(s)
}
