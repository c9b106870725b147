package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// rich is a unit's workbook with what people put into workbooks: a picture, a
// chart, drop-downs, conditional formats, print settings, filters, names, and a
// second sheet in view.
func rich(t testing.TB) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(sent(t)))
	check := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	check(err)
	defer f.Close()
	var dot bytes.Buffer
	check(png.Encode(&dot, image.NewGray(image.Rect(0, 0, 8, 8))))
	for _, sheet := range []string{"填报表", "附表"} {
		if sheet == "附表" {
			_, err = f.NewSheet(sheet)
			check(err)
			for i := range 5 {
				check(f.SetCellStr(sheet, ref(i+1, 1), "附表内容"))
				check(f.SetCellInt(sheet, ref(i+1, 2), int64(i)))
			}
		}
		check(f.AddPictureFromBytes(sheet, "K2", &excelize.Picture{Extension: ".png", File: dot.Bytes(), Format: &excelize.GraphicOptions{}}))
		list := excelize.NewDataValidation(true)
		list.Sqref = "D5:D20"
		check(list.SetDropList([]string{"已完成", "正在推进"}))
		check(f.AddDataValidation(sheet, list))
		red, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "FF0000"}})
		check(err)
		check(f.SetConditionalFormat(sheet, "E5:E20", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "1", Format: &red}}))
		check(f.SetConditionalFormat(sheet, "B1:B5", []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6", BarSolid: true}}))
		check(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: quoted(sheet) + "!$A$1:$H$20", Scope: sheet}))
		check(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted(sheet) + "!$4:$4", Scope: sheet}))
		width := 1
		check(f.SetPageLayout(sheet, &excelize.PageLayoutOptions{FitToWidth: &width}))
	}
	check(f.AutoFilter("附表", "A1:B5", nil))
	check(f.SetDefinedName(&excelize.DefinedName{Name: "选项", RefersTo: "'附表'!$A$1:$A$5"}))
	check(f.AddChart("附表", "D2", &excelize.Chart{Type: excelize.Bar, Series: []excelize.ChartSeries{{Name: "附表!$A$1", Categories: "附表!$A$1:$A$5", Values: "附表!$B$1:$B$5"}}}))
	check(f.AddComment("附表", excelize.Comment{Cell: "A2", Author: "填报人", Text: "附表的批注"}))
	f.SetActiveSheet(2)
	f.SetZipWriter(orderedZip)
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

func packageOf(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// elements gives the children of a part's element of a name, each as its tags, in
// no order: programs differ in it.
func elements(t testing.TB, part, name string) []string {
	t.Helper()
	var list [][]string
	sorted := func() (out []string) {
		for _, tags := range list {
			slices.Sort(tags)
			out = append(out, strings.Join(tags, ""))
		}
		return out
	}
	d := xml.NewDecoder(strings.NewReader(part))
	depth, in := 0, -1
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return sorted()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			depth++
			if e.Name.Local == name && in < 0 {
				in = depth
			} else if in > 0 {
				if depth == in+1 {
					list = append(list, nil)
				}
				var attrs []string
				for _, a := range e.Attr {
					switch a.Value {
					case "0", "false": // the same as not there
					case "true":
						attrs = append(attrs, a.Name.Local+"=1")
					default:
						attrs = append(attrs, a.Name.Local+"="+a.Value)
					}
				}
				slices.Sort(attrs)
				list[len(list)-1] = append(list[len(list)-1], "<"+e.Name.Local+" "+strings.Join(attrs, " ")+">")
			}
		case xml.EndElement:
			if depth == in {
				return sorted()
			}
			depth--
		}
	}
}

