package typeset

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"zwgk/pkg/document"
)

func setPDF(t testing.TB, doc *document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := PDF(&b, doc, testFonts()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inflated is the data of a stream object.
func inflated(t testing.TB, object []byte) []byte {
	t.Helper()
	_, data, _ := bytes.Cut(object, []byte("stream\n"))
	if !bytes.Contains(object, []byte("/FlateDecode")) {
		return data
	}
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	fontEntry = regexp.MustCompile(`/(F\w+) (\d+) 0 R`)
	mapEntry  = regexp.MustCompile(`<(\w{4})> <(\w+)>`)
	textOp    = regexp.MustCompile(`(?s)/(F\w+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj`)
	contents  = regexp.MustCompile(`/Contents (\d+) 0 R`)
)

// unicodeMaps are the ToUnicode maps of a file by font resource.
func unicodeMaps(t testing.TB, f *file) map[string]map[uint16]string {
	t.Helper()
	out := map[string]map[uint16]string{}
	for _, m := range fontEntry.FindAllSubmatch(f.objects[2], -1) {
		codes := map[uint16]string{}
		font := f.objects[number(string(m[2]))]
		for _, e := range mapEntry.FindAllSubmatch(inflated(t, f.objects[numberIn(unicodeRef, font)]), -1) {
			code, _ := strconv.ParseUint(string(e[1]), 16, 16)
			var units []uint16
			for i := 0; i < len(e[2]); i += 4 {
				u, _ := strconv.ParseUint(string(e[2][i:i+4]), 16, 16)
				units = append(units, uint16(u))
			}
			codes[uint16(code)] = string(utf16.Decode(units))
		}
		out[string(m[1])] = codes
	}
	return out
}

var unescape = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r")

// copied is the text of each page as a reader would copy it, without page numbers.
func copied(t testing.TB, data []byte) []string {
	t.Helper()
	f, err := readFile(data)
	if err != nil {
		t.Fatal(err)
	}
	maps := unicodeMaps(t, f)
	var out []string
	for _, object := range f.objects {
		if !bytes.HasPrefix(object, []byte("<</Type /Page\n")) {
			continue
		}
		var text strings.Builder
		font := ""
		for _, m := range textOp.FindAllSubmatch(inflated(t, f.objects[numberIn(contents, object)]), -1) {
			if len(m[1]) > 0 {
				font = string(m[1])
				continue
			}
			raw := unescape.Replace(string(m[2]))
			for i := 0; i+1 < len(raw); i += 2 {
				s, ok := maps[font][uint16(raw[i])<<8|uint16(raw[i+1])]
				if !ok {
					t.Fatalf("code %x of %s has no text", raw[i:i+2], font)
				}
				text.WriteString(s)
			}
		}
		out = append(out, regexp.MustCompile(`— \d+ —$`).ReplaceAllString(text.String(), ""))
	}
	return out
}

func TestTextComesBackInOrder(t *testing.T) {
	texts := []string{"姓名𬱖、𠮷，网址http://www.example.gov.cn/a_(b)?c=\\d\\(e)，完成85.0%——" + prose(500) + "……", "中文abc\x00\u200b\ufe0f\ufeff与 English text，“引号”‘单引号’①㎡℃。", prose(900)}
	got := strings.Join(copied(t, setPDF(t, paragraphs(texts...))), "")
	want := strip(clean(strings.Join(texts, "")))
	if strip(got) != want {
		t.Errorf("got  %q\nwant %q", strip(got), want)
	}
}

func TestEveryBlockIsCopiedWhole(t *testing.T) {
	d := &document.Document{Title: "题名", Note: "注", To: "各单位", From: "署名", Date: "2019-07-15", Blocks: []document.Block{
		document.Heading{Level: 1, Text: "一、标题"}, document.Paragraph{Text: "正文\n第二段"},
		document.Table{Caption: "表", Header: []string{"甲", "乙"}, Rows: [][]string{{"丙\n丁", "戊"}, {"己"}}},
		document.Chart{Caption: "图", Labels: []string{"庚"}, Values: []float64{1}, Texts: []string{"1分"}, Max: 2}}}
	got := strip(strings.Join(copied(t, setPDF(t, d)), "|"))
	if got != "题名注各单位：一、标题正文第二段表甲乙丙丁戊己图庚1分署名2019年7月15日" {
		t.Error(got)
	}
}

func TestSameBytesAlsoInParallel(t *testing.T) {
	want := setPDF(t, sampleReport())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if got := setPDF(t, sampleReport()); !bytes.Equal(got, want) {
				t.Error("other bytes")
			}
		})
	}
	wait.Wait()
}

