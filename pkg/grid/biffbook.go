package grid

import (
	"fmt"
	"slices"
	"strings"
)

// biffBook is what the sheets of a workbook stream share ([MS-XLS] 2.1.7.20).
type biffBook struct {
	*budget
	arena
	data     []byte
	plain    bool // data was decrypted
	version  int  // 8, or 5 for Excel 5 and 95
	page     int  // codepage of text in version 5, 0 when not stated
	date1904 bool
	strings  []string
	table    stringTable
	formats  formatTable
	entries  []biffEntry
	end      int   // of the records in front of the sheets
	starts   []int // of the entries, ascending
	losses   []biffLoss
}

// biffEntry is a sheet as the BOUNDSHEET record names it.
type biffEntry struct {
	name    string
	visible bool
	kind    byte // 0 for worksheets
	at      int  // of its BOF record
}

// maxSheets is far more than anybody makes.
const maxSheets = 10_000

// readBIFF reads a workbook stream of Excel 5 to 2003 or of WPS.
func readBIFF(data []byte, b *budget) *Workbook {
	wb := &Workbook{Format: "xls"}
	book := &biffBook{budget: b, data: data, formats: formatTable{codes: map[int]string{}}}
	if err := book.read(wb); err != nil {
		return wb.blame(err)
	}
	book.verifyStrings()
	return wb.blame(book.damage())
}

// read fills the workbook. Damage is noted and reading goes on; an error ends it.
func (b *biffBook) read(wb *Workbook) error {
	s := biffStream{data: b.data}
	bof, ok := s.next()
	if !ok {
		return corrupt("工作簿部分是空的或残缺")
	}
	if b.version = biffVersion(bof); b.version == 0 {
		if isRawBIFF(b.data) {
			return &Error{Kind: Unsupported, Message: "这是 Excel 4.0 或更早版本的文件，不能读。" + resave}
		}
		return corrupt("工作簿部分的开头不对")
	}
	if err := b.globals(s); err != nil {
		return err
	}
	if u16(bof.body[2:]) == substreamWorksheet { // a sheet without a workbook around it
		b.entries = []biffEntry{{name: "Sheet1", visible: true}}
	}
	if len(b.entries) == 0 {
		b.lose("", "", "里面没有工作表")
	}
	return b.sheets(wb)
}

func (b *biffBook) sheets(wb *Workbook) error {
	for _, e := range b.entries {
		b.starts = append(b.starts, e.at)
	}
	slices.Sort(b.starts)
	if len(b.starts) > 0 && b.end < b.starts[0] && holdsCells(b.data[b.end:min(b.starts[0], len(b.data))]) {
		b.lose("", "", "有一张工作表的名称和位置丢失")
	}
	taken := map[int]bool{}
	for _, e := range b.entries {
		if err := b.step(); err != nil {
			return err
		}
		if taken[e.at] {
			b.lose(e.name, "", "与另一张工作表指向同一处")
			continue
		}
		taken[e.at] = true
		if e.kind != 0 {
			continue // charts, macros and modules have no cells
		}
		sheet, err := b.sheet(e)
		if sheet != nil {
			wb.Sheets = append(wb.Sheets, sheet)
		}
		if err != nil {
			return inSheet(e.name, err)
		}
	}
	return nil
}

// globals reads the records in front of the first sheet ([MS-XLS] 2.1.7.20.3).
func (b *biffBook) globals(s biffStream) error {
	var order recordOrder
	for {
		r, ok := s.next()
		if !ok {
			b.lose("", "", "工作簿的开头部分残缺")
			return nil
		}
		if err := b.step(); err != nil {
			return err
		}
		if order.see(r) {
			b.lose("", "", "工作簿的开头部分记录错乱")
		}
		switch r.id {
		case recBOF: // the first sheet begins, and the EOF in front of it is missing
			b.end = r.at
			return nil
		case recEOF:
			if len(r.body) > 0 {
				continue
			}
			b.end = s.pos
			return nil
		case recFilePass:
			if err := b.decrypt(r); err != nil {
				return err
			}
			s.data = b.data
		case recSST:
			if err := b.sharedStrings(s.continued(r)); err != nil {
				return err
			}
		default:
			b.global(r)
		}
		if len(b.entries) > maxSheets {
			return tooLarge("", "工作表超过 %d 张", maxSheets)
		}
	}
}

func (b *biffBook) global(r biffRecord) {
	switch {
	case r.id == recCodePage && len(r.body) >= 2:
		b.page = int(u16(r.body))
	case r.id == recDateMode && len(r.body) >= 2:
		b.date1904 = u16(r.body) == 1
	case r.id == recXF && len(r.body) >= 4:
		b.formats.ids = append(b.formats.ids, int(u16(r.body[2:])))
	case r.id == recFormat && len(r.body) >= 4:
		b.format(r.body)
	case r.id == recBoundSheet:
		b.boundSheet(r.body)
	case isWiped(r):
		b.lose("", "", "工作簿的开头部分有一段数据被清空")
	}
}

// format reads a FORMAT record ([MS-XLS] 2.4.126).
func (b *biffBook) format(body []byte) {
	id := int(u16(body))
	if b.version == 8 {
		t := newBiffText([][]byte{body}, 4)
		b.formats.codes[id] = string(t.unicode(nil, int(u16(body[2:]))))
		return
	}
	n := min(int(body[2]), len(body)-3)
	b.formats.codes[id] = decodePage(b.page, body[3:3+n])
}

// boundSheet reads a BOUNDSHEET record ([MS-XLS] 2.4.28).
func (b *biffBook) boundSheet(body []byte) {
	if len(body) < 8 {
		b.lose("", "", fmt.Sprintf("第 %d 张工作表的名称和位置残缺", len(b.entries)+1))
		return
	}
	e := biffEntry{at: int(u32(body)), visible: body[4]&3 == 0, kind: body[5]}
	n := int(body[6])
	if b.version == 8 {
		t := newBiffText([][]byte{body}, 7)
		e.name = string(t.unicode(nil, n))
	} else {
		e.name = decodePage(b.page, body[7:min(7+n, len(body))])
	}
	e.name = strings.ReplaceAll(e.name, "\x00", "")
	b.entries = append(b.entries, e)
}

// biffLoss is what damage took, of one kind: the first place, and how many there are.
type biffLoss struct {
	sheet, cell, what string
	count             int
}

// lose notes a loss; sheet and cell may be "".
func (b *biffBook) lose(sheet, cell, what string) {
	for i := range b.losses {
		if l := &b.losses[i]; l.sheet == sheet && l.what == what {
			l.count++
			return
		}
	}
	if len(b.losses) <= maxLosses {
		b.losses = append(b.losses, biffLoss{sheet, cell, what, 1})
	}
}

const maxLosses = 5 // as many as a person wants to read

func (b *biffBook) damage() error {
	var parts []string
	for i, l := range b.losses {
		if i == maxLosses {
			parts = append(parts, "还有别处")
			break
		}
		parts = append(parts, l.String())
	}
	if len(parts) == 0 {
		return nil
	}
	return corrupt("文件已损坏：%s", strings.Join(parts, "；"))
}

func (l biffLoss) String() string {
	where := ""
	if l.sheet != "" {
		where = "工作表“" + l.sheet + "”"
	}
	if l.cell != "" {
		where += "的单元格 " + l.cell
		if l.count > 1 {
			where += fmt.Sprintf(" 等 %d 处", l.count)
		}
		where += "："
	}
	return where + l.what
}
