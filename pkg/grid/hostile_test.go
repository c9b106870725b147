package grid

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"
)

const sheetPart = "xl/worksheets/sheet1.xml"

// rewritten gives a package with one part changed, or dropped when change gives nil.
func rewritten(t testing.TB, data []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []pair
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		if f.Name == name {
			if content = change(content); content == nil {
				continue
			}
		}
		parts = append(parts, pair{f.Name, string(content)})
	}
	return zipped(t, parts...)
}

// rawPart replaces the packed bytes of a part, whatever they inflate to, and says
// of them what the directory shall say.
func rawPart(t testing.TB, data []byte, name string, packed []byte, size uint64, crc uint32) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		if f.Name != name {
			w.Copy(f)
			continue
		}
		r, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc, CompressedSize64: uint64(len(packed)), UncompressedSize64: size})
		if err != nil {
			t.Fatal(err)
		}
		r.Write(packed)
	}
	w.Close()
	return out.Bytes()
}

func deflated(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

// Every damage must be told: a damaged file never passes for a short one. What
// stands before the damage is shown.
func TestDamageIsNeverSilent(t *testing.T) {
	rows := strings.Repeat(`<row><c><v>1</v></c><c><v>2</v></c></row>`, 500)
	xml := []byte(`<worksheet><sheetData>` + rows + `</sheetData></worksheet>`)
	good := xlsxOf(t, `<sheetData>`+rows+`</sheetData>`, "", "")
	packed, crc, size := deflated(t, xml), crc32.ChecksumIEEE(xml), uint64(len(xml))
	part := func(packed []byte, size uint64, crc uint32) []byte {
		return rawPart(t, good, sheetPart, packed, size, crc)
	}
	cases := map[string]struct {
		data  []byte
		kind  Kind
		cells bool // some cells are shown
		says  string
	}{
		"file cut":                 {good[:len(good)/2], Corrupt, false, "压缩结构残缺"},
		"end cut":                  {good[:len(good)-30], Corrupt, true, "压缩结构残缺"},
		"deflate cut":              {part(packed[:len(packed)/2], size, crc), Corrupt, true, sheetPart},
		"deflate damaged":          {part(append(append(bytes.Clone(packed[:40]), 0xff, 0xff, 0xff), packed[43:]...), size, crc), Corrupt, false, sheetPart},
		"wrong checksum":           {part(packed, size, crc+1), Corrupt, true, "校验码"},
		"size too small":           {part(packed, 99, crc), Corrupt, false, "长度"},
		"size too large":           {part(packed, 1<<19, crc), Corrupt, true, "长度"},
		"size huge":                {part(packed, 1<<40, crc), TooLarge, false, "ratio"},
		"size beyond zip":          {part(packed, 1<<27, crc), TooLarge, false, "ratio"},
		"tags crossed":             {xlsxOf(t, `<sheetData>`+rows+`<row><c><v>1</v></row></c></sheetData>`, "", ""), Corrupt, true, "不配对"},
		"XML cut":                  {rewritten(t, good, sheetPart, func(b []byte) []byte { return b[:len(b)/2] }), Corrupt, true, "断开"},
		"XML empty":                {rewritten(t, good, sheetPart, func(b []byte) []byte { return []byte{} }), Corrupt, false, "断开"},
		"part missing":             {rewritten(t, good, sheetPart, func([]byte) []byte { return nil }), Corrupt, false, "缺少"},
		"CDATA open":               {xlsxOf(t, `<sheetData>`+rows+`<row><c t="str"><v><![CDATA[x</v></c></row></sheetData>`, "", ""), Corrupt, true, "断开"},
		"rels damaged":             {rewritten(t, good, "xl/_rels/workbook.xml.rels", func(b []byte) []byte { return b[:len(b)-20] }), Corrupt, true, "断开"},
		"two roots":                {rewritten(t, good, sheetPart, func(b []byte) []byte { return append(b, `<worksheet><sheetData/></worksheet>`...) }), Corrupt, true, "从头开始"},
		"zero bytes":               {rewritten(t, good, sheetPart, func(b []byte) []byte { clear(b[len(b)/2 : len(b)/2+100]); return b }), Corrupt, false, "编码"},
		"two values":               {xlsxOf(t, `<sheetData><row r="1"><c r="A1"><v>1</v><v>2</v></c><c r="B1"><v>3</v></c></row></sheetData>`, "", ""), Corrupt, true, "A1 有两个值"},
		"no truth":                 {xlsxOf(t, `<sheetData><row r="1"><c r="A1" t="b"><v>maybe</v></c><c r="B1"><v>3</v></c></row></sheetData>`, "", ""), Corrupt, true, "不是真假"},
		"wiped page":               {[]byte("<table><tr><td>甲<td>乙\x00\x00\x00\x00<tr><td>丙</table>"), Corrupt, true, "零字节"},
		"wiped fods":               {bytes.Replace(fodsOf(odsTable(odsCells(odsText1("甲"), odsText1("XXXX")))), []byte("XXXX"), make([]byte, 4), 1), Corrupt, true, "零字节"},
		"wiped xls":                {oneSheet(t, rec(recLabel, 0, 0, 0, long("甲\x00\x00\x00乙"))), Corrupt, true, "被清空"},
		"SYLK":                     {[]byte("ID;PWXL;N;E\r\nC;Y1;X1;K\"a\"\r\nE\r\n"), Unsupported, false, "SYLK"},
		"DIF":                      {[]byte("TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,2\r\n"), Unsupported, false, "DIF"},
		"nothing but zeros":        {make([]byte, 4096), Corrupt, false, "零字节"},
		"csv cut in a row":         {[]byte("编号,任务,进展,备注\n1,甲,a,\n2,乙,b,\n3,丙,c,\n4,丁"), Corrupt, true, "第 5 行）只有 2 栏，其他行都有 4 栏"},
		"csv cut behind a link":    {[]byte("编号,任务,链接,备注\n001,甲,,\n002,乙,http://a.example/,\n003,丙,,\n004,丁,http://a.ex"), Corrupt, true, "第 5 行）只有 3 栏"},
		"wiped tail in xls":        {oneSheet(t, rec(recLabel, 0, 0, 0, long("甲\x00\x00\x00\x00"))), Corrupt, true, "被清空"},
		"csv cut in quotes":        {[]byte("编号,任务\n1,甲\n2,\"乙"), Corrupt, true, "引号没有闭合"},
		"a workbook in a document": {docxOf(t, wordTable(cell("", para("甲")))+`<w:p><w:r><w:object><o:OLEObject xmlns:o="o" Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>`), Unsupported, true, "嵌着一张"},
		"strings damaged":          {rewritten(t, good, "xl/sharedStrings.xml", func([]byte) []byte { return []byte("<sst><si><t>x</si></t></sst>") }), Corrupt, true, "不配对"},
		"missing string":           {xlsxOf(t, `<sheetData><row><c><v>1</v></c><c t="s"><v>7</v></c></row></sheetData>`, "", ""), Corrupt, true, "B1"},
		"two of a part":            {zipped(t, pair{"xl/workbook.xml", "<workbook/>"}, pair{"XL/Workbook.xml", "<workbook></workbook>"}), Corrupt, false, "两份"},
		"two of a cell":            {xlsxOf(t, `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>`, "", ""), Corrupt, true, "A1"},
		"beyond the edge":          {xlsxOf(t, `<sheetData><row><c><v>1</v></c><c r="XFE1"><v>7</v></c></row></sheetData>`, "", ""), TooLarge, true, "XFE1"},
		"document type":            {rewritten(t, good, sheetPart, func(b []byte) []byte { return append([]byte(`<!DOCTYPE x [<!ENTITY a "aaaa">]>`), b...) }), Corrupt, false, "不合规"},
		"gbk as utf-8": {rewritten(t, good, sheetPart, func([]byte) []byte {
			return gbk(t, `<worksheet><sheetData><row><c t="str"><v>县财政局</v></c></row></sheetData></worksheet>`)
		}), Corrupt, false, "编码"},
		"utf-8 cut":        {rewritten(t, good, sheetPart, func([]byte) []byte { return []byte("<worksheet>\xe5\x8e") }), Corrupt, false, "编码"},
		"utf-16 half":      {rewritten(t, good, sheetPart, func(b []byte) []byte { return append([]byte("\xff\xfe"), append(utf16LEText(string(b)), 0, 0xd8)...) }), Corrupt, false, "编码"},
		"comments damaged": {commented(t, `<comments><comment ref="A1"><text><t>x</t></comment></comments>`), Corrupt, true, "不配对"},
		"part encrypted":   {encryptedPart(good), Encrypted, false, "加了密"},
		"encrypted":        {compoundOf(t, stream{"EncryptionInfo", []byte("x")}, stream{"EncryptedPackage", []byte("x")}), Encrypted, false, "密码"},
		"doc":              {compoundOf(t, stream{"WordDocument", []byte("x")}), Corrupt, false, "Word"},
		"empty":            {nil, Empty, false, "空"},
		"blank":            {[]byte(" \n"), Empty, false, "空"},
		"pdf":              {[]byte("%PDF-1.4 ..."), Unsupported, false, "PDF"},
		"binary":           {[]byte{1, 2, 0, 4}, NotATable, false, "认不出"},
		"zip":              {zipped(t, pair{"a.txt", "x"}), Unsupported, false, "压缩包"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xlsx", c.data, Limits{})
			if wb.Err == nil {
				t.Fatalf("no error, %d sheets", len(wb.Sheets))
			}
			if wb.Err.Kind != c.kind || !strings.Contains(wb.Err.Message, c.says) {
				t.Errorf("got %v, want %s with %s", wb.Err, c.kind, c.says)
			}
			if got := len(wb.Sheets) > 0 && len(wb.Sheets[0].Cells) > 0; got != c.cells {
				t.Errorf("cells are shown: %v", got)
			}
		})
	}
	if wb := Read("a.xlsx", good, Limits{}); wb.Err != nil || len(wb.Sheets[0].Cells) != 1000 {
		t.Error("the good file is not read")
	}
}

