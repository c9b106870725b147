package grid

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What is lost is told with its place, and what could be read is kept.
func TestXLSDamage(t *testing.T) {
	first := rec(recLabelSST, 0, 0, 0, uint32(0))
	after := rec(recLabelSST, 2, 0, 0, uint32(1))
	raw := func(b ...[]byte) []byte { return join(append([][]byte{xlsBook{}.bof(substreamWorksheet)}, b...)...) }
	cut := func(body []byte, n int) []byte { return body[:len(body)-n] }
	whole := func(records ...[]byte) xlsBook { return sheetOf(append(append([][]byte{first}, records...), after)...) }
	unended := func(b []byte) xlsBook {
		return xlsBook{strings: []string{"甲", "乙"}, sheets: []xlsSheet{{name: "填报表", raw: b}}}
	}
	cutTable := func() xlsBook {
		book := whole()
		book.sst = rec(recSST, uint32(2), uint32(2), long("甲"), 9, byte(1), wide("乙"))
		return book
	}
	tableOf := func(sst []byte) xlsBook {
		book := whole()
		book.sst = sst
		return book
	}
	cases := map[string]struct {
		book  xlsBook
		want  string   // cells that are kept
		words []string // of the message
	}{
		"no such text":             {whole(rec(recLabelSST, 1, 1, 0, uint32(2)), rec(recLabelSST, 1, 2, 0, uint32(0xFFFFFFFF))), "A1=甲|A3=乙", []string{"工作表“填报表”的单元格 B2 等 2 处", "文字丢失"}},
		"shared texts are cut":     {cutTable(), "A1=甲", []string{"单元格 A3", "文字丢失"}},
		"own text is cut":          {whole(rec(recLabel, 1, 1, 0, 5, byte(1), wide("甲"))), "A1=甲|A3=乙", []string{"单元格 B2", "文字残缺"}},
		"formula without text":     {whole(formulaRec(1, 1, 0, textResult(0))), "A1=甲|B2= formula|A3=乙", []string{"单元格 B2", "公式结果的文字丢失"}},
		"last formula, no text":    {whole(after, formulaRec(3, 1, 0, textResult(0))), "A1=甲|A3=乙|B4= formula", []string{"单元格 B4", "公式结果的文字丢失"}},
		"formula text is cut":      {whole(formulaRec(1, 1, 0, textResult(0)), rec(recString, 9, byte(0), "ab")), "A1=甲|B2= formula|A3=乙", []string{"单元格 B2", "残缺"}},
		"unknown formula result":   {whole(formulaRec(1, 1, 0, textResult(9))), "A1=甲|B2= formula|A3=乙", []string{"单元格 B2", "公式"}},
		"cell is cut":              {whole(rec(recNumber, 1, 1, 0, 7)), "A1=甲|A3=乙", []string{"单元格 B2", "残缺"}},
		"cell without a place":     {whole(rec(recRK, 1)), "A1=甲|A3=乙", []string{"工作表“填报表”", "单元格 A1之后"}},
		"row of numbers is cut":    {whole(rec(recMulRK, 1, 1, 0, rkOf(1), 0, rkOf(2), 9)), "A1=甲|B2=1 number|C2=2 number|A3=乙", []string{"单元格 B2", "一排数字残缺"}},
		"beyond the last column":   {whole(rec(recRK, 1, 256, 0, rkOf(1))), "A1=甲|A3=乙", []string{"单元格 IW2", "范围之外"}},
		"merges are cut":           {whole(rec(recMergeCells, 1000, 0, 0, 0, 1)), "A1=甲|A3=乙", []string{"合并单元格"}},
		"link is cut":              {whole(rec(recHLink, 0, 0, 0)), "A1=甲|A3=乙", []string{"超链接"}},
		"wiped":                    {whole(make([]byte, 64)), "A1=甲|A3=乙", []string{"单元格 A1之后", "清空"}},
		"jump":                     {whole(rec(recLabelSST, 1, 0, 0, uint32(1), make([]byte, 2000))), "A1=甲|A2=乙|A3=乙", []string{"单元格 A1附近", "错乱"}},
		"two strange records":      {whole(rec(0x4321, 1), rec(0x4322, 1)), "A1=甲|A3=乙", []string{"单元格 A1附近", "错乱"}},
		"length is off by one":     {whole(rec(recRK, 1, 0, 0, rkOf(1), byte(0)), rec(0x4321)), "A1=甲|A2=1 number|A3=乙", []string{"错乱"}},
		"an end that is none":      {whole(rec(recEOF, 1)), "A1=甲|A3=乙", []string{"错乱"}},
		"end too early":            {whole(rec(recEOF)), "A1=甲", []string{"结束标记之后还有单元格", "单元格 A1之后"}},
		"beginning is wiped":       {unended(join(rec(recBOF, 0x600, 0), first, rec(recEOF))), "", []string{"工作表“填报表”", "开头残缺"}},
		"texts are wiped":          {tableOf(rec(recSST, uint32(12), uint32(9), make([]byte, 30), long("乙"))), "", []string{"清空"}},
		"texts are shifted":        {tableOf(rec(recSST, uint32(3), uint32(2), long("甲"), long("丙"), long("乙"))), "A1=甲|A3=丙", []string{"错位"}},
		"no end":                   {unended(raw(first)), "A1=甲", []string{"单元格 A1之后", "结束标记"}},
		"cut in a record":          {unended(cut(raw(first, after), 1)), "A1=甲", []string{"单元格 A1之后", "超出文件末尾"}},
		"cut in the head":          {unended(cut(raw(first, after), 12)), "A1=甲", []string{"单元格 A1之后"}},
		"sheet that is none":       {xlsBook{sheets: []xlsSheet{{name: "填报表", raw: first}}}, "", []string{"工作表“填报表”", "没有工作表"}},
		"strange records in front": {xlsBook{globals: join(rec(0x4321), rec(0x4322)), strings: []string{"甲", "乙"}, sheets: whole().sheets}, "A1=甲|A3=乙", []string{"开头部分记录错乱"}},
		"wiped in front":           {xlsBook{globals: make([]byte, 8), strings: []string{"甲", "乙"}, sheets: whole().sheets}, "A1=甲|A3=乙", []string{"开头部分", "清空"}},
		"no sheets":                {xlsBook{}, "", []string{"没有工作表"}},
		"next sheet, no end here":  {xlsBook{strings: []string{"甲"}, sheets: []xlsSheet{{name: "填报表", raw: raw(first)}, {name: "二", records: first}}}, "A1=甲|A1=甲", []string{"工作表“填报表”", "结束标记"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			verifyDamage(t, c.book.stream(), c.want, c.words)
		})
	}
}

