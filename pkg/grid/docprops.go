package grid

import "slices"

// The properties that are read ([MS-DOC] 2.6), by the number of their Sprm.
const (
	sprmDeleted     = 0x0800
	sprmData        = 0x0806
	sprmSpecial     = 0x0855
	sprmSymbol      = 0x6A09
	sprmPicture     = 0x6A03
	sprmLevel       = 0x260A
	sprmList        = 0x460B
	sprmInTable     = 0x2416
	sprmRowEnd      = 0x2417
	sprmInnerCell   = 0x244B
	sprmInnerRowEnd = 0x244C
	sprmDepth       = 0x6649
	sprmDeeper      = 0x664A
	sprmHuge        = 0x6646
	sprmHugeOld     = 0x6645
	sprmTable       = 0xD608
	sprmTableOld    = 0xD606
	sprmTabs        = 0xC615
	sprmMerge       = 0x5624
	sprmVertMerge   = 0xD62B
)

// eachSprm calls fn for the properties of a list (2.2.5.1), until it is cut.
func eachSprm(list []byte, fn func(sprm uint16, operand []byte)) {
	for len(list) >= 2 {
		sprm := u16(list)
		list = list[2:]
		n := 0
		switch sprm >> 13 {
		case 0, 1:
			n = 1
		case 2, 4, 5:
			n = 2
		case 3:
			n = 4
		case 7:
			n = 3
		case 6:
			var head int
			if head, n = variable(sprm, list); head > len(list) {
				return
			}
			list = list[head:]
		}
		if n > len(list) {
			return
		}
		fn(sprm, list[:n])
		list = list[n:]
	}
}

// variable gives the lengths of the count before an operand and of the operand.
func variable(sprm uint16, list []byte) (head, n int) {
	switch {
	case len(list) == 0:
		return 1, 0
	case sprm == sprmTable || sprm == sprmTableOld:
		if len(list) < 2 {
			return 2, 0
		}
		return 2, max(0, int(u16(list))-1)
	case sprm == sprmTabs && list[0] == 255: // 2.9.180: the length follows from two counts
		if len(list) < 2 || len(list) < 3+4*int(list[1]) {
			return 1, len(list)
		}
		deleted := 1 + 4*int(list[1])
		return 1, deleted + 1 + 3*int(list[1+deleted])
	}
	return 1, int(list[0])
}

// docRun are the properties of the characters between two places of the main stream.
type docRun struct {
	from, to int
	style    int
	list     []byte
}

const pageSize = 512 // of the main stream, with runs and their properties (2.9.55, 2.9.71)

// readPapx reads the properties of the paragraphs.
func (r *docReader) readPapx() error {
	return r.readRuns(fibPapx, func(page []byte, runs, i int) (style int, list []byte) {
		const entry = 13 // the offset of the properties and 12 bytes of measures
		at := 2 * int(page[4*(runs+1)+entry*i])
		if at == 0 {
			return 0, nil
		}
		n, start := 2*int(page[at])-1, at+1
		if n < 0 && at+1 < pageSize {
			n, start = 2*int(page[at+1]), at+2
		}
		if n < 2 || start+n > pageSize {
			return 0, nil
		}
		return int(u16(page[start:])), page[start+2 : start+n]
	}, &r.papx)
}

// readChpx reads the properties of the characters.
func (r *docReader) readChpx() error {
	return r.readRuns(fibChpx, func(page []byte, runs, i int) (int, []byte) {
		at := 2 * int(page[4*(runs+1)+i])
		if at == 0 || at+1+int(page[at]) > pageSize {
			return 0, nil
		}
		return 0, page[at+1 : at+1+int(page[at])]
	}, &r.chpx)
}

