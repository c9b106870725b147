package grid

import (
	"bytes"
	"fmt"
	"os"
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
	wb = readAny(data, newBudget(lim))
	for _, s := range wb.Sheets {
		s.indexMerges()
	}
	return wb
}

func readAny(data []byte, b *budget) *Workbook {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return refuse("", Empty, "文件是空的。")
	case len(bytes.Trim(data, "\x00")) == 0:
		return refuse("", Corrupt, "文件里全是零字节，内容已经丢失。请重新保存或重新传一次原文件。")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return readPackage(data, b)
	case bytes.HasPrefix(data, oleMagic):
		return readOLE(data, b)
	case isRawBIFF(data):
		return readBIFF(data, b)
	}
	if mark := wideOrder(data); mark != nil {
		data = append(mark, data...)
	}
	// Old programs end a text with Ctrl-Z, or fill it up with zeros.
	if !isUTF16(data) {
		data = bytes.TrimRight(data, "\x1a\x00")
	}
	if f, ok := foreignFormat(data); ok {
		return refuse(f.format, f.kind, f.message)
	}
	if wb := readMarkup(data, b); wb != nil {
		return wb
	}
	if isBinary(data) {
		return refuse("", NotATable, "认不出的文件，不是表格。请报送 .xlsx 填报表。")
	}
	return readText(data, b)
}

// isBinary tells by a zero byte what is no text.
func isBinary(data []byte) bool {
	return bytes.IndexByte(data[:min(len(data), 8192)], 0) >= 0 && !isUTF16(data)
}

func refuse(format string, kind Kind, message string) *Workbook {
	return &Workbook{Format: format, Err: &Error{Kind: kind, Message: message}}
}

const resave = "请在 Excel 或 WPS 中另存为 .xlsx 后再报。"

type foreign struct {
	format  string
	kind    Kind
	message string
}

var signatures = []struct{ magic, format, what string }{
	{"%PDF-", "pdf", "PDF"}, {"\x89PNG", "image", "图片"}, {"\xff\xd8\xff", "image", "图片"}, {"GIF8", "image", "图片"}, {"BM", "image", "图片"},
	{"II*\x00", "image", "图片"}, {"MM\x00*", "image", "图片"}, {"Rar!", "rar", "RAR 压缩包"}, {"7z\xbc\xaf\x27\x1c", "7z", "7z 压缩包"},
	{"\x1f\x8b", "gz", "gz 压缩包"}, {"{\\rtf", "rtf", "RTF 文件"}, {"L\x00\x00\x00\x01\x14\x02\x00", "lnk", "快捷方式，不是文件本身"}, {"[InternetShortcut]", "url", "网址快捷方式，不是文件本身"}, {"ID;P", "sylk", "SYLK 文件（.slk）"}, {"TABLE\r\n0,1", "dif", "DIF 文件"}, {"TABLE\n0,1", "dif", "DIF 文件"},
}

// foreignFormat recognises by its first bytes what holds no table that can be
// read. BM is a picture only when its header goes on as one: two fields of zeros.
func foreignFormat(data []byte) (foreign, bool) {
	for _, s := range signatures {
		if !bytes.HasPrefix(data, []byte(s.magic)) || s.magic == "BM" && (len(data) < 10 || string(data[6:10]) != "\x00\x00\x00\x00") {
			continue
		}
		advice := "请报送 .xlsx 填报表。"
		if s.format == "rar" || s.format == "7z" || s.format == "gz" {
			advice = "请解压后报送里面的 .xlsx 填报表。"
		}
		return foreign{s.format, Unsupported, "这是" + s.what + "，读不出表格。" + advice}, true
	}
	return foreign{}, false
}

func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}
