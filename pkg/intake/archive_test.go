package intake

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"testing"
)

// sees checks what an inbox lists: path → content, or "!kind" of its problem, or
// "~" and its junk or the file that it equals.
func sees(t *testing.T, got map[string]File, want map[string]string) {
	t.Helper()
	for _, p := range slices.Sorted(maps.Keys(got)) {
		f := got[p]
		have := ""
		var wrong *Error
		switch {
		case f.Junk != "":
			have = "~" + f.Junk
		case f.SameAs != "":
			have = "~" + f.SameAs
		case errors.As(f.Problem(), &wrong):
			have = "!" + string(wrong.Kind)
		default:
			data, err := f.Bytes()
			if err != nil {
				t.Errorf("%s: %v", p, err)
			}
			have = string(data)
			if int64(len(data)) != f.Size || len(f.SHA256) != 64 {
				t.Errorf("%s: size %d, hash %q", p, f.Size, f.SHA256)
			}
		}
		if w, ok := want[p]; !ok || w != have {
			t.Errorf("%q holds %.60q (%v), want %.60q", p, have, f.Problem(), w)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[p]; !ok {
			t.Errorf("%q is not listed", p)
		}
	}
}

func TestArchives(t *testing.T) {
	a, b := in{"县财政局.xls", "甲"}, in{"街道/夏镇.xls", "乙"}
	both := func(archive string) map[string]string {
		return map[string]string{archive + " › 县财政局.xls": "甲", archive + " › 街道/夏镇.xls": "乙"}
	}
	for name, data := range map[string][]byte{
		"表.zip": zipOf(nil, a, b), "表.dat": zipOf(nil, a, b), "五.rar": rar5(a, b), "四.rar": rar4(a, b), "表.7z": seven("\x00", a, b),
		"表.tar": tarOf(a, b), "表.tar.gz": gzipOf("", tarOf(a, b)), "表.xlsx": zipOf(nil, a, b),
		"pax.tgz": gzipOf("", paxOf(a, b)), "名.tar": tarOf(in{gbk(a.name), "甲"}, in{gbk(b.name), "乙"}),
	} {
		t.Run(name, func(t *testing.T) { sees(t, listed(t, Limits{}, map[string]string{name: string(data)}), both(name)) })
	}
}

// solid7z are archives that 7-Zip made of two tables, packed together: with
// LZMA2 and with LZMA, the header packed too.
var solid7z = map[string]string{
	"lzma2.7z": "N3q8ryccAAQbPHma0AAAAAAAAAAgAAAAAAAAAOpwaz3gBB8AdF0AcqhRbmS9u5AFAAdXvcUPD7hhwOS8jOUBPfNTLcoxsYK4f+6niF6nkrvMXrihElsK2cBiNBw/4T2HzhHv8gvh65VTGObLqMZ0" +
		"+j2ozIxeDaTnoePnGbOJoIFAOPS0AZhT4aDaeU9FZO9b4MHxqGVg2uqqwAAAAACBMweuD9T5MyFCFfazRX1pTY+W41hpyHJlk8smFcQYWDbO2AkxOUbz0plBjqqWyYObuEvCIb6tirS7Mdb+gHwvEmTuXMRa" +
		"BCl0f4jQ605c2pGDFwZ8AQlUAAcLAQABIwMBAQVdABAAAAxaCgEPkWodAAA=",
	"lzma.7z": "N3q8ryccAAR8QBdXzgAAAAAAAAAgAAAAAAAAAP63yg8AcqhRbmS9u5AFAAdXvcUPD7hhwOS8jOUBPfNTLcoxsYK4f+6niF6nkrvMXrihElsK2cBiNBw/4T2HzhHv8gvh65VTGObLqMZ0+j2ozIxe" +
		"DaTnoePnGbOJoIFAOPS0AZhT4aDaeU9FZO9b4MHxqGVg2uqqwAAAAIEzB64P1J7d9UIV9rOJxOH56FHsVG6NMWNPDwMgmTGpMGfo9nMJTrpm76uIJhwsEE//+7j26DaFe44FIZpfvBG+6Fjm3JLqWnFB/V1A" +
		"kIQWwRem2Iv3JBcGdQEJWQAHCwEAASMDAQEFXQAQAAAMagoBuX7WmgAA",
}

func TestSolid7z(t *testing.T) {
	row := func(unit, status string) string {
		return strings.Repeat("填报单位：,"+unit+"\n3,加强组织领导,"+status+",示例数据，纯属虚构\n", 6)
	}
	for name, text := range solid7z {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"a.7z › 局.csv": row("示例局", "已完成"), "a.7z › 街道.csv": row("示例街道", "正在推进")}
		sees(t, listed(t, Limits{}, map[string]string{"a.7z": string(data)}), want)
		for at := range data { // one wrong byte anywhere: never other content, and never silence
			failed := 0
			files := listed(t, Limits{}, map[string]string{"a.7z": string(flipAt(slices.Clone(data), at))})
			for path, f := range files {
				if got, err := f.Bytes(); err != nil {
					failed++
				} else if at > 5 && string(got) != want[path] {
					t.Errorf("%s, byte %d: %q holds %q", name, at, path, got)
				}
			}
			if at > 5 && failed == 0 && len(files) != len(want) {
				t.Errorf("%s, byte %d is wrong and nobody says so", name, at)
			}
		}
	}
}

