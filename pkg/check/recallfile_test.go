package check

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// fileFaults are those of files that cannot be opened, and of units that have nothing to report.
func fileFaults() []roundFault {
	return []roundFault{
		{code: "F02", do: func(p *planting) ([]file, []string, bool) {
			f := p.locked()
			return []file{f}, []string{f.path}, f.content != ""
		}},
		{code: "F03", do: func(p *planting) ([]file, []string, bool) {
			kind := pickOf(p.r, foreignFiles...)
			noise := make([]byte, 200+p.r.Intn(2000))
			p.r.Read(noise)
			f := file{pickOf(p.r, p.m.unit, p.m.unit+"上半年进展情况", "扫描件") + kind.ending, kind.head + string(noise), ""}
			return []file{f}, []string{f.path}, true
		}},
		{code: "F04", do: func(p *planting) ([]file, []string, bool) {
			f := p.c.write(p.t, p.m)
			p.c.limits = pickOf(p.r, grid.Limits{Cells: 20 + p.r.Intn(20)}, grid.Limits{Text: int64(100 + p.r.Intn(200))}, grid.Limits{Row: 2 + p.r.Intn(3)})
			return []file{f}, []string{f.path}, true
		}},
		{code: "F10", do: func(p *planting) ([]file, []string, bool) {
			f, name := p.linkMail()
			return []file{f}, []string{f.path + " › " + name}, true
		}},
		{code: "U05", do: func(p *planting) ([]file, []string, bool) {
			plan := *p.c.Plan // the office has decided on all collectives
			plan.Undecided = nil
			p.c.Plan = &plan
			var idle []string
			for _, u := range p.c.roster.Units {
				if len(plan.Of(u.Name)) == 0 {
					idle = append(idle, u.Name)
				}
			}
			p.m.unit = pickOf(p.r, idle...)
			u, _ := p.c.roster.Unit(p.m.unit)
			p.m.written, p.m.file = pickOf(p.r, u.Name, u.Full), pickOf(p.r, p.m.unit, "上半年进展情况")
			f := p.c.write(p.t, p.m)
			return []file{f}, []string{f.path + " " + p.m.at[[2]string{"", "unit"}].cell}, true
		}},
	}
}

// foreignFiles are what units send instead of a table, by their first bytes.
var foreignFiles = []struct{ ending, head string }{
	{".pdf", "%PDF-1.4\n"}, {".jpg", "\xff\xd8\xff\xe0\x00\x10JFIF"}, {".png", "\x89PNG\r\n\x1a\n"}, {".tif", "II*\x00"}, {".rtf", "{\\rtf1\\ansi "}, {".gif", "GIF89a"},
	{".bmp", "BM\x36\x10\x00\x00\x00\x00\x00\x00"}, {".lnk", "L\x00\x00\x00\x01\x14\x02\x00"}, {".xlsx", "%PDF-1.7\n"},
}

// locked is the return with a password: as Excel sets one, as a zip program does, as LibreOffice
// does; "" for files that have none.
func (p *planting) locked() file {
	f := p.c.write(p.t, p.m)
	if !strings.HasPrefix(f.content, "PK") {
		return file{}
	}
	f.path = p.m.unit + f.path[strings.LastIndex(f.path, "."):]
	switch p.r.Intn(3) {
	case 0:
		sealed, err := excelize.Encrypt([]byte(f.content), &excelize.Options{Password: fmt.Sprintf("mm%d", p.r.Intn(1000))})
		if err != nil {
			p.t.Fatal(err)
		}
		f.content = string(sealed)
	case 1:
		f.content = zipLocked(f.content)
	default:
		f.path = p.m.unit + ".ods"
		f.content = zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">`+
			`<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`, "content.xml", f.content[:100])
	}
	return f
}

// zipLocked marks the parts of a package as encrypted ([APPNOTE] 4.4.4, bit 0).
func zipLocked(data string) string {
	out := []byte(data)
	for _, k := range []struct {
		magic string
		flags int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		for at := 0; ; at += 4 {
			i := strings.Index(data[at:], k.magic)
			if i < 0 {
				break
			}
			at += i
			binary.LittleEndian.PutUint16(out[at+k.flags:], binary.LittleEndian.Uint16(out[at+k.flags:])|1)
		}
	}
	return string(out)
}

