package grid

import "bytes"

var oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// readOLE tells the compound files apart by the names of their streams, which
// stand in them as UTF-16: an encrypted workbook, an old .xls or .doc.
func readOLE(data []byte, b *budget) *Workbook {
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