// readRuns reads the pages that a table of the Fib lists.
func (r *docReader) readRuns(at int, entry func(page []byte, runs, i int) (int, []byte), out *[]docRun) error {
	plc, err := r.part(at)
	if err != nil {
		return err
	}
	for i, pages := 0, (len(plc)-4)/8; i < pages; i++ {
		number := int(u32(plc[4*(pages+1)+4*i:]) & (1<<22 - 1))
		if (number+1)*pageSize > len(r.main) {
			return corrupt("Word 文件的格式信息残缺，可能没有传完整")
		}
		page := r.main[number*pageSize : (number+1)*pageSize]
		runs := int(page[pageSize-1])
		most := (pageSize - 5) / 5
		if at == fibPapx {
			most = (pageSize - 5) / 17
		}
		if runs > most || runs == 0 || !ascending(page, runs) {
			return corrupt("Word 文件的格式信息残缺")
		}
		for k := range runs {
			run := docRun{from: int(u32(page[4*k:])), to: int(u32(page[4*k+4:]))}
			run.style, run.list = entry(page, runs, k)
			*out = append(*out, run)
		}
	}
	slices.SortStableFunc(*out, func(a, b docRun) int { return a.from - b.from })
	return nil
}

// ascending tells that the places in a page go up.
func ascending(page []byte, runs int) bool {
	for k := range runs {
		if u32(page[4*k:]) >= u32(page[4*k+4:]) {
			return false
		}
	}
	return true
}

// runAt finds the run that covers a place; the place of the next one bounds what
// is not covered.
func runAt(runs []docRun, fc int) (run docRun, found bool) {
	i, exact := slices.BinarySearchFunc(runs, fc, func(r docRun, fc int) int { return r.from - fc })
	if !exact {
		i--
	}
	if i >= 0 && fc < runs[i].to {
		return runs[i], true
	}
	next := docRun{from: fc, to: fc + 1}
	if i+1 < len(runs) {
		next.to = max(runs[i+1].from, fc+1)
	}
	return next, false
}

// docLook is what is known of the characters between two places.
type docLook struct {
	from, to int
	deleted  bool
	special  bool   // a character that stands for something else
	symbol   uint16 // the code of that in its font
	picture  int    // place in the data stream
	field    bool   // what stands there belongs to a form field
}

func (r *docReader) lookAt(fc int, p *docPiece) docLook {
	run, _ := runAt(r.chpx, fc)
	look := docLook{from: run.from, to: run.to}
	read := func(sprm uint16, v []byte) {
		switch sprm {
		case sprmDeleted:
			look.deleted = v[0] == 1
		case sprmSpecial:
			look.special = v[0] == 1
		case sprmData:
			look.field = v[0] == 1
		case sprmPicture:
			look.picture = int(u32(v))
		case sprmSymbol:
			look.symbol, look.special = u16(v[2:]), true
		}
	}
	eachSprm(run.list, read)
	eachSprm(p.props, read)
	return look
}

// docProps is what is known of a paragraph.
type docProps struct {
	depth     int // of the tables that it stands in
	rowEnd    bool
	innerCell bool // it ends a cell of an inner table
	innerRow  bool // or a row
	list      int
	level     int
	def       docRowDef
}

func (r *docReader) paragraphAt(fc int, p *docPiece) docProps {
	run, _ := runAt(r.papx, fc)
	var props docProps
	if run.style < len(r.styles) {
		props.list, props.level = r.styles[run.style].list, r.styles[run.style].level
	}
	inTable := false
	var read func(sprm uint16, v []byte)
	read = func(sprm uint16, v []byte) {
		switch sprm {
		case sprmInTable:
			inTable = v[0] == 1
		case sprmRowEnd:
			props.rowEnd = v[0] == 1
		case sprmInnerCell:
			props.innerCell = v[0] == 1
		case sprmInnerRowEnd:
			props.innerRow = v[0] == 1
		case sprmDepth:
			props.depth = int(int32(u32(v)))
		case sprmDeeper:
			props.depth += int(int32(u32(v)))
		case sprmLevel:
			props.level = int(v[0])
		case sprmList:
			props.list = int(u16(v))
		case sprmHuge, sprmHugeOld: // what does not fit into a page stands in the data stream
			if at := int(u32(v)); at+2 <= len(r.data) {
				eachSprm(r.data[at+2:min(len(r.data), at+2+int(u16(r.data[at:])))], func(sprm uint16, v []byte) {
					if sprm != sprmHuge && sprm != sprmHugeOld {
						read(sprm, v)
					}
				})
			}
		default:
			props.def.read(sprm, v)
		}
	}
	eachSprm(run.list, read)
	eachSprm(p.props, read)
	if inTable && props.depth == 0 {
		props.depth = 1
	}
	props.depth = min(max(props.depth, 0), deepest)
	return props
}

// deepest nesting of tables that is followed.
const deepest = 32