func TestMarkKeepsTheOtherParts(t *testing.T) {
	libre, _ := filepath.Glob("testdata/*.xlsx")
	files := map[string][]byte{"rich.xlsx": rich(t)}
	for _, name := range libre {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	for name, data := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			in := marking(t, name, data)
			out, err := in.original()
			if err != nil {
				t.Fatal("not marked as it is:", err)
			}
			before, after := packageOf(t, data), packageOf(t, out)
			for part, text := range before {
				switch {
				case slices.Contains([]string{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", contentTypes, "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
					"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}, part):
				case strings.HasPrefix(part, "xl/worksheets/sheet"):
					if after[part] != strings.Replace(text, ` tabSelected="true"`, "", 1) && after[part] != strings.Replace(text, ` tabSelected="1"`, "", 1) {
						t.Errorf("%s has changed", part)
					}
				case after[part] != text:
					t.Errorf("%s has changed", part)
				}
			}
			for _, kind := range []string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "colors", "extLst"} {
				old, now := elements(t, before["xl/styles.xml"], kind), elements(t, after["xl/styles.xml"], kind)
				if len(now) < len(old) {
					t.Errorf("%d of %d %s are left", len(now), len(old), kind)
					continue
				}
				for i := range old {
					if now[i] != old[i] {
						t.Errorf("%s %d: %s became %s", kind, i, old[i], now[i])
					}
				}
			}
			for _, kind := range []string{"dataValidations", "mergeCells", "pageSetup", "pageMargins", "extLst", "sheetProtection", "cols"} {
				old, now := elements(t, before["xl/worksheets/sheet1.xml"], kind), elements(t, after["xl/worksheets/sheet1.xml"], kind)
				if !slices.Equal(old, now) {
					t.Errorf("%s of the marked sheet: %v became %v", kind, old, now)
				}
			}
			old, now := senderFormats(t, before["xl/worksheets/sheet1.xml"]), senderFormats(t, after["xl/worksheets/sheet1.xml"])
			if !slices.Equal(old, now) {
				t.Errorf("conditional formats of the marked sheet: %v became %v", old, now)
			}
			sameNames(t, data, out)
			for part, text := range after {
				if strings.HasSuffix(part, ".vml") || strings.HasSuffix(part, ".xml") || strings.HasSuffix(part, ".rels") {
					wellFormed(t, part, text)
				}
			}
		})
	}
}

var (
	conditional = regexp.MustCompile(`(?s)<conditionalFormatting.*?</conditionalFormatting>`)
	priority    = regexp.MustCompile(`priority=\d+`)
)

// senderFormats are the conditional formats of a sheet in their order, without our own.
func senderFormats(t testing.TB, part string) (out []string) {
	t.Helper()
	for _, one := range conditional.FindAllString(part, -1) {
		if !coloured.MatchString(one) {
			out = append(out, priority.ReplaceAllString(strings.Join(elements(t, one, "conditionalFormatting"), ""), ""))
		}
	}
	return out
}

// wellFormed: every prefix of a part is declared.
func wellFormed(t *testing.T, part, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", part, err)
			return
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range append(e.Attr, xml.Attr{Name: e.Name}) {
			if a.Name.Space != "" && a.Name.Space != "xmlns" && a.Name.Space != "xml" && !strings.ContainsAny(a.Name.Space, ":/") {
				t.Errorf("%s: the prefix %s is not declared", part, a.Name.Space)
				return
			}
		}
	}
}

// sameNames: names mean the same sheets as before.
func sameNames(t *testing.T, before, after []byte) {
	t.Helper()
	old, _ := opened(t, before)
	now, _ := opened(t, after)
	for _, name := range old.GetDefinedName() {
		if !slices.ContainsFunc(now.GetDefinedName(), func(n excelize.DefinedName) bool {
			return n.Name == name.Name && n.Scope == name.Scope && n.RefersTo == name.RefersTo
		}) {
			t.Errorf("the name %+v is not there any more", name)
		}
	}
	if now.GetActiveSheetIndex() != 0 {
		t.Errorf("sheet %d is in view", now.GetActiveSheetIndex())
	}
}