// TestLargeDictionary: what an archive would have memory set aside for.
func TestLargeDictionary(t *testing.T) {
	rest := append(vint(0), vint(3<<30)...)         // unpacked size
	rest = append(rest, vint(0)...)                 // attributes
	rest = append(rest, vint(15<<10|3<<7)...)       // 4 GiB, method 3
	rest = append(rest, []byte("\x01\x05a.xls")...) // Unix, name
	data := append([]byte("Rar!\x1a\x07\x01\x00"), rar5Block(1, 0, 0, vint(0))...)
	data = append(append(data, rar5Block(2, 2, 4, rest)...), "甲x"...)
	sees(t, listed(t, Limits{}, map[string]string{"a.rar": string(data)}), map[string]string{"a.rar": "!too_large"})
}

func TestSinglePackedFile(t *testing.T) {
	sees(t, listed(t, Limits{}, map[string]string{"县财政局.csv.gz": string(gzipOf("", []byte("甲,乙"))), "b.gz": string(gzipOf(latinOf(gbk("夏镇.csv")), []byte("丙")))}),
		map[string]string{"县财政局.csv.gz › 县财政局.csv": "甲,乙", "b.gz › 夏镇.csv": "丙"})
}

func latinOf(raw string) string {
	var b strings.Builder
	for i := range len(raw) {
		b.WriteRune(rune(raw[i]))
	}
	return b.String()
}

func TestOfficeFilesAreNoArchives(t *testing.T) {
	files := map[string]string{
		"a.xlsx": string(zipOf(nil, in{"[Content_Types].xml", "<Types/>"}, in{"xl/workbook.xml", "x"}, in{"xl/embeddings/内.xlsx", "x"})),
		"b.ods":  string(zipOf(nil, in{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, in{"content.xml", "x"})),
	}
	cut := files["a.xlsx"][:len(files["a.xlsx"])-60]
	files["半截.xlsx"] = cut
	want := maps.Clone(files)
	sees(t, listed(t, Limits{}, files), want)

	sees(t, listed(t, Limits{}, map[string]string{
		"公文.ofd":  string(zipOf(nil, in{"OFD.xml", "<ofd/>"}, in{"Doc_0/Document.xml", "x"})),
		"表.zip":   string(zipOf(nil, in{"mimetype", "说明"}, in{"a.xls", "甲"})),
		"杂.zip":   string(zipOf(nil, in{"[Content_Types].xml", "x"}, in{"a.xls", "丙"})),
		"表格.xlsx": string(zipOf(nil, in{"a.xlsx", "甲甲"}, in{"b.xlsx", "乙"})),
	}), map[string]string{
		"公文.ofd": "!not_a_table", "表.zip › mimetype": "说明", "表.zip › a.xls": "甲", "杂.zip › [Content_Types].xml": "x", "杂.zip › a.xls": "丙",
		"表格.xlsx › a.xlsx": "甲甲", "表格.xlsx › b.xlsx": "乙"})
}

func TestZipNames(t *testing.T) {
	field := func(raw, name string) []byte {
		sum := crc32.ChecksumIEEE([]byte(raw))
		body := append([]byte{1, byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)}, name...)
		return append([]byte{0x75, 0x70, byte(len(body)), 0}, body...)
	}
	for want, how := range map[string]struct {
		raw   string
		flag  bool
		extra []byte
	}{
		"县财政局.xls": {raw: gbk("县财政局.xls")},
		"联通.xls":   {raw: gbk("联通.xls")}, // valid UTF-8 by chance
		"夏镇.xls":   {raw: "夏镇.xls"},      // UTF-8 without the flag, as macOS writes it
		"昭阳.xls":   {raw: "昭阳.xls", flag: true},
		"留庄.xls":   {raw: gbk("留庄.xls"), flag: true}, // a flag that lies
		"韩庄.xls":   {raw: "hanzhuang.xls", extra: field("hanzhuang.xls", "韩庄.xls")},
		"old.xls":  {raw: "old.xls", extra: field("new.xls", "旧名.xls")}, // the field of another name
		"plain":    {raw: "plain"},
	} {
		data := zipOf(func(h *zip.FileHeader) {
			h.NonUTF8, h.Extra = !how.flag, how.extra
			if how.flag {
				h.Flags |= 0x800
			}
		}, in{how.raw, "x"})
		sees(t, listed(t, Limits{}, map[string]string{"a.zip": string(data)}), map[string]string{"a.zip › " + want: "x"})
	}
}