// verifyDamage reads a stream without a container, which adds nothing to it.
func verifyDamage(t *testing.T, stream []byte, want string, words []string) {
	t.Helper()
	wb := Read("a.xls", stream, Limits{})
	if wb.Err == nil || wb.Err.Kind != Corrupt {
		t.Fatalf("%v; cells %s", wb.Err, every(wb))
	}
	if got := every(wb); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, w := range words {
		if !strings.Contains(wb.Err.Message, w) {
			t.Errorf("%q is not in %s", w, wb.Err.Message)
		}
	}
}

// Each sector of a workbook wiped: told, or nothing is lost.
func TestXLSWipedSectors(t *testing.T) {
	var cells [][]byte
	var texts []string
	for i := range 300 {
		texts = append(texts, fmt.Sprintf("第%d项工作", i))
		cells = append(cells, rec(recLabelSST, i, 0, 0, uint32(i)), rec(recLabelSST, i, 1, 0, uint32(i/2)), rec(recRK, i, 2, 1, rkOf(i+1)))
	}
	book := sheetOf(cells...)
	book.strings = texts
	good := xlsOf(t, book)
	want := every(Read("a.xls", good, Limits{}))
	for at := 0; at < len(good); at += 512 {
		b := bytes.Clone(good)
		clear(b[at : at+512])
		if wb := Read("a.xls", b, Limits{}); wb.Err == nil && every(wb) != want {
			t.Errorf("sector at %d: no error, and cells are lost", at)
		}
	}
}

// Sheets whose names point outside, or two at one place.
func TestXLSSheetPositions(t *testing.T) {
	first := rec(recLabelSST, 0, 0, 0, uint32(0))
	book := xlsBook{strings: []string{"甲"}, sheets: []xlsSheet{{name: "一", records: first}, {name: "二", records: first}}}
	at := func(data []byte, n int) int { // of the n-th name's position
		i := bytes.Index(data, packed(uint16(recBoundSheet)))
		for ; n > 0; n-- {
			i += 4 + int(u16(data[i+2:]))
		}
		return i + 4
	}
	outside := book.stream()
	binary.LittleEndian.PutUint32(outside[at(outside, 1):], 1<<31)
	verifyDamage(t, outside, "A1=甲", []string{"工作表“二”", "文件之外"})
	unnamed := book.stream()
	unnamed[at(unnamed, 0)-4] = 0x87 // another record
	verifyDamage(t, unnamed, "A1=甲", []string{"有一张工作表的名称和位置丢失"})
	last := book.stream()
	last[at(last, 1)-4] = 0x87
	verifyDamage(t, last, "A1=甲", []string{"工作表“一”", "还有单元格"})
	twice := book.stream()
	copy(twice[at(twice, 1):], twice[at(twice, 0):at(twice, 0)+4])
	verifyDamage(t, twice, "A1=甲", []string{"工作表“二”", "同一处"})
}

