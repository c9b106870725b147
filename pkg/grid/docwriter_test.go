package grid

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

// docPara is a paragraph of a document made in a test: its runs, the mark behind
// them, and its properties.
type docPara struct {
	runs  []docSpan
	mark  uint16
	style int
	props []byte
}

// docSpan is a run of characters with properties.
type docSpan struct {
	text  string
	props []byte
}

// docFile is a document made in a test.
type docFile struct {
	paras  []docPara
	boxes  []docPara // of text boxes
	styles []byte
	lists  []byte // with the levels behind
	plf    int    // bytes of lists without the levels
	uses   []byte
	data   []byte
	narrow func(piece int) bool // pieces of single bytes; nil: none
	pieces int                  // characters of a piece, 0: all in one
	prm    uint16
	clx    []byte // lists of properties before the table of pieces
}

func prl(sprm int, fields ...any) []byte { return packed(append([]any{uint16(sprm)}, fields...)...) }

func docText(text string, props ...[]byte) docPara {
	return docPara{[]docSpan{{text, nil}}, charParagraph, 0, join(props...)}
}

// cellOf is the last paragraph of a cell, rowEndOf the end of its row.
func cellOf(text string) docPara {
	return docPara{[]docSpan{{text, nil}}, charCell, 0, prl(sprmInTable, byte(1))}
}

func rowEndOf(edges []int, flags ...int) docPara {
	return docPara{nil, charCell, 0, join(prl(sprmInTable, byte(1)), prl(sprmRowEnd, byte(1)), tableDef(edges, flags...))}
}

func tableDef(edges []int, flags ...int) []byte {
	body := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		body = binary.LittleEndian.AppendUint16(body, uint16(e))
	}
	for _, f := range flags {
		body = append(packed(body, uint16(f)), make([]byte, 18)...)
	}
	return prl(sprmTable, uint16(len(body)+1), body)
}

// docWriter lays out the main stream.
type docWriter struct {
	docFile
	main   []byte
	starts []int // of pieces, in characters
	places []uint32
	narrow []bool
	chars  int
	papx   []docRun
	chpx   []docRun
}

// streams gives the streams of the document.
func (f docFile) streams() (main, table, data []byte) {
	w := &docWriter{docFile: f, main: make([]byte, 1024)}
	w.write(f.paras)
	body := w.chars
	w.write(f.boxes)
	w.pad()
	papxPages := w.pages(w.papx, 17)
	chpxPages := w.pages(w.chpx, 5)
	var tables []byte
	put := func(at int, part []byte, length int) {
		binary.LittleEndian.PutUint32(w.main[at:], uint32(len(tables)))
		binary.LittleEndian.PutUint32(w.main[at+4:], uint32(length))
		tables = append(tables, part...)
	}
	plc := w.plcOfPieces()
	clx := packed(f.clx, byte(2), uint32(len(plc)), plc)
	put(fibClx, clx, len(clx))
	put(fibPapx, papxPages, len(papxPages))
	put(fibChpx, chpxPages, len(chpxPages))
	put(fibStyles, f.styles, len(f.styles))
	put(fibLists, f.lists, f.plf)
	put(fibUses, f.uses, len(f.uses))
	copy(w.main, packed(uint16(fibMagic), uint16(fibWord97)))
	binary.LittleEndian.PutUint16(w.main[fibFlags:], fibOther)
	binary.LittleEndian.PutUint32(w.main[fibText:], uint32(body))
	binary.LittleEndian.PutUint32(w.main[fibBoxes:], uint32(w.chars-body))
	return w.main, tables, w.data
}

func docOf(t testing.TB, f docFile) []byte {
	main, table, data := f.streams()
	list := []stream{{"WordDocument", main}, {"1Table", table}}
	if data != nil {
		list = append(list, stream{"Data", data})
	}
	return compoundOf(t, list...)
}