func TestArchivableFile(t *testing.T) {
	data := string(setPDF(t, sampleReport()))
	for _, part := range []string{"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "/ID [<", "/Metadata ", "/S /GTS_PDFA1", "/Lang (zh-CN)", "<pdfaid:part>2</pdfaid:part>",
		"/Outlines ", "/StructTreeRoot ", "/Marked true", "/Count -1", "+NotoSerifSC-Black", "/CreationDate (D:20190715000000Z)"} {
		if !strings.Contains(data, part) {
			t.Errorf("no %q", part)
		}
	}
	for _, part := range []string{"/EmbeddedFiles", "/utf8", "/Transparency", "/JavaScript"} {
		if strings.Contains(data, part) {
			t.Errorf("%q is in it", part)
		}
	}
	if undated := string(setPDF(t, paragraphs("甲"))); strings.Contains(undated, "Date") {
		t.Error("an undated document has a date")
	}
}

func TestStructureTree(t *testing.T) {
	f := testFaces(t)
	ps := pages(f.compose(sampleReport()))
	f.folios(ps)
	order, subsets := fontSubsets(ps)
	if _, err := draw(ps, order, subsets); err != nil {
		t.Fatal(err)
	}
	tags := map[string]int{}
	for _, k := range f.tree.kids {
		if !k.empty() {
			tags[k.tag]++
		}
	}
	if tags["H1"] != 1 || tags["H2"] != 2 || tags["H3"] != 1 || tags["H4"] != 1 || tags["Table"] != 2 || tags["Figure"] != 1 {
		t.Error(tags)
	}
	for _, k := range f.tree.kids {
		if k.tag == "Table" && (len(k.kids) != 37 || k.kids[0].kids[0].tag != "TH" || len(k.kids[0].kids[0].marks) != 1) {
			t.Errorf("%d rows, header %v", len(k.kids), k.kids[0].kids[0])
		}
	}
}

func TestProfile(t *testing.T) {
	p := srgb()
	if u32(p, 0) != len(p) || string(p[36:40]) != "acsp" || string(p[12:24]) != "mntrRGB XYZ " {
		t.Errorf("header of %d bytes: % x", len(p), p[:40])
	}
	for i := range u32(p, 128) {
		tag := p[132+12*i:]
		if at, size := u32(tag, 4), u32(tag, 8); at%4 != 0 || at+size > len(p) {
			t.Errorf("tag %s at %d, %d bytes", tag[:4], at, size)
		}
	}
}

func TestMissingIsReported(t *testing.T) {
	missing, err := PDF(io.Discard, paragraphs("龘\xff一", "鱻"), testFonts())
	if err != nil || string(missing) != "鱻龘\ufffd" {
		t.Errorf("%q, %v", string(missing), err)
	}
}

func TestOneFaceDoes(t *testing.T) {
	var b bytes.Buffer
	missing, err := PDF(&b, sampleReport(), Fonts{Song: testFonts().Song})
	if err != nil || string(missing) != "𠮷𬱖" {
		t.Errorf("%q, %v", string(missing), err)
	}
	if _, err := PDF(&b, sampleReport(), Fonts{}); err == nil {
		t.Error("no font, no error")
	}
	if _, err := PDF(&b, sampleReport(), Fonts{Song: testFonts().Song, Kai: []byte("OTTO")}); err == nil || err.Error() != "font kai: not a TrueType file with outlines" {
		t.Errorf("error %v", err)
	}
}

func TestEmptyDocument(t *testing.T) {
	if got := copied(t, setPDF(t, &document.Document{})); len(got) != 1 || got[0] != "" {
		t.Errorf("%q", got)
	}
}

func FuzzPDF(f *testing.F) {
	for _, s := range []string{"", "政务公开", "𬱖\xff\u0000\ufe0f", "（（（", "a b\tc\r\nd", "附件：1.甲　2.乙", "附件1", "2019-07-15", "\U0001F600\ue000\uffff", "()\\", "——"} {
		f.Add(s, 3, 50.0)
	}
	f.Fuzz(func(t *testing.T, s string, n int, v float64) {
		d := &document.Document{Title: s, Number: s, To: s, From: s, Date: s, Note: s, Language: s, Blocks: []document.Block{
			document.PageBreak{}, document.Heading{Level: n % 5, Text: s}, document.Paragraph{Text: s, NoIndent: n%2 == 0, Align: s},
			document.Table{Caption: s, Header: []string{s, s}, Rows: [][]string{{s}, nil, {s, s, s}}, Widths: []float64{v, 1, v}, Align: []string{s}, Wide: n%3 == 0},
			document.Chart{Caption: s, Labels: []string{s}, Values: []float64{v, -v}, Texts: []string{s, s, s}, Max: v}}}
		copied(t, setPDF(t, d))
	})
}

func BenchmarkReport(b *testing.B) {
	doc := sampleReport()
	pages := len(setPages(b, doc))
	b.ReportAllocs()
	for b.Loop() {
		setPDF(b, doc)
	}
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkUnitPage(b *testing.B) {
	doc := paragraphs(prose(400))
	doc.Title = "县财政局2019年上半年政务公开工作情况"
	b.ReportAllocs()
	for b.Loop() {
		setPDF(b, doc)
	}
}
