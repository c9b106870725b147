package grid

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// pack is an Open Packaging Conventions file (ECMA-376 Part 2): parts by
// lower-case name.
type pack struct {
	parts map[string]*part
	root  []relation // of the package itself
	*budget
}

func corrupt(format string, args ...any) error {
	return &Error{Kind: Corrupt, Message: fmt.Sprintf(format, args...) + "。请在 Excel 或 WPS 中打开原文件，另存后重新报送。"}
}

// tooLarge names the limit, "" for one that nobody can change.
func tooLarge(limit, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	if limit != "" {
		message += "（" + limit + "）"
	}
	return &Error{TooLarge, message + "。", limit}
}

// within puts the place before what is wrong there.
func within(place string, err error) error {
	if d, ok := err.(*Error); ok {
		told := *d
		told.Message = place + "：" + d.Message
		return &told
	}
	return err
}

func inSheet(name string, err error) error { return within("工作表“"+name+"”", err) }

var wordFormats = []string{"doc", "docx", "odt"}

// blame puts what went wrong into the workbook.
func (w *Workbook) blame(err error) *Workbook {
	var d *Error
	if errors.As(err, &d) {
		told := *d
		w.Err = &told
		if slices.Contains(wordFormats, w.Format) {
			told.Message = strings.ReplaceAll(d.Message, "Excel 或 WPS", "Word 或 WPS")
		}
	} else if err != nil {
		w.Err = &Error{Kind: Corrupt, Message: "文件已损坏（" + err.Error() + "）。"}
	}
	return w
}

// readPackage reads a zip file as the kind of office file that its parts tell.
// Without its directory it is damaged; what can still be found in it is read
// all the same.
func readPackage(data []byte, b *budget) *Workbook {
	p := &pack{budget: b}
	lost := p.list(data)
	if lost != nil {
		p.salvage(data)
	}
	root, err := p.rels("")
	if p.root = root; lost == nil {
		lost = err
	}
	wb := p.readMain()
	if lost == nil || wb.Err != nil && wb.Err.Kind == TooLarge {
		return wb
	}
	return wb.blame(lost)
}

func (p *pack) readMain() *Workbook {
	if p.parts["mimetype"] != nil || p.parts["content.xml"] != nil {
		return readODS(p)
	}
	main := p.mainPart()
	switch {
	case strings.HasSuffix(main, ".bin"):
		return refuse("xlsb", Unsupported, "这是 .xlsb 文件，还不能读。"+resave)
	case strings.HasPrefix(main, "xl/"):
		return readXlsx(p, main)
	case strings.HasPrefix(main, "word/"):
		return readDocx(p, main)
	}
	switch p.rootElement(main) {
	case "workbook":
		return readXlsx(p, main)
	case "document":
		return readDocx(p, main)
	case "presentation":
		return refuse("pptx", Unsupported, "这是演示文稿（.pptx），读不出表格。请报送 .xlsx 填报表。")
	}
	if format, ok := p.formatByParts(); ok {
		return (&Workbook{Format: format}).blame(corrupt("缺少主要部分，文件可能没有传完整"))
	}
	return refuse("zip", Unsupported, "这是压缩包，还不能直接读。请解压后报送里面的 .xlsx 填报表。")
}

// formatByParts tells by the parts that are left what a package without its main
// part was: "" where that is not known.
func (p *pack) formatByParts() (format string, ok bool) {
	below := map[string]bool{}
	for name := range p.parts {
		top, _, _ := strings.Cut(name, "/")
		below[top+"/"] = strings.Contains(name, "/") || below[top+"/"]
	}
	switch {
	case below["xl/"]:
		return "xlsx", true
	case below["word/"]:
		return "docx", true
	}
	if p.parts["meta-inf/manifest.xml"] != nil && p.parts["styles.xml"] != nil {
		return "ods", true
	}
	return "", p.parts["[content_types].xml"] != nil
}

// rootElement gives the local name of a part's first element, "" without one.
func (p *pack) rootElement(part string) string {
	if p.parts[part] == nil {
		return ""
	}
	s, err := p.open(part)
	if err != nil {
		return ""
	}
	defer s.close()
	_, tag, _, _ := s.next()
	return string(tag)
}

// list takes the parts from the directory of the zip file.
func (p *pack) list(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return corrupt("压缩结构残缺，文件可能没有传完整")
	}
	p.parts = make(map[string]*part, len(z.File))
	for _, f := range z.File {
		name := partName(f.Name)
		if p.parts[name] != nil {
			return corrupt("%s 有两份，分不清以哪份为准", name)
		}
		p.parts[name] = partOf(data, f)
	}
	return nil
}

func partOf(data []byte, f *zip.File) *part {
	out := &part{method: f.Method, size: int64(f.UncompressedSize64), crc: f.CRC32, encrypted: f.Flags&1 != 0}
	start, err := f.DataOffset()
	end := start + int64(f.CompressedSize64)
	if err != nil || start < 0 || end < start || end > int64(len(data)) || out.size < 0 {
		out.cut = true
		return out
	}
	out.packed = data[start:end]
	return out
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// mainPart is the target of the officeDocument relationship, or the usual name.
func (p *pack) mainPart() string {
	for _, r := range p.root {
		if r.kind == "officeDocument" && p.parts[partName(r.target)] != nil {
			return partName(r.target)
		}
	}
	for _, usual := range []string{"xl/workbook.xml", "xl/workbook.bin", "word/document.xml"} {
		if p.parts[usual] != nil {
			return usual
		}
	}
	return ""
}

// relation is one relationship of a part: its kind is the last step of its
// type URI, its target a part name; external targets stay as they are.
type relation struct {
	id, kind, target string
	external         bool
}

// relsOf is the name of the part with a part's relationships.
func relsOf(part string) string {
	if part == "" {
		return "_rels/.rels"
	}
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}

// rels gives the relationships of a part ("" is the package itself), in order.
// A package may have none.
func (p *pack) rels(part string) ([]relation, error) {
	name := relsOf(part)
	if p.parts[name] == nil {
		return nil, nil
	}
	s, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var out []relation
	for {
		kind, tag, attrs, _ := s.next()
		if kind == endOfXML {
			return out, s.err
		}
		if kind != startTag || string(tag) != "Relationship" {
			continue
		}
		var r relation
		eachAttr(attrs, func(k, v []byte) {
			switch string(k) {
			case "Id":
				r.id = unescaped(v)
			case "Type":
				r.kind = string(v[bytes.LastIndexByte(v, '/')+1:]) // the same in strict OOXML
			case "Target":
				r.target = unescaped(v)
			case "TargetMode":
				r.external = string(v) == "External"
			}
		})
		if !r.external {
			r.target = resolve(path.Dir(part), r.target)
		}
		out = append(out, r)
	}
}

func resolve(dir, target string) string {
	if strings.HasPrefix(target, "/") {
		return partName(target)
	}
	return partName(path.Join(dir, target))
}
