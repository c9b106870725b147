package grid

// biffNotes collects the comments of a sheet: since Excel 97 their text stands in
// the text box that is drawn for them, and a NOTE record says which one.
type biffNotes struct {
	last  int // number of the last object
	texts map[int]string
	found []biffNote
}

type biffNote struct {
	row, col int
	object   int
	text     string // of a note without a text box
}

// object reads the number of a drawn object: OBJ begins with its common data
// ([MS-XLS] 2.5.143).
func (n *biffNotes) object(body []byte) {
	n.last = -1
	if len(body) >= 8 && u16(body) == 0x15 {
		n.last = int(u16(body[6:]))
	}
}

// text reads the text of the object before: TXO and its CONTINUE records
// ([MS-XLS] 2.4.329).
func (n *biffNotes) text(bodies [][]byte) {
	if len(bodies[0]) < 12 || len(bodies) < 2 {
		return
	}
	t := newBiffText(bodies[1:], 0)
	text := t.unicode(nil, int(u16(bodies[0][10:])))
	if n.texts == nil {
		n.texts = map[int]string{}
	}
	n.texts[n.last] = newlines(string(text))
}

// note reads NOTE ([MS-XLS] 2.4.179). In Excel 5 and 95 it holds the text itself;
// a long one goes on in further records of row 65536 (FFFF).
func (s *biffSheet) note(body []byte) {
	if len(body) < 6 {
		s.lose(s.sheet.Name, "", "有批注记录残缺")
		return
	}
	n := biffNote{row: int(u16(body)) + 1, col: int(u16(body[2:])) + 1, object: -1}
	if s.version == 8 {
		if len(body) >= 8 {
			n.object = int(u16(body[6:]))
		}
	} else {
		n.text = decodePage(s.page, body[6:])
		if last := len(s.notes.found) - 1; n.row == 0x10000 && last >= 0 {
			s.notes.found[last].text += n.text
			return
		}
	}
	s.notes.found = append(s.notes.found, n)
}

// addComments puts the comments onto the cells, empty ones too.
func (s *biffSheet) addComments() error {
	var list []placed
	for _, n := range s.notes.found {
		if err := s.step(); err != nil {
			return err
		}
		text := newlines(n.text)
		if n.object >= 0 {
			text = s.notes.texts[n.object]
		}
		if n.col > biffCols {
			s.loseCell(n.row, n.col, "在表格范围之外，批注丢失")
			continue
		}
		list = append(list, placed{n.row, n.col, text})
	}
	return s.sheet.comment(list, s.budget)
}
