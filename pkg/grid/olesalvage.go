package grid

import (
	"bytes"
	"errors"
)

// mostBegins is how many workbooks a damaged compound file may seem to hold, each
// of which is walked through.
const mostBegins = 16

// salvageWorkbook finds the workbook stream of a compound file whose tables of
// sectors are lost. Nearly all programs write it in one piece; it counts only
// where its records follow on each other from the first to the last, every sheet
// stands where the list of sheets says, its cells go down row by row, and there is
// no other such stream.
func salvageWorkbook(data []byte) ([]byte, bool) {
	var found []byte
	begins := 0
	for at := sectorSize; at+8 < len(data); at += miniSectorSize {
		if !beginsWorkbook(data[at:]) {
			continue
		}
		if begins++; begins > mostBegins {
			return nil, false
		}
		if stream, ok := wholeWorkbook(data[at:]); ok {
			if found != nil {
				return nil, false
			}
			found = stream
		}
	}
	return found, found != nil
}

func beginsWorkbook(b []byte) bool {
	return u16(b) == recBOF && (b[2] == 8 || b[2] == 16) && b[3] == 0 && (b[5] == 5 || b[5] == 6) && u16(b[6:]) == substreamGlobals
}

// wholeWorkbook gives a workbook stream that stands at the beginning of data.
func wholeWorkbook(data []byte) ([]byte, bool) {
	s := biffStream{data: data}
	var wanted []int
	starts := map[int]bool{}
	row := 0
	for depth := 0; ; {
		at := s.pos
		r, ok := s.next()
		if depth == 0 && (!ok || r.id != recBOF) {
			data = data[:at]
			break
		}
		switch {
		case !ok || r.id == 0 || isStrange(r) || len(r.body) > mostRecord:
			return nil, false
		case r.id == recBOF:
			if depth++; depth == 1 {
				starts[at], row = true, 0
			}
		case r.id == recEOF:
			depth--
		case r.id == recBoundSheet && len(starts) == 1 && len(r.body) >= 4:
			wanted = append(wanted, int(u32(r.body)))
		case depth == 1 && cellSizes[r.id] > 0 && len(r.body) >= 2:
			if int(u16(r.body)) < row {
				return nil, false
			}
			row = int(u16(r.body))
		}
	}
	for _, at := range wanted {
		if !starts[at] {
			return nil, false
		}
	}
	return data, len(wanted) > 0
}

// salvagedXLS reads the workbook of a compound file that cannot be opened. The
// file stays damaged.
func salvagedXLS(data []byte, lost error, b *budget) *Workbook {
	stream, ok := salvageWorkbook(data)
	if !ok {
		return (&Workbook{}).blame(lost)
	}
	wb := readBIFF(stream, b)
	switch {
	case wb.Err == nil:
		return wb.blame(lost)
	case wb.Err.Kind == Corrupt: // so it was not in one piece
		return (&Workbook{}).blame(lost)
	}
	return wb
}

// mended gives the workbook stream whole where its chain of sectors is broken;
// what was read of it where that cannot be done.
func (c *container) mended(read []byte, lost error) []byte {
	var d *Error
	if !errors.As(lost, &d) || d.Kind != Corrupt {
		return read
	}
	stream, ok := salvageWorkbook(c.sectors.data)
	if !ok || int64(len(stream)) > c.lim.Inflated || !bytes.HasPrefix(stream, read[:min(len(read), miniSectorSize)]) {
		return read
	}
	return stream
}
