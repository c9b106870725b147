package grid

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// pack is an Open Packaging Conventions file (ECMA-376 Part 2): parts by
// lower-case name.
type pack struct {
	data  []byte
	parts map[string]*zip.File
	*budget
}

// damage is what makes a package unusable, for people.
type damage struct {
	kind    Kind
	message string
}

func (d *damage) Error() string { return d.message }

func corrupt(format string, args ...any) error {
	return &damage{Corrupt, fmt.Sprintf(format, args...) + "。请在 Excel 或 WPS 中打开原文件，另存后重新报送。"}
}

func tooLarge(format string, args ...any) error {
	return &damage{TooLarge, fmt.Sprintf(format, args...) + "。"}
}

// blame puts what went wrong into the workbook.
func (w *Workbook) blame(err error) *Workbook {
	var d *damage
	if errors.As(err, &d) {
		w.Err = &Error{d.kind, d.message}
	} else if err != nil {
		w.Err = &Error{Corrupt, "文件已损坏（" + err.Error() + "）。"}
	}
	return w
}

func readPackage(data []byte, b *budget) *Workbook {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return (&Workbook{}).blame(corrupt("压缩结构残缺，文件可能没有传完整"))
	}
	p := &pack{data: data, parts: map[string]*zip.File{}, budget: b}
	for _, f := range z.File {
		p.parts[partName(f.Name)] = f
	}
	if f := p.parts["mimetype"]; f != nil {
		return readODS(p)
	}
	main := p.mainPart()
	switch {
	case strings.HasSuffix(main, ".bin"):
		return refuse("xlsb", Unsupported, "这是 .xlsb 文件，还不能读。"+resave)
	case strings.Contains(main, "document") || strings.HasPrefix(main, "word/"):
		return readDocx(p, main)
	case strings.Contains(main, "workbook") || strings.HasPrefix(main, "xl/"):
		return readXlsx(p, main)
	case p.parts["[content_types].xml"] != nil:
		return (&Workbook{}).blame(corrupt("缺少主要部分，文件可能没有传完整"))
	}
	return refuse("zip", Unsupported, "这是压缩包，还不能直接读。请解压后报送里面的 .xlsx 填报表。")
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// mainPart is the target of the officeDocument relationship, or the usual name.
func (p *pack) mainPart() string {
	for _, r := range p.rels("") {
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

// rels gives the relationships of a part ("" is the package itself), in order.
// A package may have none.
func (p *pack) rels(part string) []relation {
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		name = "_rels/.rels"
	}
	if p.parts[name] == nil {
		return nil
	}
	b, err := p.read(name)
	if err != nil {
		return nil
	}
	var out []relation
	s := scanner{b: b}
	for {
		kind, tag, attrs, _ := s.next()
		if kind == endOfXML {
			return out
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
				r.kind = string(v[bytes.LastIndexByte(v, '/')+1:])
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

// read inflates a part whole, within the limits, and verifies its size and
// checksum: a damaged stream never passes for a short one.
func (p *pack) read(name string) ([]byte, error) {
	f := p.parts[name]
	if f == nil {
		return nil, corrupt("缺少 %s", name)
	}
	if f.Flags&1 != 0 {
		return nil, &damage{Encrypted, "压缩包内的部分加了密。请取消密码后再报。"}
	}
	offset, err := f.DataOffset()
	end := offset + int64(f.CompressedSize64)
	if err != nil || end > int64(len(p.data)) || end < offset {
		return nil, corrupt("%s 不完整", name)
	}
	raw := p.data[offset:end]
	var r io.Reader
	switch f.Method {
	case zip.Store:
		r = bytes.NewReader(raw)
	case zip.Deflate:
		r = flate.NewReader(bytes.NewReader(raw))
	default:
		return nil, &damage{Unsupported, "文件用了少见的压缩方法，不能读。" + resave}
	}
	return p.inflate(name, f, r, int64(len(raw)))
}

func (p *pack) inflate(name string, f *zip.File, r io.Reader, packed int64) ([]byte, error) {
	most := min(p.lim.Inflated, max(1<<20, packed*int64(p.lim.Ratio)))
	declared := int64(f.UncompressedSize64)
	if declared > most || declared < 0 {
		return nil, tooLarge("%s 展开后有 %d MB，超过限制", name, declared>>20)
	}
	b := bytes.NewBuffer(make([]byte, 0, declared+bytes.MinRead))
	n, err := io.Copy(b, io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, corrupt("%s 的数据断开或损坏", name)
	case n > most:
		return nil, tooLarge("%s 展开后超过 %d MB 的限制", name, most>>20)
	case n != declared:
		return nil, corrupt("%s 的长度与记载不符", name)
	case crc32.ChecksumIEEE(b.Bytes()) != f.CRC32:
		return nil, corrupt("%s 的校验码不对", name)
	}
	return decodeXML(name, b.Bytes())
}

var declaredEncoding = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// decodeXML gives UTF-8 for a part in UTF-16 with a byte order mark
// (ECMA-376 Part 2 allows both) or in a declared Chinese encoding, and drops the
// mark of UTF-8. Bytes that are not in their encoding are damage: read on, they
// would be other characters.
func decodeXML(name string, b []byte) ([]byte, error) {
	out, err := b, error(nil)
	if isUTF16(b) {
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
	} else {
		out = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
		if m := declaredEncoding.FindSubmatch(out[:min(len(out), 200)]); m != nil && strings.HasPrefix(strings.ToLower(string(m[1])), "gb") {
			out, err = simplifiedchinese.GB18030.NewDecoder().Bytes(out)
		}
	}
	if err != nil || !utf8.Valid(out) || bytes.Contains(out, []byte("\uFFFD")) && !bytes.Contains(b, []byte("\uFFFD")) {
		return nil, corrupt("%s 的文字编码不对", name)
	}
	return out, nil
}