func commented(t testing.TB, comments string) []byte {
	return xlsxOf(t, `<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`, "", "",
		pair{"xl/worksheets/_rels/sheet1.xml.rels", relsHead + `<Relationship Id="rId8" Type="` + relBase + `comments" Target="../comments1.xml"/></Relationships>`},
		pair{"xl/comments1.xml", comments})
}

// encryptedPart marks every part as encrypted by the zip program.
func encryptedPart(good []byte) []byte {
	out := bytes.Clone(good)
	for at := 0; ; at += 4 {
		i := bytes.Index(out[at:], []byte("PK\x01\x02"))
		if i < 0 {
			return out
		}
		at += i
		out[at+8] |= 1
	}
}

// A damage in one sheet does not keep the others from being read.
func TestOtherSheetsAreRead(t *testing.T) {
	entries, rels, parts := "", "", []pair(nil)
	for i, content := range []string{`<row><c><v>1</v></c></row>`, `<row><c><v>2</v></row></c>`, `<row><c><v>3</v></c></row>`} {
		entries += fmt.Sprintf(`<sheet name="表%d" sheetId="%d" r:id="rId%d"/>`, i+1, i+1, i+1)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%sworksheet" Target="s%d.xml"/>`, i+1, relBase, i+1)
		parts = append(parts, pair{fmt.Sprintf("xl/s%d.xml", i+1), `<worksheet><sheetData>` + content + `</sheetData></worksheet>`})
	}
	wb := Read("a.xlsx", zipped(t, append(parts, pair{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets>` + entries + `</sheets></workbook>`},
		pair{"xl/_rels/workbook.xml.rels", relsHead + rels + `</Relationships>`})...), Limits{})
	if wb.Err == nil || !strings.Contains(wb.Err.Message, "表2") || len(wb.Sheets) != 3 || shown(wb.Sheets[2]) != "A1=3" {
		t.Errorf("%v, %d sheets", wb.Err, len(wb.Sheets))
	}
}

// Hostile files cost neither memory nor time beyond the limits.
func TestHostileFiles(t *testing.T) {
	long := strings.Repeat("甲", 10_000)
	var sparse, shared, empties strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&sparse, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i*300+1, i*300+1)
	}
	for i := range 20_000 {
		fmt.Fprintf(&shared, `<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>`, i+1, i+1)
	}
	for i := range 200_000 {
		fmt.Fprintf(&empties, `<row r="%d"/>`, i+1)
	}
	one := []byte(`<worksheet><sheetData><row><c t="str"><v>` + strings.Repeat("a", 64<<20) + `</v></c></row></sheetData></worksheet>`)
	good := xlsxOf(t, ``, "", "")
	cases := map[string]struct {
		data []byte
		lim  Limits
		kind Kind // "" when it is read
		says string
	}{
		"one-cell bomb":      {rawPart(t, good, sheetPart, deflated(t, one), uint64(len(one)), crc32.ChecksumIEEE(one)), Limits{}, TooLarge, "ratio"},
		"bomb without size":  {rawPart(t, good, sheetPart, deflated(t, one), 1000, 1), Limits{}, Corrupt, "长度"},
		"string-table bomb":  {xlsxOf(t, `<sheetData>`+shared.String()+`</sheetData>`, `<si><t>`+long+`</t></si>`, ""), Limits{}, TooLarge, "text"},
		"sparse rows":        {xlsxOf(t, `<sheetData>`+sparse.String()+`</sheetData>`, "", ""), Limits{}, "", ""},
		"empty rows":         {xlsxOf(t, `<sheetData>`+empties.String()+`</sheetData>`, "", ""), Limits{}, "", ""},
		"too many cells":     {xlsxOf(t, `<sheetData>`+sparse.String()+`</sheetData>`, "", ""), Limits{Cells: 2999}, TooLarge, "cells"},
		"too many rows":      {xlsxOf(t, `<sheetData>`+sparse.String()+`</sheetData>`, "", ""), Limits{Row: 1000}, TooLarge, "rows"},
		"too many columns":   {xlsxOf(t, `<sheetData>`+sparse.String()+`</sheetData>`, "", ""), Limits{Col: 16383}, TooLarge, "columns"},
		"inflated":           {xlsxOf(t, `<sheetData>`+empties.String()+`</sheetData>`, "", ""), Limits{Inflated: 1 << 20}, TooLarge, "inflated"},
		"time":               {xlsxOf(t, `<sheetData>`+empties.String()+`</sheetData>`, "", ""), Limits{Time: 1}, TooLarge, "seconds"},
		"a million links":    {xlsxOf(t, `<sheetData>`+shared.String()+`</sheetData><hyperlinks>`+strings.Repeat(`<hyperlink ref="A1:XFD1048576" location="x"/>`, 20_000)+`</hyperlinks>`, `<si><t>甲</t></si>`, ""), Limits{Time: 1e9}, TooLarge, "seconds"},
		"deep nesting":       {xlsxOf(t, strings.Repeat("<a>", 200_000)+strings.Repeat("</a>", 200_000), "", ""), Limits{Ratio: 5000}, "", ""},
		"a huge attribute":   {xlsxOf(t, `<x y="`+strings.Repeat("a", 4<<20)+`"/>`, "", ""), Limits{Ratio: 5000}, "", ""},
		"all columns hidden": {xlsxOf(t, `<cols>`+strings.Repeat(`<col min="1" max="999999999" hidden="1"/>`, 1000)+`</cols><sheetData>`+sparse.String()+`</sheetData>`, "", ""), Limits{}, "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if c.lim.Time == 0 {
				c.lim.Time = 5e9
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			wb := Read("a.xlsx", c.data, c.lim)
			runtime.ReadMemStats(&after)
			if cost := (after.TotalAlloc - before.TotalAlloc) >> 20; cost > 64 {
				t.Errorf("it took %d MB", cost)
			}
			switch {
			case c.kind == "" && wb.Err != nil:
				t.Errorf("%v", wb.Err)
			case c.kind != "" && (wb.Err == nil || wb.Err.Kind != c.kind || !strings.Contains(wb.Err.Message, c.says)):
				t.Errorf("got %v, want %s with %s", wb.Err, c.kind, c.says)
			}
		})
	}
}

// What a cut file still holds is found by the headers before its parts.
func TestSalvage(t *testing.T) {
	good := xlsxOf(t, `<sheetData><row><c><v>1</v></c></row></sheetData>`, "", "")
	stored := bytes.Clone(good) // sizes in the local headers, as Excel writes them
	for _, data := range [][]byte{good, stored} {
		directory := int(binary.LittleEndian.Uint32(data[len(data)-6:]))
		wb := Read("a.xlsx", data[:directory], Limits{})
		if wb.Err == nil || wb.Err.Kind != Corrupt || len(wb.Sheets) != 1 || shown(wb.Sheets[0]) != "A1=1" {
			t.Errorf("%v", wb.Err)
		}
	}
}

// A package whose directory is lost is the workbook that its parts tell, however
// few of them are left.
func TestKindOfWhatIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		parts  []pair
		format string
		kept   string
	}{
		"xlsx without its main part":   {[]pair{{"xl/styles.xml", "<styleSheet/>"}, {"xl/worksheets/sheet1.xml", "<worksheet/>"}}, "xlsx", ""},
		"one sheet":                    {[]pair{{"xl/worksheets/sheet1.xml", "<worksheet/>"}}, "xlsx", ""},
		"docx":                         {[]pair{{"docProps/app.xml", "<Properties/>"}, {"word/styles.xml", "<styles/>"}}, "docx", ""},
		"ods without its type":         {[]pair{{"Thumbnails/thumbnail.png", "x"}, {"content.xml", odsHead + `<office:spreadsheet>` + odsTable(odsCells(odsText1("甲"))) + `</office:spreadsheet></office:body></office:document-content>`}}, "ods", "A1=甲"},
		"ods with neither":             {[]pair{{"styles.xml", "<x/>"}, {"META-INF/manifest.xml", "<x/>"}}, "ods", ""},
		"an archive with no such part": {[]pair{{"a.txt", "x"}, {"b/c.xml", "<x/>"}}, "zip", ""},
	} {
		data := zipped(t, c.parts...)
		cut := data[:int(binary.LittleEndian.Uint32(data[len(data)-6:]))]
		wb := Read("a.xlsx", cut, Limits{})
		if wb.Err == nil || wb.Err.Kind != Corrupt || wb.Format != c.format {
			t.Errorf("%s: %q %v", name, wb.Format, wb.Err)
		}
		if c.kept != "" && (len(wb.Sheets) != 1 || shown(wb.Sheets[0]) != c.kept) {
			t.Errorf("%s: %d sheets", name, len(wb.Sheets))
		}
	}
}
