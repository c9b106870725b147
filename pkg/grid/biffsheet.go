package grid

import "slices"

// biffSheet reads the substream of one worksheet ([MS-XLS] 2.1.7.20.5).
type biffSheet struct {
	*biffBook
	sheet      *Sheet
	stream     biffStream
	depth      int  // of substreams inside: charts on the sheet
	pending    Cell // a formula whose text is still to come,
	waiting    bool // if so
	sorted     bool
	viewed     bool // WINDOW2 was read: it stands behind all cells
	order      recordOrder
	next       int // where the next sheet begins
	hiddenRows map[int]bool
	hiddenCols [biffCols + 1]bool
	links      []biffLink
	notes      biffNotes
}

// biffCols is how many columns a sheet has ([MS-XLS] 2.2.2: column A to IV).
const biffCols = 256

// sheet reads a worksheet; it is nil when there is none where the entry points.
func (b *biffBook) sheet(e biffEntry) (*Sheet, error) {
	s := &biffSheet{biffBook: b, sheet: &Sheet{Name: e.name, Visible: e.visible}, sorted: true, hiddenRows: map[int]bool{}, next: b.sheetAfter(e.at)}
	if e.at > len(b.data) {
		b.lose(e.name, "", "的内容不见了：位置在文件之外")
		return nil, nil
	}
	s.stream = biffStream{data: b.data, pos: e.at}
	bof, ok := s.stream.next()
	if !ok || bof.id != recBOF || len(bof.body) < 4 {
		b.lose(e.name, "", "的内容不见了：所指的位置没有工作表")
		return nil, nil
	}
	switch u16(bof.body[2:]) {
	case substreamWorksheet:
	case substreamChart, substreamMacro, substreamModule:
		return nil, nil
	default:
		b.lose(e.name, "", "的内容不见了：开头残缺")
		return nil, nil
	}
	err := s.run()
	if err == nil {
		err = s.noText()
	}
	if late := s.finish(); err == nil {
		err = late
	}
	return s.sheet, err
}

func (s *biffSheet) run() error {
	for {
		r, ok := s.stream.next()
		if !ok {
			s.endOfStream()
			return nil
		}
		if err := s.step(); err != nil {
			return err
		}
		if s.stream.pos > s.next && r.at < s.next || s.order.see(r) {
			s.lose(s.sheet.Name, "", "的记录错乱，"+s.lastCell()+"附近的内容可能丢失")
		}
		switch {
		case r.id == recBOF && s.isSheet(r.at):
			s.unfinished() // the next sheet begins, and this one has no end
			return nil
		case r.id == recBOF:
			s.depth++
		case r.id == recEOF && len(r.body) > 0: // none at all
		case r.id == recEOF && s.depth == 0:
			s.endOfSheet()
			return nil
		case r.id == recEOF:
			s.depth--
		case s.depth == 0:
			if err := s.record(r); err != nil {
				return err
			}
		}
	}
}

// sheetAfter is the place where the next sheet begins, or the end of the stream.
func (b *biffBook) sheetAfter(at int) int {
	i, _ := slices.BinarySearch(b.starts, at+1)
	if i == len(b.starts) {
		return len(b.data)
	}
	return min(b.starts[i], len(b.data))
}

func (b *biffBook) isSheet(at int) bool {
	_, found := slices.BinarySearch(b.starts, at)
	return found
}

// endOfSheet: behind the EOF record the next sheet begins, or nothing of worth.
func (s *biffSheet) endOfSheet() {
	if s.stream.pos < s.next && holdsCells(s.data[s.stream.pos:s.next]) {
		s.lose(s.sheet.Name, "", "的结束标记之后还有单元格，"+s.lastCell()+"之后的内容可能丢失")
	}
}

// endOfStream: the stream ended without the EOF record of the sheet.
func (s *biffSheet) endOfStream() {
	if s.stream.cut {
		s.lose(s.sheet.Name, "", "没有读完，"+s.lastCell()+"之后的内容可能丢失：记录超出文件末尾")
		return
	}
	s.unfinished()
}

// unfinished: the sheet has no EOF record. Some writers forget it; when the
// records behind the cells are there, nothing is lost.
func (s *biffSheet) unfinished() {
	if !s.viewed {
		s.lose(s.sheet.Name, "", "没有读完，"+s.lastCell()+"之后的内容可能丢失：缺少结束标记")
	}
}

func (s *biffSheet) lastCell() string {
	if n := len(s.sheet.Cells); n > 0 {
		return "单元格 " + s.sheet.Cells[n-1].Ref()
	}
	return "开头"
}

func (s *biffSheet) record(r biffRecord) error {
	switch r.id {
	case recString:
		return s.formulaText(r)
	case recRow:
		if len(r.body) >= 14 && r.body[12]&0x20 != 0 {
			s.hiddenRows[int(u16(r.body))+1] = true
		}
	case recColInfo:
		s.colInfo(r.body)
	case recMergeCells:
		s.mergeCells(r.body)
	case recWindow2:
		s.viewed = true
	case recHLink:
		s.hyperlink(s.stream.continued(r))
	case recObj:
		s.notes.object(r.body)
	case recTxO:
		s.notes.text(s.stream.continued(r))
	case recNote:
		s.note(r.body)
	case 0:
		if isWiped(r) {
			s.lose(s.sheet.Name, "", "中有一段数据被清空，"+s.lastCell()+"之后的内容可能丢失")
		}
	default:
		return s.cellRecord(r)
	}
	return nil
}

// colInfo reads COLINFO ([MS-XLS] 2.4.53).
func (s *biffSheet) colInfo(body []byte) {
	if len(body) < 9 || body[8]&1 == 0 {
		return
	}
	for col := int(u16(body)) + 1; col <= min(int(u16(body[2:]))+1, biffCols); col++ {
		s.hiddenCols[col] = true
	}
}

// mergeCells reads MERGECELLS ([MS-XLS] 2.4.168).
func (s *biffSheet) mergeCells(body []byte) {
	if len(body) < 2 || len(body) < 2+8*int(u16(body)) {
		s.lose(s.sheet.Name, "", "的合并单元格记录残缺，有的合并可能丢失")
	}
	for i := 2; i+8 <= len(body) && (i-2)/8 < int(u16(body)); i += 8 {
		s.sheet.Merged = append(s.sheet.Merged, biffRange(body[i:]))
	}
}

// biffRange reads first row, last row, first column, last column ([MS-XLS] 2.5.211).
func biffRange(b []byte) Range {
	r1, r2, c1, c2 := int(u16(b))+1, int(u16(b[2:]))+1, int(u16(b[4:]))+1, int(u16(b[6:]))+1
	c1, c2 = min(c1, biffCols), min(c2, biffCols)
	return Range{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}
}

// finish puts cells in order, and hidden rows, links and comments onto them.
func (s *biffSheet) finish() error {
	if !s.sorted {
		s.sheet.sortCells() // of two in one place the last counts: Excel opens such a file without a word
	}
	for i := range s.sheet.Cells {
		c := &s.sheet.Cells[i]
		c.Hidden = s.hiddenCols[c.Col] || len(s.hiddenRows) > 0 && s.hiddenRows[c.Row]
	}
	if err := s.addLinks(); err != nil {
		return err
	}
	return s.addComments()
}
