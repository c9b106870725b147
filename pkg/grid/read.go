package grid

import (
	"bytes"
	"fmt"
	"os"
	"unicode/utf8"
)

// Open reads a file from disk. The error is one of the operating system; what
// is wrong with the content is in Workbook.Err.
func Open(path string, lim Limits) (*Workbook, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Read(path, data, lim), nil
}

// Read reads a file by its content, whatever its name; the name serves in
// messages only. It never returns nil and never panics: a reader that fails
// unexpectedly makes the file corrupt.
func Read(name string, data []byte, lim Limits) (wb *Workbook) {
	defer func() {
		if r := recover(); r != nil {
			wb = refuse("", Corrupt, fmt.Sprintf("读取时出错（%v）。请在 Excel 或 WPS 中打开原文件，另存为 .xlsx 后重新报送。", r))
		}
	}()
	lim = lim.withDefaults()
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return refuse("", Empty, "文件是空的。")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return readPackage(data, lim)
	case bytes.HasPrefix(data, oleMagic):
		return readOLE(data)
	}
	if f, ok := foreignFormat(data); ok {
		return refuse(f.format, f.kind, f.message)
	}
	return readText(data, lim)
}

func refuse(format string, kind Kind, message string) *Workbook {
	return &Workbook{Format: format, Err: &Error{kind, message}}
}

func (l Limits) withDefaults() Limits {
	if l.Inflated <= 0 {
		l.Inflated = 512 << 20
	}
	if l.Cells <= 0 {
		l.Cells = 2_000_000
	}
	if l.Row <= 0 {
		l.Row = 1_048_576
	}
	if l.Col <= 0 {
		l.Col = 16_384
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	return l
}

var oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

const resave = "请在 Excel 或 WPS 中另存为 .xlsx 后再报。"

// readOLE tells the compound files apart by the names of their streams, which
// stand in them as UTF-16: an encrypted workbook, an old .xls or .doc.
func readOLE(data []byte) *Workbook {
	has := func(name string) bool { return bytes.Contains(data, utf16LE(name)) }
	switch {
	case has("EncryptedPackage"):
		return refuse("xlsx", Encrypted, "文件设有打开密码。请取消密码后再报。")
	case has("WordDocument"):
		return refuse("doc", Unsupported, "这是旧版 Word 文件（.doc），还不能读。请在 Word 或 WPS 中另存为 .docx 后再报。")
	case has("Workbook") || has("Book"):
		return refuse("xls", Unsupported, "这是旧版 Excel 文件（.xls 或 .et），还不能读。"+resave)
	}
	return refuse("ole", Unsupported, "认不出的旧版文件。"+resave)
}

func utf16LE(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

type foreign struct {
	format  string
	kind    Kind
	message string
}

var signatures = []struct{ magic, format, what string }{
	{"%PDF-", "pdf", "PDF"}, {"\x89PNG", "image", "图片"}, {"\xff\xd8\xff", "image", "图片"}, {"GIF8", "image", "图片"}, {"BM", "image", "图片"},
	{"II*\x00", "image", "图片"}, {"MM\x00*", "image", "图片"}, {"Rar!", "rar", "RAR 压缩包"}, {"7z\xbc\xaf\x27\x1c", "7z", "7z 压缩包"},
	{"\x1f\x8b", "gz", "gz 压缩包"}, {"{\\rtf", "rtf", "RTF 文件"},
}

// foreignFormat recognises by its first bytes what holds no table that can be
// read. BM is a picture only when what follows is no text.
func foreignFormat(data []byte) (foreign, bool) {
	for _, s := range signatures {
		if !bytes.HasPrefix(data, []byte(s.magic)) || s.magic == "BM" && utf8.Valid(data) {
			continue
		}
		advice := "请报送 .xlsx 填报表。"
		if s.format == "rar" || s.format == "7z" || s.format == "gz" {
			advice = "请解压后报送里面的 .xlsx 填报表。"
		}
		return foreign{s.format, Unsupported, "这是" + s.what + "，读不出表格。" + advice}, true
	}
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 512)], "\xef\xbb\xbf \t\r\n"))
	for _, mark := range []string{"<html", "<!doctype html", "<?xml", "<table"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return foreign{"html", Unsupported, "这是网页格式的表格，还不能读。" + resave}, true
		}
	}
	if head := data[:min(len(data), 8192)]; bytes.IndexByte(head, 0) >= 0 && !isUTF16(data) {
		return foreign{"", NotATable, "认不出的文件，不是表格。请报送 .xlsx 填报表。"}, true
	}
	return foreign{}, false
}

func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}
