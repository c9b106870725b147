package grid

import "bytes"

// readMarkup reads a text of markup: a web page or SpreadsheetML, both of which
// are often saved as .xls. It gives nil when the text is neither.
func readMarkup(data []byte, b *budget) *Workbook {
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 512)], "\xef\xbb\xbf \t\r\n"))
	for _, mark := range []string{"<html", "<!doctype html", "<?xml", "<table"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return refuse("html", Unsupported, "这是网页格式的表格，还不能读。"+resave)
		}
	}
	return nil
}
