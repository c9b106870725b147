package grid

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// docReader reads a Word document of the years 1997 to 2003 ([MS-DOC]): every
// table outside tables is a sheet, every other paragraph a Paragraph, as those of
// a .docx. Inserted text counts, deleted text does not; fields show their last
// result; the text boxes follow behind the body.
type docReader struct {
	*budget
	wb                *Workbook
	main, table, data []byte // the streams

	pieces []docPiece
	grpprl [][]byte // the lists of properties that pieces refer to
	papx   []docRun // properties of paragraphs
	chpx   []docRun // properties of characters that differ from their style's
	styles []docStyle
	lists  docLists

	tables []*docTable // open ones, the outermost first
	text   []uint16    // of the paragraph that is open
	carry  string      // text before a paragraph mark that a tracked change deleted
	fields []docField  // open ones, the outermost first
	link   string      // first target in the paragraph
	para   int
	torn   bool // a row without an end, or with other cells than it says
	wiped  bool // there are zeros among the characters
}

// The head of a document ([MS-DOC] 2.5): where the numbers of the Fib stand in
// the WordDocument stream.
const (
	fibFlags  = 0x0A
	fibText   = 0x4C // characters of the body, then of footnotes, headers, macros, comments, endnotes, text boxes
	fibBoxes  = 0x64
	fibStyles = 0xA2 // from here pairs of an offset in the table stream and a length
	fibChpx   = 0xFA
	fibPapx   = 0x102
	fibClx    = 0x1A2
	fibLists  = 0x2E2
	fibUses   = 0x2EA
	fibEnd    = 0x2F2
	fibMagic  = 0xA5EC
	fibWord97 = 0x00C1
	fibSealed = 0x0100
	fibOther  = 0x0200
)

func readDoc(c *container) *Workbook {
	r := &docReader{budget: c.budget, wb: &Workbook{Format: "doc"}}
	err := r.open(c)
	if err == nil {
		r.wb.Properties = c.summary()
		err = r.run()
	}
	return r.wb.blame(err)
}

