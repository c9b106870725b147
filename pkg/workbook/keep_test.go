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

func partsOf(t testing.TB, data []byte) map[string]string {
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

// elements gives the children of a part's element of a name, each as its tags.
func elements(t testing.TB, part, name string) []string {
	t.Helper()
	var out []string
	d := xml.NewDecoder(strings.NewReader(part))
	depth, in := 0, -1
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return out
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
					out = append(out, "")
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
				out[len(out)-1] += "<" + e.Name.Local + " " + strings.Join(attrs, " ") + ">"
			}
		case xml.EndElement:
			if depth == in {
				return out
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
			before, after := partsOf(t, data), partsOf(t, out)
			for part, text := range before {
				switch {
				case slices.Contains([]string{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", contentTypes, "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
					"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}, part):
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
			for _, kind := range []string{"dataValidations", "conditionalFormatting", "mergeCells", "pageSetup", "pageMargins", "extLst", "sheetProtection", "cols"} {
				old, now := elements(t, before["xl/worksheets/sheet1.xml"], kind), elements(t, after["xl/worksheets/sheet1.xml"], kind)
				if !slices.Equal(old, now) {
					t.Errorf("%s of the marked sheet: %v became %v", kind, old, now)
				}
			}
			sameNames(t, data, out)
		})
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