func TestHostileNames(t *testing.T) {
	data := zipOf(rawNames, in{`..\..\etc\passwd`, "1"}, in{"/abs/a.xls", "2"}, in{`C:\表\b.xls`, "3"}, in{"a\x00b\x1b[31m.xls", "4"}, in{"x › y.xls", "5"},
		in{"same.xls", "6"}, in{"./same.xls", "7"}, in{"..", "8"}, in{"same (2).xls", "9"}, in{"\u202egpj.xls", "0"}, in{strings.Repeat("长", 300) + ".xls", "a"})
	sees(t, listed(t, Limits{}, map[string]string{"h.zip": string(data)}), map[string]string{
		"h.zip › etc/passwd": "1", "h.zip › abs/a.xls": "2", "h.zip › 表/b.xls": "3", "h.zip › ab[31m.xls": "4", "h.zip › x > y.xls": "5", "h.zip › same.xls": "6",
		"h.zip › same (2).xls": "7", "h.zip › 无名": "8", "h.zip › same (2) (2).xls": "9", "h.zip › gpj.xls": "0", "h.zip › " + strings.Repeat("长", 116) + ".xls": "a"})
}

func TestNestedArchives(t *testing.T) {
	leaf := in{"县财政局/表.xls", "甲"}
	inner := string(rar5(leaf, in{"图.png", "图"}))
	files := listed(t, Limits{}, map[string]string{"2019-07-03/上半年.zip": string(zipOf(nil, in{"街道/夏镇.rar", inner}, in{"__MACOSX/街道/._夏镇.rar", inner}, in{"~$a.xls", "锁"}))})
	sees(t, files, map[string]string{
		"2019-07-03/上半年.zip › 街道/夏镇.rar › 县财政局/表.xls": "甲", "2019-07-03/上半年.zip › 街道/夏镇.rar › 图.png": "图",
		"2019-07-03/上半年.zip › __MACOSX/街道/._夏镇.rar": "~system", "2019-07-03/上半年.zip › ~$a.xls": "~temporary"})
	f := files["2019-07-03/上半年.zip › 街道/夏镇.rar › 县财政局/表.xls"]
	if f.Folder != "2019-07-03/上半年/街道/夏镇/县财政局" || f.Received != "2019-07-03" {
		t.Errorf("folder %q, received %q", f.Folder, f.Received)
	}
}

func TestReceivedFromFoldersInArchives(t *testing.T) {
	files := listed(t, Limits{}, map[string]string{"上半年.zip": string(zipOf(nil, in{"2019-07-05/a.xls", "甲"}, in{"b.xls", "乙"}))})
	if got := files["上半年.zip › 2019-07-05/a.xls"].Received + "|" + files["上半年.zip › b.xls"].Received; got != "2019-07-05|" {
		t.Error(got)
	}
}

func TestEmptyArchives(t *testing.T) {
	for name, data := range map[string][]byte{"a.zip": zipOf(nil), "a.rar": rar5(), "a.7z": sevenFile7z(nil, nil), "a.tgz": gzipOf("", make([]byte, 0))} {
		want := map[string]string{name: "!empty"}
		if name == "a.tgz" {
			want = map[string]string{"a.tgz › a": ""}
		}
		sees(t, listed(t, Limits{}, map[string]string{name: string(data)}), want)
	}
}