// rebuilt gives a package with other names for some parts, also where they are referred to.
func rebuilt(t *testing.T, data []byte, names ...string) []byte {
	t.Helper()
	parts := packageOf(t, data)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range keys(parts) {
		text := parts[name]
		for i := 0; i < len(names); i += 2 {
			base := func(name string) string { return strings.TrimPrefix(name, "xl/") }
			if strings.HasSuffix(name, ".rels") || name == contentTypes {
				text = strings.ReplaceAll(text, base(names[i]), base(names[i+1]))
			}
			if name == names[i] {
				name = names[i+1]
			}
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Programs number comments and their drawings in other ways than the library.
func TestMarkCommentsByOtherNumbers(t *testing.T) {
	alone := func() []byte {
		f := excelize.NewFile()
		defer f.Close()
		f.SetSheetName("Sheet1", "填报表")
		f.SetCellStr("填报表", "A1", "任务")
		f.NewSheet("附表")
		f.SetCellStr("附表", "A2", "附表内容")
		if err := f.AddComment("附表", excelize.Comment{Cell: "A2", Author: "填报人", Text: "附表的批注"}); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	for name, c := range map[string]struct {
		data []byte
		own  string // the first sheet's comment on B5
	}{
		"numbered apart":         {rebuilt(t, rich(t), "xl/comments1.xml", "xl/comments9.xml"), "另一条"},
		"crossed":                {rebuilt(t, rich(t), "xl/comments1.xml", "xl/comments5.xml", "xl/comments2.xml", "xl/comments1.xml"), "另一条"},
		"the second sheet's two": {rebuilt(t, alone, "xl/comments1.xml", "xl/comments2.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml"), ""},
		"in a folder":            {rebuilt(t, rich(t), "xl/comments1.xml", "xl/comments/comment1.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/commentsDrawing1.vml"), "另一条"},
	} {
		t.Run(name, func(t *testing.T) {
			in := marking(t, "x.xlsx", c.data)
			out, err := in.original()
			if err != nil {
				t.Fatal("not marked as it is:", err)
			}
			f, _ := opened(t, out)
			got := comments(t, f, "填报表")
			if got["B5"] != c.own || !strings.Contains(got["E6"], "须改正") || comments(t, f, "附表")["A2"] != "附表的批注" {
				t.Errorf("comments %q, %q", got, comments(t, f, "附表"))
			}
			for part := range packageOf(t, out) {
				if strings.Contains(part, "reserved") {
					t.Errorf("the part %s is left", part)
				}
			}
		})
	}
}

// packed is a package of the parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range keys(parts) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, parts[name])
	}
	z.Close()
	return b.Bytes()
}

func TestExtensionOfTemplates(t *testing.T) {
	const plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	for kind, want := range map[string]string{"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": ".xltx", "application/vnd.ms-excel.template.macroEnabled.main+xml": ".xltm"} {
		parts := packageOf(t, sent(t))
		parts[contentTypes] = strings.ReplaceAll(parts[contentTypes], plain, kind)
		if got := Extension(marked(t, marking(t, "x"+want, packed(t, parts)))); got != want {
			t.Errorf("a template goes back as %s, want %s", got, want)
		}
	}
}

func TestMarkMacroWorkbook(t *testing.T) {
	const plain, macro = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
	parts := packageOf(t, sent(t))
	const project = `<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`
	parts[contentTypes] = strings.ReplaceAll(strings.ReplaceAll(parts[contentTypes], plain, macro), "</Types>", project)
	parts[relsOf(sheetList)] = strings.ReplaceAll(parts[relsOf(sheetList)], "</Relationships>",
		`<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`)
	parts["xl/vbaProject.bin"] = "\xd0\xcf\x11\xe0 macros"
	in := marking(t, "x.xlsm", packed(t, parts))
	if in.Grid.Format != "xlsm" {
		t.Fatalf("read as %s", in.Grid.Format)
	}
	out, err := in.original()
	if err != nil {
		t.Fatal("not marked as it is:", err)
	}
	back := packageOf(t, out)
	if back["xl/vbaProject.bin"] != parts["xl/vbaProject.bin"] || !strings.Contains(back[relsOf(sheetList)], "/vbaProject") || !strings.Contains(back[contentTypes], "vbaProject.bin") {
		t.Error("the macros are lost")
	}
	if got := Extension(marked(t, in)); got != ".xlsm" {
		t.Errorf("macros go back as %s", got)
	}
	if got := Extension(marked(t, marking(t, "x.xlsx", sent(t)))); got != ".xlsx" {
		t.Errorf("a plain workbook goes back as %s", got)
	}
}