// linkMail is a mail that has only a link to the return, beside an older return or alone. It gives
// the name by which the mail calls the file behind the link.
func (p *planting) linkMail() (file, string) {
	name := pickOf(p.r, "填报表", p.m.unit+"进展情况", "上半年（最终版）") + pickOf(p.r, ".xlsx", ".xls")
	link := pickOf(p.r, "http://mail.qq.com/cgi-bin/ftnExs_download?k=%d&code=e0", "https://kdocs.cn/l/c%d", "https://pan.baidu.com/s/1%d", "https://fs.163.com/fs/display/?p=%d")
	body, kind := fmt.Sprintf("您好，%s 在这里："+link+"，请查收。", name, p.r.Intn(1e6)), "plain"
	if p.r.Intn(2) == 0 {
		body, kind = fmt.Sprintf(`<p>您好：</p><div><b>超大附件</b> <a href="`+link+`">%s</a> (105.00M)</div>`, p.r.Intn(1e6), name), "html"
	}
	encoded := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	mail := "From: a@example.gov.cn\r\nDate: Thu, 04 Jul 2019 10:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/" + kind + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded(body) + "\r\n"
	if p.r.Intn(2) == 0 {
		f := p.c.write(p.t, p.m)
		mail += "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"=?utf-8?B?" + encoded("旧表"+f.path[strings.LastIndex(f.path, "."):]) +
			"?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded(f.content) + "\r\n"
	}
	return file{p.m.unit + ".eml", mail + "--b--\r\n", ""}, name
}

// proofFaults are cells that the office's form asks for, and files that are named and not sent.
func proofFaults(t *testing.T) []roundFault {
	asking := map[string]*form.Spec{}
	for field := range asked {
		asking[field] = specAsking(t, field)
	}
	return []roundFault{
		{code: "E07", do: func(p *planting) ([]file, []string, bool) {
			field := pickOf(p.r, form.FieldProgress, form.FieldLinks, form.FieldEvidence, form.FieldProblems, form.FieldNext, form.FieldRemark)
			p.c.Spec = asking[field]
			p.ongoing()
			for _, row := range p.m.rows {
				if row.values[field] == "" {
					row.values[field] = asked[field](p)
				}
			}
			return p.one(field, func() []target { return p.set(field, pickOf(p.r, "", "—", "/")) })
		}},
		{code: "E09", do: func(p *planting) ([]file, []string, bool) {
			name := pickOf(p.r, "会议纪要", "培训照片", "公开目录", p.m.unit+"自查报告") + pickOf(p.r, ".docx", ".pdf", ".jpg", ".xlsx")
			field := pickOf(p.r, form.FieldEvidence, form.FieldProgressText, form.FieldRemark)
			text := pickOf(p.r, "", "见", "详见附件：", "见附件2：") + name
			if p.ongoing(); field == form.FieldProgressText {
				text = strings.TrimSuffix(p.row.values[field], "。") + "，" + text + "。"
			}
			p.m.file = p.m.unit + "/" + p.m.file
			files, want, ok := p.one(field, func() []target { return p.set(field, text) })
			if p.r.Intn(2) == 0 { // sent along: nothing to blame
				files = append(files, file{p.m.unit + "/" + pickOf(p.r, "", "附件1：") + name, attached[name[strings.LastIndex(name, "."):]], ""})
				want = nil
			}
			return files, want, ok
		}},
	}
}

// asked are fields that an office may ask for, with what fills them.
var asked = map[string]func(p *planting) string{
	form.FieldProgress: func(p *planting) string { return fmt.Sprintf("%d%%", 31+p.r.Intn(60)) },
	form.FieldLinks:    func(p *planting) string { return address(p.r) },
	form.FieldEvidence: func(p *planting) string { return pickOf(p.r, "会议记录", "印发的文件") },
	form.FieldProblems: func(p *planting) string { return pickOf(p.r, "无", "人员调整较多。") },
	form.FieldNext:     func(p *planting) string { return pickOf(p.r, "年底前完成。", "第三季度开展督查。") },
	form.FieldRemark:   func(p *planting) string { return pickOf(p.r, "已核对", "由办公室汇总") },
}

// attached is what files of an ending begin with.
var attached = map[string]string{".docx": asDocx(&table{rows: [][]string{{"会议纪要"}}}), ".pdf": "%PDF-1.4\n", ".jpg": "\xff\xd8\xff\xe0\x00\x10JFIF",
	".xlsx": asXML([]*table{{name: "目录", rows: [][]string{{"名称", "页码"}, {"公开目录", "3"}}}})}

// specAsking is the form with one more field that the unit must fill in.
func specAsking(t *testing.T, field string) *form.Spec {
	t.Helper()
	f := policyFile(t, "form.yaml")
	parts := strings.Split(string(f.Data), "  - field: ")
	at := slices.IndexFunc(parts, func(s string) bool { return strings.HasPrefix(s, field+"\n") })
	parts[at] = strings.Replace(parts[at], "    filled_by: unit\n", "    filled_by: unit\n    required: true\n", 1)
	f.Data = []byte(strings.Join(parts, "  - field: "))
	spec, err := form.ParseSpec(f, policyFile(t, "words.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}