// What careless writers leave out, and nothing is lost.
func TestXLSCarelessWriters(t *testing.T) {
	first := rec(recLabelSST, 0, 0, 0, uint32(0))
	view := rec(recWindow2, make([]byte, 18))
	raw := join(xlsBook{}.bof(substreamWorksheet), first, view)
	book := xlsBook{strings: []string{"甲"}, sheets: []xlsSheet{{name: "一", raw: raw}, {name: "二", raw: raw}}}
	single := join(xlsBook{}.bof(substreamWorksheet), rec(recXF, 0, 14, make([]byte, 16)), rec(recRK, 0, 0, 0, rkOf(43646)), rec(recEOF))
	private := sheetOf(first, rec(0x4321, 1), rec(0x4321, 2), rec(0x0901, 3)).stream() // records of a program's own
	padded := append(sheetOf(first).stream(), make([]byte, 2000)...)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"sheets without EOF":      {book.stream(), "A1=甲|A1=甲"},
		"a sheet and no workbook": {single, "A1=2019/6/30(2019-06-30) date"},
		"link without a target":   {sheetOf(first, rec(recHLink, 0, 0, 0, 0, make([]byte, 16), uint32(2), uint32(8))).stream(), "A1=甲"},
		"private records":         {private, "A1=甲"},
		"zeros behind the end":    {padded, "A1=甲"},
		"name in capitals":        {compoundOf(t, stream{"WORKBOOK", sheetOf(first).stream()}), "A1=甲"},
		"both versions":           {compoundOf(t, stream{"Book", []byte("x")}, stream{"Workbook", sheetOf(first).stream()}), "A1=甲"},
		"small sectors":           {compoundOf(t, stream{"Workbook", padded[:1000]}), "A1=甲"},
	} {
		t.Run(name, func(t *testing.T) {
			if wb := Read("a.xls", c.data, Limits{}); wb.Err != nil || every(wb) != c.want {
				t.Errorf("%v\ngot  %s\nwant %s", wb.Err, every(wb), c.want)
			}
		})
	}
}

func TestCompoundFiles(t *testing.T) {
	x := []byte("x")
	for name, c := range map[string]struct {
		data   []byte
		format string
		kind   Kind
		words  string
	}{
		"word":      {compoundOf(t, stream{"WordDocument", x}), "doc", Corrupt, "在 Word 或 WPS 中打开"},
		"mail":      {compoundOf(t, stream{"__properties_version1.0", x}), "msg", Unsupported, "附件另存"},
		"slides":    {compoundOf(t, stream{"PowerPoint Document", x}), "ppt", Unsupported, ".xlsx"},
		"other":     {compoundOf(t, stream{"Contents", x}), "ole", Unsupported, ".xlsx"},
		"no stream": {compoundOf(t, stream{"Workbook", nil}), "xls", Corrupt, "残缺"},
		"no BIFF":   {compoundOf(t, stream{"Workbook", bytes.Repeat(x, 99)}), "xls", Corrupt, "残缺"},
		"BIFF4":     {rec(0x0409, 0, 0x10, 0), "xls", Unsupported, "Excel 4.0"},
		"BIFF2":     {rec(0x0009, 0, 0x10), "xls", Unsupported, "另存为 .xlsx"},
		"header":    {append(bytes.Clone(oleMagic), make([]byte, 504)...), "", Corrupt, "残缺"},
	} {
		t.Run(name, func(t *testing.T) {
			wb := Read("a", c.data, Limits{})
			if wb.Err == nil || wb.Format != c.format || wb.Err.Kind != c.kind || !strings.Contains(wb.Err.Message, c.words) {
				t.Errorf("%q %v", wb.Format, wb.Err)
			}
		})
	}
}