// open reads the streams and what the head of the document points to. A stream
// that comes out short has lost something.
func (r *docReader) open(c *container) (err error) {
	if r.main, err = c.stream("worddocument"); err != nil {
		return err
	}
	if len(r.main) < fibEnd || u16(r.main) != fibMagic {
		return corrupt("Word 文件的开头残缺")
	}
	if u16(r.main[2:]) < fibWord97 {
		return &Error{Kind: Unsupported, Message: "这是 Word 95 或更早的文件，读不出。请在 Word 或 WPS 中另存为 .docx 后再报。"}
	}
	flags := u16(r.main[fibFlags:])
	if flags&fibSealed != 0 {
		return &Error{Kind: Encrypted, Message: "文件设了打开密码。请在 Word 或 WPS 中去掉密码后再报。"}
	}
	name := "0table"
	if flags&fibOther != 0 {
		name = "1table"
	}
	if r.table, err = c.stream(name); err != nil {
		return err
	}
	if c.has("data") {
		if r.data, err = c.stream("data"); err != nil {
			return err
		}
	}
	for _, read := range []func() error{r.readPieces, r.readPapx, r.readChpx, r.readStyles, r.readLists} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// part gives what a pair of the Fib points to.
func (r *docReader) part(at int) ([]byte, error) {
	start, n := int(u32(r.main[at:])), int(u32(r.main[at+4:]))
	if start > len(r.table) || n > len(r.table)-start {
		return nil, corrupt("Word 文件的结构残缺，可能没有传完整")
	}
	return r.table[start : start+n], nil
}

// run reads the body and the text boxes.
func (r *docReader) run() error {
	counts := r.main[fibText:]
	body, before := int(u32(counts)), 0
	for at := 0; at < fibBoxes-fibText; at += 4 {
		before += int(u32(counts[at:]))
	}
	boxes := int(u32(r.main[fibBoxes:]))
	if total := r.length(); body > total || before > total || boxes > total-before {
		return corrupt("Word 文件的正文应有 %d 字，只有 %d 字，可能没有传完整", body, total)
	}
	if err := r.story(0, body); err != nil {
		return err
	}
	if err := r.story(before, before+boxes); err != nil {
		return err
	}
	if r.wiped {
		return corrupt("Word 文件里有一段内容被清空（全是零字节），那里的内容丢失")
	}
	if r.torn {
		return corrupt("Word 文件里有表格的行不完整")
	}
	return nil
}

func (r *docReader) length() int {
	if n := len(r.pieces); n > 0 {
		return r.pieces[n-1].to
	}
	return 0
}

// story reads the characters from one position to another.
func (r *docReader) story(from, to int) error {
	for i := range r.pieces {
		p := &r.pieces[i]
		if err := r.piece(p, max(from, p.from), min(to, p.to)); err != nil {
			return err
		}
	}
	if len(r.text) > 0 || r.carry != "" { // no mark behind the last paragraph
		r.addParagraph(r.carry + r.take())
		r.carry = ""
	}
	r.fields = nil
	return r.closeTables(0)
}

// Characters that stand for something else (2.4.1, 2.8).
const (
	charPicture    = 0x01
	charCell       = 0x07
	charBreak      = 0x0B
	charPage       = 0x0C
	charParagraph  = 0x0D
	charColumn     = 0x0E
	charFieldBegin = 0x13
	charFieldPart  = 0x14
	charFieldEnd   = 0x15
	charHyphen     = 0x1E
	charSymbol     = 0x28
)

func (r *docReader) piece(p *docPiece, from, to int) error {
	var look docLook
	for cp := from; cp < to; cp++ {
		if cp&0xFFF == 0 {
			if err := r.step(); err != nil {
				return err
			}
		}
		fc := p.fc + (cp-p.from)*p.width
		if fc < look.from || fc >= look.to {
			look = r.lookAt(fc, p)
		}
		switch c := r.unit(p, fc); c {
		case charParagraph, charCell, charPage:
			if err := r.endParagraph(c, fc, p, look.deleted); err != nil {
				return err
			}
		default:
			if !look.deleted {
				r.add(c, &look)
			}
		}
	}
	return nil
}

// add takes in a character.
func (r *docReader) add(c uint16, look *docLook) {
	switch {
	case c == charFieldBegin:
		r.fields = append(r.fields, docField{code: true})
	case c == charFieldPart:
		r.endCode(true)
	case c == charFieldEnd:
		r.endCode(false)
		r.fields = r.fields[:max(0, len(r.fields)-1)]
	case look.special && c == charPicture:
		r.text = append(r.text, utf16.Encode([]rune(r.formField(look)))...)
	case slices.ContainsFunc(r.fields, func(f docField) bool { return f.code }):
		if f := &r.fields[len(r.fields)-1]; f.code {
			f.text = append(f.text, c)
		}
	case look.special && c == charSymbol && look.symbol != 0:
		r.addSymbol(look.symbol)
	case c == 0: // stands in no text
		r.wiped = true
	case look.special: // a footnote mark, a drawing
	case c == charBreak || c == charColumn:
		r.text = append(r.text, '\n')
	case c == charHyphen:
		r.text = append(r.text, '-')
	case c >= 0xF020 && c <= 0xF0FF: // a symbol without the property
		r.addSymbol(c)
	case c == '\t' || c >= ' ' && c != 0x1F:
		r.text = append(r.text, c)
	}
}

func (r *docReader) addSymbol(code uint16) {
	r.text = append(r.text, utf16.Encode([]rune{symbol(strconv.FormatUint(uint64(code), 16))})...)
}

// docField is an open field; nothing of its code is shown.
type docField struct {
	code bool
	text []uint16
}

// endCode ends the code of a field; one without a result shows what its code says.
func (r *docReader) endCode(result bool) {
	if len(r.fields) == 0 || !r.fields[len(r.fields)-1].code {
		return
	}
	f := &r.fields[len(r.fields)-1]
	f.code = false
	code := string(utf16.Decode(f.text))
	if r.link == "" {
		r.link = fieldTarget(code)
	}
	if !result {
		r.text = append(r.text, utf16.Encode([]rune(equation(code)))...)
	}
}

// take gives the text of the paragraph that ends.
func (r *docReader) take() string {
	text := string(utf16.Decode(r.text))
	r.text = r.text[:0]
	return text
}

func (r *docReader) endParagraph(mark uint16, fc int, p *docPiece, deleted bool) error {
	props := r.paragraphAt(fc, p)
	text := r.carry + r.take()
	r.carry = ""
	if deleted && mark == charParagraph {
		r.carry = text
		return nil
	}
	if number := r.lists.next(props.list, props.level); text == "" {
		text = strings.TrimRight(number, " ")
	} else {
		text = number + text
	}
	link := r.link
	r.link = ""
	if props.depth == 0 {
		if err := r.closeTables(0); err != nil {
			return err
		}
		r.addParagraph(text)
		return nil
	}
	return r.tableParagraph(mark, text, link, &props)
}

func (r *docReader) addParagraph(text string) {
	r.para++
	r.wb.Paragraphs = append(r.wb.Paragraphs, Paragraph{Number: r.para, Before: len(r.wb.Sheets), Text: text})
}

// docPiece is a stretch of text ([MS-DOC] 2.9.177): the characters from one
// position to another stand at fc of the main stream.
type docPiece struct {
	from, to  int
	fc, width int    // width is 1 for windows-1252, 2 for UTF-16
	props     []byte // that it adds to those of its characters and paragraphs
}

// readPieces reads the table of pieces (2.9.38): lists of properties, then the
// positions where pieces begin, and the pieces.
func (r *docReader) readPieces() error {
	clx, err := r.part(fibClx)
	if err != nil {
		return err
	}
	for len(clx) >= 3 && clx[0] == 1 {
		n := int(u16(clx[1:]))
		if n > len(clx)-3 {
			break
		}
		r.grpprl, clx = append(r.grpprl, clx[3:3+n]), clx[3+n:]
	}
	if len(clx) < 5 || clx[0] != 2 || int(u32(clx[1:])) > len(clx)-5 {
		return corrupt("Word 文件没有正文的目录，可能没有传完整")
	}
	plc := clx[5 : 5+int(u32(clx[1:]))]
	const position, descriptor = 4, 8
	n := (len(plc) - position) / (position + descriptor)
	for i := range max(n, 0) {
		from, to := int(u32(plc[i*position:])), int(u32(plc[(i+1)*position:]))
		pcd := plc[(n+1)*position+i*descriptor:]
		p := docPiece{from: from, to: to, fc: int(u32(pcd[2:]) &^ (1 << 30)), width: 2, props: r.pieceProps(u16(pcd[6:]))}
		if u32(pcd[2:])&(1<<30) != 0 {
			p.fc, p.width = p.fc/2, 1
		}
		if to < from || i > 0 && from != r.pieces[i-1].to || to > len(r.main) || p.fc+(to-from)*p.width > len(r.main) {
			return corrupt("Word 文件的正文残缺，可能没有传完整")
		}
		r.pieces = append(r.pieces, p)
	}
	return nil
}

// pieceProps gives the properties of a Prm (2.9.214): one of a short list by
// its index, or a list of the Clx.
func (r *docReader) pieceProps(prm uint16) []byte {
	if prm&1 != 0 {
		if i := int(prm >> 1); i < len(r.grpprl) {
			return r.grpprl[i]
		}
		return nil
	}
	if sprm, known := shortSprms[prm>>1&0x7F]; known {
		return []byte{byte(sprm), byte(sprm >> 8), byte(prm >> 8)}
	}
	return nil
}

// shortSprms are those of 2.9.215 that matter here.
var shortSprms = map[uint16]uint16{0x0C: sprmLevel, 0x18: sprmInTable, 0x19: sprmRowEnd, 0x41: sprmDeleted}

// unit gives the UTF-16 unit at fc.
func (r *docReader) unit(p *docPiece, fc int) uint16 {
	if p.width == 2 {
		return u16(r.main[fc:])
	}
	return windows1252[r.main[fc]]
}

// windows1252 are the characters of a piece of single bytes (2.9.73).
var windows1252 = func() (out [256]uint16) {
	for i := range out {
		out[i] = uint16(i)
	}
	for i, c := range utf16.Encode([]rune("\u0080\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008D\u008E\u008F\u0090‘’“”•–—˜™š›œ\u009D\u009EŸ")) {
		out[0x80+i] = c
	}
	return out
}()

// closeTables ends the tables deeper than depth.
func (r *docReader) closeTables(depth int) error {
	for len(r.tables) > depth {
		last := len(r.tables) - 1
		t := r.tables[last]
		r.tables = r.tables[:last]
		if len(t.cells) > 0 || len(t.texts) > 0 {
			t.endCell()
			t.rows = append(t.rows, docRow{cells: t.cells})
			r.torn = true
		}
		if last > 0 {
			r.tables[last-1].texts = append(r.tables[last-1].texts, t.lines()...)
			continue
		}
		if err := r.addSheet(t); err != nil {
			return err
		}
	}
	return nil
}