func (w *docWriter) write(paras []docPara) {
	for _, p := range paras {
		from := len(w.main)
		for _, run := range append(p.runs, docSpan{string(rune(p.mark)), nil}) {
			start := len(w.main)
			for _, u := range utf16.Encode([]rune(run.text)) {
				w.put(u)
			}
			if run.props != nil {
				w.chpx = append(w.chpx, docRun{from: start, to: len(w.main), list: run.props})
			}
		}
		w.papx = append(w.papx, docRun{from: from, to: len(w.main), style: p.style, list: p.props})
	}
}

func (w *docWriter) put(u uint16) {
	if len(w.starts) == 0 || w.pieces > 0 && w.chars%w.pieces == 0 {
		narrow := w.docFile.narrow != nil && w.docFile.narrow(len(w.starts))
		w.starts, w.places, w.narrow = append(w.starts, w.chars), append(w.places, uint32(len(w.main))), append(w.narrow, narrow)
	}
	w.chars++
	if !w.narrow[len(w.narrow)-1] {
		w.main = binary.LittleEndian.AppendUint16(w.main, u)
		return
	}
	for b, c := range windows1252 {
		if c == u {
			w.main = append(w.main, byte(b))
			return
		}
	}
	panic("a character that a piece of single bytes cannot hold")
}

func (w *docWriter) plcOfPieces() []byte {
	var out []byte
	for _, at := range append(w.starts, w.chars) {
		out = binary.LittleEndian.AppendUint32(out, uint32(at))
	}
	for i, at := range w.places {
		if w.narrow[i] {
			at = at*2 | 1<<30
		}
		out = append(out, packed(uint16(0), at, w.prm)...)
	}
	return out
}

func (w *docWriter) pad() {
	w.main = append(w.main, make([]byte, (pageSize-len(w.main)%pageSize)%pageSize)...)
}

// pages writes the runs into pages, and gives the table of the pages; size is
// that of a run without its properties.
func (w *docWriter) pages(runs []docRun, size int) []byte {
	var firsts, numbers []uint32
	last := uint32(0)
	for len(runs) > 0 {
		page, used, n := make([]byte, pageSize), pageSize-1, 0
		for n < len(runs) {
			props := w.entry(&runs[n], size)
			at := (used - len(props)) &^ 1
			if len(props) > 0 && at < 4*(n+2)+(size-4)*(n+1) || at < 4*(n+2)+(size-4)*(n+1) {
				break
			}
			copy(page[at:], props)
			runs[n].style = at / 2 // where it stands
			if len(props) == 0 {
				runs[n].style = 0
			}
			used = at
			n++
		}
		if n == 0 {
			panic("properties that no page holds")
		}
		for i, r := range runs[:n] {
			binary.LittleEndian.PutUint32(page[4*i:], uint32(r.from))
			binary.LittleEndian.PutUint32(page[4*i+4:], uint32(r.to))
			page[4*(n+1)+(size-4)*i] = byte(r.style)
		}
		page[pageSize-1] = byte(n)
		firsts, numbers = append(firsts, uint32(runs[0].from)), append(numbers, uint32(len(w.main)/pageSize))
		last = uint32(runs[n-1].to)
		w.main, runs = append(w.main, page...), runs[n:]
	}
	return packed(words(append(firsts, last)), words(numbers))
}

// entry is the entry of a run in its page; long properties go to the data stream.
func (w *docWriter) entry(r *docRun, size int) []byte {
	if size == 5 {
		return append([]byte{byte(len(r.list))}, r.list...)
	}
	list := r.list
	const most = 200
	if len(list) > most {
		at := len(w.data)
		w.data = append(w.data, packed(uint16(len(list)), list)...)
		list = prl(sprmHuge, uint32(at))
	}
	body := packed(uint16(r.style), list)
	if len(body)%2 == 0 {
		return append([]byte{0, byte(len(body) / 2)}, body...)
	}
	return append([]byte{byte((len(body) + 1) / 2)}, body...)
}