// A workbook in sectors 0 to 24, whose FAT is the last sector: chains that are
// cut, loop or lead elsewhere, and a size that is not there.
func TestCompoundChains(t *testing.T) {
	var cells [][]byte
	for i := range 800 {
		cells = append(cells, rec(recRK, i, 0, 0, rkOf(i)))
	}
	good := oneSheet(t, cells...)
	if wb := Read("a.xls", good, Limits{}); wb.Err != nil || len(wb.Sheets[0].Cells) != 800 {
		t.Fatal(wb.Err)
	}
	fat := len(good) - 512
	size := bytes.Index(good, utf16LE("Workbook")) + 120
	for name, change := range map[string]func(b []byte) []byte{
		"loop":              func(b []byte) []byte { return put32(b, fat+4*10, 3) },
		"loop on itself":    func(b []byte) []byte { return put32(b, fat+4*10, 10) },
		"early end":         func(b []byte) []byte { return put32(b, fat+4*10, chainEnd) },
		"into the header":   func(b []byte) []byte { return put32(b, fat+4*10, freeSector) },
		"out of the file":   func(b []byte) []byte { return put32(b, fat+4*10, 1000000) },
		"size too large":    func(b []byte) []byte { return put32(b, size, 1<<20) },
		"size of gigabytes": func(b []byte) []byte { return put32(b, size, 0x1FFFFFFF) },
		"size too small":    func(b []byte) []byte { return put32(b, size, 5000) },
	} {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xls", change(bytes.Clone(good)), Limits{})
			if wb.Err == nil || wb.Err.Kind != Corrupt || len(wb.Sheets) != 1 || len(wb.Sheets[0].Cells) < 200 {
				t.Fatalf("%v", wb.Err)
			}
			for i, c := range wb.Sheets[0].Cells {
				if c.Row != i+1 {
					t.Fatal("a cell that was never there:", c.Ref())
				}
			}
		})
	}
	// The directory last and not filled up, as some writers leave it.
	c := &compound{sector: 512}
	first := c.add(sheetOf(cells...).stream())
	size = len(c.sectors)
	fat = len(c.fat)
	c.fat[fat-1] = chainEnd
	c.fat = append(c.fat, fatSector, chainEnd)
	for len(c.fat) < 128 {
		c.fat = append(c.fat, freeSector)
	}
	c.sectors = append(c.sectors, words(c.fat)...)
	c.sectors = append(c.sectors, dirEntry("Root Entry", 5, noEntry, 1, chainEnd, 0)...)
	c.sectors = append(c.sectors, dirEntry("Workbook", 2, noEntry, noEntry, first, size)...)
	ragged := join(good[:512], c.sectors)
	put32(ragged, 48, uint32(fat+1))
	put32(ragged, 60, chainEnd)
	put32(ragged, 64, 0)
	put32(ragged, 76, uint32(fat))
	if wb := Read("a.xls", ragged, Limits{}); wb.Err != nil || len(wb.Sheets[0].Cells) != 800 {
		t.Error("not filled up:", wb.Err)
	}
	for n := range len(good) {
		if wb := Read("a.xls", good[:n], Limits{}); n >= len(oleMagic) && wb.Err == nil && len(wb.Sheets[0].Cells) != 800 {
			t.Fatalf("cut at %d of %d: no error, and cells are lost", n, len(good))
		}
	}
}

func put32(b []byte, at int, v uint32) []byte {
	binary.LittleEndian.PutUint32(b[at:], v)
	return b
}

// Lies about sizes cost no memory and no time, and a text in many cells counts
// for each.
func TestXLSHostile(t *testing.T) {
	long := strings.Repeat("甲", 4000)
	var many []byte
	for i := range 60000 {
		many = append(many, rec(recLabelSST, i, 0, 0, uint32(0))...)
	}
	var links []byte
	for range 3000 {
		links = append(links, rec(recHLink, 0, 0xFFFF, 0, 255, make([]byte, 16), uint32(2), uint32(8), uint32(2), wide("a\x00"))...)
	}
	deep := bytes.Repeat(xlsBook{}.bof(0x20), 100000)
	cells := func(n int) (out []byte) {
		for i := range n {
			out = append(out, rec(recRK, i, 0, 0, rkOf(1))...)
		}
		return out
	}
	text := sheetOf(many)
	text.strings = []string{long}
	empty := sheetOf(cells(1))
	empty.sst = rec(recSST, uint32(0), uint32(0xFFFFFFFF), bytes.Repeat([]byte{0}, 8200))
	for name, c := range map[string]struct {
		book  xlsBook
		lim   Limits
		kind  Kind
		words string
	}{
		"one text in many cells": {text, Limits{}, TooLarge, "text"},
		"many cells":             {sheetOf(cells(101)), Limits{Cells: 100}, TooLarge, "cells"},
		"beyond the limit":       {sheetOf(cells(101)), Limits{Row: 100}, TooLarge, "A101"},
		"many empty texts":       {empty, Limits{Cells: 1000}, TooLarge, "文字"},
		"links on everything":    {sheetOf(cells(60000), links), Limits{Time: 200 * time.Millisecond}, TooLarge, "seconds"},
		"many sheets":            {xlsBook{sheets: make([]xlsSheet, 10001)}, Limits{}, TooLarge, "工作表"},
		"deep":                   {sheetOf(deep), Limits{}, Corrupt, "结束标记"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			wb := Read("a.xls", c.book.stream(), c.lim)
			if wb.Err == nil || wb.Err.Kind != c.kind || !strings.Contains(wb.Err.Message, c.words) {
				t.Errorf("%v", wb.Err)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Error(d)
			}
		})
	}
}