func TestEncryptedArchives(t *testing.T) {
	a := in{"a.xls", "甲"}
	locked := zipOf(func(h *zip.FileHeader) { h.Flags |= 1 }, a)
	aes := seven("\x06\xf1\x07\x01", a)
	headers := rar5()
	headers = append(append([]byte{}, headers[:8]...), rar5Block(4, 0, 0, append([]byte{0, 0, 15}, make([]byte, 16)...))...)
	sees(t, listed(t, Limits{}, map[string]string{"a.zip": string(locked), "b.rar": string(rar5With(0, true, a)), "c.7z": string(aes), "d.rar": string(headers)}),
		map[string]string{"a.zip › a.xls": "!encrypted", "b.rar › a.xls": "!encrypted", "c.7z › a.xls": "!encrypted", "d.rar": "!encrypted"})
}

func TestUnknownMethods(t *testing.T) {
	data := zipOf(func(h *zip.FileHeader) { h.Method = zip.Store }, in{"a.xls", "甲"}, in{"b.xls", "乙"})
	for _, magic := range []string{"PK\x01\x02", "PK\x03\x04"} {
		at := strings.Index(string(data), magic)
		data[at+8+2*len(magic)/4*(int(magic[2])&1)] = 9 // Deflate64, of the first only
	}
	got := listed(t, Limits{}, map[string]string{"a.zip": string(data), "b.7z": string(seven("\x03\x04\x01", in{"a.xls", "甲"})),
		"c.cab": "MSCF\x00\x00\x00\x00", "d.xz": "\xfd7zXZ\x00\x00", "e.zip.002": "rest", "f.exe": "MZ\x00\x00", "g.z01": "x", "winmail.dat": "\x78\x9f\x3e\x22\x00", "h.lzh": "\x20\x00-lh5-\x00",
		"i.msg": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512) + string(outlook)})
	sees(t, got, map[string]string{"a.zip › a.xls": "!unsupported", "a.zip › b.xls": "乙", "b.7z › a.xls": "!unsupported", "c.cab": "!unsupported", "d.xz": "!unsupported",
		"e.zip.002": "!unsupported", "f.exe": "!unsupported", "g.z01": "!unsupported", "winmail.dat": "!unsupported", "h.lzh": "!unsupported", "i.msg": "!unsupported"})
}

func TestDamagedArchives(t *testing.T) {
	list := []in{{"a.xls", strings.Repeat("甲", 50)}, {"b.xls", strings.Repeat("乙", 50)}}
	stored := func(h *zip.FileHeader) { h.Method = zip.Store }
	for name, c := range map[string]struct {
		data []byte
		a, b string // problem of each, "-" when it cannot be listed
		self string
	}{
		"crc.zip":      {flip(zipOf(stored, list...), "乙"), "", "corrupt", ""},
		"crc.rar":      {flip(rar5(list...), "乙"), "", "corrupt", ""},
		"crc4.rar":     {flip(rar4(list...), "乙"), "", "corrupt", ""},
		"crc.7z":       {flip(seven("\x00", list...), "乙"), "", "corrupt", ""},
		"cut.zip":      {cutAfter(zipOf(stored, list...), "乙"), "", "corrupt", "corrupt"},
		"directory":    {cutAfter(zipOf(nil, list...), "PK\x01\x02"), "", "", "corrupt"},
		"cut.rar":      {cutAfter(rar5(list...), "乙"), "", "corrupt", "corrupt"},
		"end.rar":      {rar5(list...)[:len(rar5(list...))-3], "", "", "corrupt"},
		"end4.rar":     {rar4(list...)[:len(rar4(list...))-3], "", "", "corrupt"},
		"header.rar":   {rar5(list...)[:len(rar5(list...))-8-150-9], "", "-", "corrupt"},
		"header4.rar":  {rar4(list...)[:len(rar4(list...))-7-150-9], "", "-", "corrupt"},
		"cut.7z":       {cutAfter(seven("\x00", list...), "乙"), "-", "-", "corrupt"},
		"cut.tar":      {cutAfter(tarOf(list...), "乙"), "", "corrupt", "corrupt"},
		"cut.tgz":      {gzipOf("", tarOf(list...))[:100], "", "", "corrupt"},
		"trailer.tgz":  {flipAt(gzipOf("", tarOf(list...)), -6), "", "", "corrupt"},
		"header.7z":    {flipAt(seven("\x00", list...), -3), "-", "-", "corrupt"},
		"start.7z":     {flipAt(seven("\x00", list...), 14), "-", "-", "corrupt"},
		"signature.7z": {seven("\x00", list...)[:20], "-", "-", "corrupt"},
	} {
		want := map[string]string{}
		for i, problem := range []string{c.a, c.b} {
			switch problem {
			case "":
				want[name+Sep+list[i].name] = list[i].content
			case "-":
			default:
				want[name+Sep+list[i].name] = "!" + problem
			}
		}
		if c.self != "" {
			want[name] = "!" + c.self
		}
		t.Run(name, func(t *testing.T) { sees(t, listed(t, Limits{}, map[string]string{name: string(c.data)}), want) })
	}
}

