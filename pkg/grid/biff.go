package grid

import "encoding/binary"

// Record types of a workbook stream ([MS-XLS] 2.3.1), and those of BIFF5 that
// differ.
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recNote       = 0x001C
	recDateMode   = 0x0022
	recFilePass   = 0x002F
	recContinue   = 0x003C
	recCodePage   = 0x0042
	recObj        = 0x005D
	recColInfo    = 0x007D
	recBoundSheet = 0x0085
	recMulRK      = 0x00BD
	recRString    = 0x00D6
	recXF         = 0x00E0
	recMergeCells = 0x00E5
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recTxO        = 0x01B6
	recHLink      = 0x01B8
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recFormula3   = 0x0206 // FORMULA as BIFF3 wrote it, met in BIFF5 too
	recString     = 0x0207
	recRow        = 0x0208
	recWindow2    = 0x023E
	recRK         = 0x027E
	recFormula4   = 0x0406
	recFormat     = 0x041E
	recBOF        = 0x0809
)

// Kinds of substream in a BOF record ([MS-XLS] 2.4.21).
const (
	substreamGlobals   = 0x0005
	substreamModule    = 0x0006
	substreamWorksheet = 0x0010
	substreamChart     = 0x0020
	substreamMacro     = 0x0040
)

// biffRecord is a record: its type, its body, and where its head stands.
type biffRecord struct {
	id   uint16
	body []byte
	at   int
}

// biffStream walks the records of a workbook stream.
type biffStream struct {
	data []byte
	pos  int
	cut  bool // the last record runs over the end
}

// next gives the next record; ok is false at the end of the stream, and cut is
// set when that does not fall between two records.
func (s *biffStream) next() (r biffRecord, ok bool) {
	left := len(s.data) - s.pos
	if left < 4 {
		s.cut = left != 0
		return r, false
	}
	n := int(u16(s.data[s.pos+2:]))
	if left < 4+n {
		s.cut = true
		return r, false
	}
	r = biffRecord{u16(s.data[s.pos:]), s.data[s.pos+4 : s.pos+4+n], s.pos}
	s.pos += 4 + n
	return r, true
}

// continued gives the body of a record and those of the CONTINUE records that
// follow it ([MS-XLS] 2.4.58), and steps over them.
func (s *biffStream) continued(r biffRecord) [][]byte {
	bodies := [][]byte{r.body}
	for len(s.data)-s.pos >= 4 && u16(s.data[s.pos:]) == recContinue {
		c, ok := s.next()
		if !ok {
			break
		}
		bodies = append(bodies, c.body)
	}
	return bodies
}

// isWiped: no record has this type and length; it is what a wiped sector looks
// like.
func isWiped(r biffRecord) bool { return r.id == 0 && len(r.body) == 0 }

func u16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func u32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// isRawBIFF tells a workbook stream that stands without its container, as some
// programs write it: it begins with a BOF record of any version.
func isRawBIFF(data []byte) bool {
	if len(data) < 8 || data[0] != 0x09 || data[3] != 0 {
		return false
	}
	switch data[1] {
	case 0x00, 0x02, 0x04:
		return data[2] == 4 || data[2] == 6
	case 0x08:
		return data[2] == 8 || data[2] == 16
	}
	return false
}

// biffVersion is 8 or 5 (which covers 7) for what can be read, 0 for older
// versions, whose BOF has another type.
func biffVersion(bof biffRecord) int {
	switch {
	case bof.id != recBOF || len(bof.body) < 4:
		return 0
	case u16(bof.body) >= 0x0600:
		return 8
	case u16(bof.body) >= 0x0500 || u16(bof.body) == 0:
		return 5
	}
	return 0
}