func TestXLSProperties(t *testing.T) {
	text := func(kind uint32, n int, b []byte) []byte { return packed(kind, uint32(n), b) }
	for name, c := range map[string]struct {
		page int
		text []byte
	}{
		"GBK":    {936, text(0x1E, 6, append(gbk(t, "张三"), 0, 0))},
		"UTF-8":  {65001, text(0x1E, 7, []byte("张三\x00"))},
		"UTF-16": {1200, text(0x1E, 6, wide("张三\x00"))},
		"wide":   {1252, text(0x1F, 3, wide("张三\x00"))},
	} {
		t.Run(name, func(t *testing.T) {
			data := compoundOf(t, stream{"Workbook", sheetOf().stream()}, stream{"\x05SummaryInformation", summaryOf(c.page, c.text)})
			if p := Read("a.xls", data, Limits{}).Properties; p != (Properties{"张三", "张三", "张三"}) {
				t.Errorf("%+v", p)
			}
		})
	}
}

// summaryOf makes a summary information stream whose three texts are the same.
func summaryOf(page int, text []byte) []byte {
	const head = 8 + 4*8
	set := packed(uint32(0), uint32(4), uint32(pidCodepage), uint32(head), uint32(pidAuthor), uint32(head+8),
		uint32(pidLastAuthor), uint32(head+8), uint32(pidAppName), uint32(head+8), uint32(vtI2), page, 0, text)
	return packed(uint16(0xFFFE), make([]byte, 26), make([]byte, 16), uint32(48), set)
}

// A workbook in one piece is found without the tables of its container; the file
// is damaged all the same. In pieces, or beside another one, it is left.
func TestLostContainer(t *testing.T) {
	var cells [][]byte
	for i := range 800 {
		cells = append(cells, rec(recRK, i, 0, 0, rkOf(i)))
	}
	wipe := func(b []byte, from, to int) []byte { clear(b[from:to]); return b }
	large := func() []byte { return oneSheet(t, cells...) }
	small := func() []byte { return oneSheet(t, cells[:20]...) }
	swapped := func(b []byte, x, y int) []byte {
		for i := range 512 {
			b[x*512+i], b[y*512+i] = b[y*512+i], b[x*512+i]
		}
		return b
	}
	stream := sheetOf(cells...).stream()
	for name, c := range map[string]struct {
		data []byte
		want int
	}{
		"FAT":                      {wipe(large(), len(large())-512, len(large())), 800},
		"FAT full of ones":         {append(large()[:len(large())-512], bytes.Repeat([]byte{0xff}, 512)...), 800},
		"header":                   {wipe(large(), 8, 512), 800},
		"directory":                {wipe(large(), len(large())-1024, len(large())-512), 800},
		"cut before the directory": {large()[:512+len(stream)+40], 800},
		"a small one":              {wipe(small(), 8, 512), 20},
		"pieces":                   {swapped(wipe(large(), 8, 512), 5, 9), 0},
		"pieces that fit":          {swapped(wipe(large(), 8, 512), 5, 12), 0}, // 7 sectors are 256 cells
		"cut in the workbook":      {wipe(large(), 8, 512)[:512+len(stream)-10], 0},
		"two":                      {append(wipe(large(), 8, 512), large()...), 0},
		"many":                     {append(wipe(large(), 8, 512), bytes.Repeat(stream[:64], 1000)...), 0},
	} {
		wb := Read("a.xls", c.data, Limits{})
		got := 0
		for _, s := range wb.Sheets {
			got += len(s.Cells)
		}
		if wb.Err == nil || wb.Err.Kind != Corrupt || got != c.want {
			t.Errorf("%s: %v, %d cells", name, wb.Err, got)
		}
	}
}