// Old archives, and later ones by the switch -en, have no block that says "end";
// what ends where a block ends is whole, unless its head says that more follows.
func TestRarWithoutEnd(t *testing.T) {
	a, b := in{"a.xls", strings.Repeat("甲", 50)}, in{"b.xls", strings.Repeat("乙", 50)}
	five, four := rar5(a, b), rar4(a, b)
	five, four = five[:len(five)-8], four[:len(four)-7]
	const head5, head4 = 8, 7 // of the main blocks
	promising := func(extra ...byte) []byte {
		body := append([]byte{1, 1, byte(len(extra)), 0}, extra...) // main block with an extra area; archive flags 0
		body = append(vint(len(body)), body...)
		main := append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)), body...)
		return slices.Concat(five[:head5], main, five[head5+8:])
	}
	flagged := func(flags byte) []byte {
		out := slices.Clone(four)
		out[head4+3] |= flags
		sum := crc32.ChecksumIEEE(out[head4+2 : head4+13])
		out[head4], out[head4+1] = byte(sum), byte(sum>>8)
		return out
	}
	comment := append(slices.Clone(five), rar5Block(3, 2, 40, nil)...)
	for name, c := range map[string]struct {
		data  []byte
		whole bool
	}{
		"5.rar": {five, true}, "4.rar": {four, true}, "recovery4.rar": {flagged(0x40), false}, "volume4.rar": {flagged(1), false},
		"near.rar": {promising(4, 1, 1, 100, 0), true}, "far.rar": {promising(4, 1, 1, 0xff, 0x7f), false},
		"recovery.rar": {promising(5, 1, 2, 0xff, 0x7f, 0), false},
		"aside.rar":    {append(slices.Clone(comment), make([]byte, 40)...), true}, "cut aside.rar": {append(slices.Clone(comment), make([]byte, 30)...), false},
	} {
		want := map[string]string{name + Sep + a.name: a.content, name + Sep + b.name: b.content}
		if !c.whole {
			want[name] = "!corrupt"
		}
		t.Run(name, func(t *testing.T) { sees(t, listed(t, Limits{}, map[string]string{name: string(c.data)}), want) })
	}
}

func TestCutBeforeTheFirstFile(t *testing.T) {
	data := gzipOf("", tarOf(in{"a.xls", "甲"}))[:40]
	sees(t, listed(t, Limits{}, map[string]string{"a.tgz": string(data)}), map[string]string{"a.tgz › a": "!corrupt"})
}

// flip changes a byte of the first place where s stands.
func flip(data []byte, s string) []byte { return flipAt(data, strings.Index(string(data), s)) }

func flipAt(data []byte, at int) []byte {
	if at < 0 {
		at += len(data)
	}
	data[at] ^= 0x11
	return data
}

// cutAfter leaves the first place where s stands, and nothing behind.
func cutAfter(data []byte, s string) []byte { return data[:strings.Index(string(data), s)+len(s)] }

func TestVolumes(t *testing.T) {
	first := []byte("Rar!\x1a\x07\x01\x00")
	first = append(first, rar5Block(1, 0, 0, vint(1))...)
	whole, split := in{"a.xls", "甲"}, in{"b.xls", "乙乙乙乙"}
	first = append(append(first, rar5File(whole, false)...), whole.content...)
	h := rar5File(split, false)
	body := h[4:]
	body[2] |= 0x10                        // continues in the next volume
	body[3] = byte(len(split.content) / 2) // of which half is here
	sum := crc32.ChecksumIEEE(body)
	first = append(first, byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24))
	first = append(append(first, body...), split.content[:len(split.content)/2]...)
	first = append(first, rar5Block(5, 0, 0, vint(1))...)
	second := append([]byte("Rar!\x1a\x07\x01\x00"), rar5Block(1, 0, 0, append(vint(3), vint(1)...))...)
	second = append(second, rar5Block(5, 0, 0, vint(0))...)
	got := listed(t, Limits{}, map[string]string{"x.part1.rar": string(first), "x.part2.rar": string(second)})
	sees(t, got, map[string]string{"x.part1.rar › a.xls": "甲", "x.part1.rar › b.xls": "!unsupported", "x.part1.rar": "!unsupported", "x.part2.rar": "!unsupported"})
	if p := fmt.Sprint(got["x.part2.rar"].failed); !strings.Contains(p, "分卷") {
		t.Error(p)
	}
}

// Zips glued into one file are all read; what lies in no directory is told of,
// and what every zip may have around it is no fault.
func TestGluedZips(t *testing.T) {
	one, two := zipOf(nil, in{"a.xls", "甲"}, in{"同名.xls", "乙"}), zipOf(nil, in{"同名.xls", "丙"})
	cut := one[:strings.Index(string(one), "PK\x01\x02")]
	empty := zipOf(nil)
	glue := func(parts ...[]byte) []byte { return slices.Concat(parts...) }
	first := map[string]string{"a.xls": "甲", "同名.xls": "乙"}
	both := map[string]string{"a.xls": "甲", "同名.xls": "乙", "同名 (2).xls": "丙"}
	last := map[string]string{"同名.xls": "丙"}
	comment := slices.Clone(one)
	comment[len(comment)-2] = 3
	for name, c := range map[string]struct {
		data []byte
		want map[string]string
		lost bool
	}{
		"two.zip": {glue(one, two), both, false}, "gap.zip": {glue(one, []byte("\r\n\r\n"), two), both, false},
		"three.zip":        {glue(one, two, zipOf(nil, in{"c.xls", "丁"})), map[string]string{"a.xls": "甲", "同名.xls": "乙", "同名 (2).xls": "丙", "c.xls": "丁"}, false},
		"empty behind.zip": {glue(one, empty), first, false}, "empty before.zip": {glue(empty, two), last, false},
		"marked.zip": {glue([]byte("PK\x07\x08"), two), last, false}, "padded.zip": {glue(one, make([]byte, 512)), first, false},
		"comment.zip": {glue(comment, []byte("PK\x03")), first, false}, "newline.zip": {glue(one, []byte("\r\n")), first, false},
		"stored.zip":     {zipOf(func(h *zip.FileHeader) { h.Method = zip.Store }, in{"里.dat", string(glue(two, []byte("尾")))}), map[string]string{"里.dat › 同名.xls": "丙"}, false},
		"cut before.zip": {glue(cut, two), last, true}, "cut behind.zip": {glue(two, cut), last, true},
		"rar behind.zip": {glue(two, rar5(in{"a.xls", "甲"})), last, true},
		"many.zip":       {glue(one, bytes.Repeat(two, gluedMost)), nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			got := listed(t, Limits{}, map[string]string{name: string(c.data)})
			want := map[string]string{}
			for path, content := range c.want {
				want[name+Sep+path] = content
			}
			if c.lost {
				want[name] = "!corrupt"
			}
			if c.want == nil {
				if got[name].failed == nil || len(got) != gluedMost+1 {
					t.Errorf("%d listed, %v", len(got), got[name].failed)
				}
				return
			}
			sees(t, got, want)
		})
	}
}

// A workbook whose list of parts is missing is a damaged workbook, not an archive
// of its parts; a folder's name with content behind it is a file.
func TestPartsOfAWorkbookAreNoMembers(t *testing.T) {
	book := string(zipOf(nil, in{"xl/workbook.xml", "<workbook/>"}, in{"xl/worksheets/sheet1.xml", "<worksheet/>"}))
	files := listed(t, Limits{}, map[string]string{"a.xlsx": book})
	if _, ok := files["a.xlsx"]; !ok || len(files) != 1 {
		t.Errorf("%v", files)
	}
	odd := string(zipOf(nil, in{"b.csv", "甲"}, in{"a.csv", "乙"}))
	odd = strings.ReplaceAll(odd, "a.csv", "a.cs/") // a writer would refuse content under such a name
	sees(t, listed(t, Limits{}, map[string]string{"x.zip": odd}), map[string]string{"x.zip › a.cs": "乙", "x.zip › b.csv": "甲"})
}
