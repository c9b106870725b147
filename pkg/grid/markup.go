package grid

import (
	"bytes"
	"regexp"
	"strings"
)

// readMarkup reads a text of markup by what it is, whatever its name (such
// files are often called .xls): a web page, a web archive, SpreadsheetML 2003,
// a flat OpenDocument file. It gives nil when the text is none of these.
func readMarkup(data []byte, b *budget) *Workbook {
	head := markupHead(data)
	if isMHTML(head) {
		return readMHTML(data, b)
	}
	format, refusal := markupFormat(head, data)
	if refusal != nil {
		return refusal
	}
	if format == "" {
		return nil
	}
	d := decodeMarkup(data)
	if d.damaged() && !d.mostlySound() {
		return (&Workbook{Format: format, Encoding: d.encoding}).blame(d.loss())
	}
	wb := readMarkupText(format, d.text, b)
	wb.Encoding = d.encoding
	if d.damaged() && wb.Err == nil {
		wb.blame(d.loss())
	}
	if strings.IndexByte(d.text, 0) >= 0 && wb.Err == nil {
		wb.blame(corrupt("有一段内容被清空（全是零字节），那里的内容丢失"))
	}
	return wb
}

func readMarkupText(format, text string, b *budget) *Workbook {
	switch format {
	case "html":
		return readHTML(text, b)
	case "xml":
		return readSpreadsheetML([]byte(text), b)
	}
	return readFlatODS([]byte(text), b)
}

// headSize is how far into a text its kind is looked for.
const headSize = 64 << 10

// markupHead gives the beginning of a text, of UTF-16 too, without a byte order
// mark. Other bytes stay as they are: names of elements are ASCII.
func markupHead(data []byte) []byte {
	head := data[:min(len(data), headSize)]
	if isWide(data) {
		out, err := decodeUTF16(head[:len(head)&^1])
		if err != nil {
			return nil
		}
		head = out
	}
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
}

// markupFormat tells html, xml (SpreadsheetML 2003) and ods (flat) by the first
// element, or gives the refusal of another kind of XML.
func markupFormat(head, data []byte) (string, *Workbook) {
	root, tag := firstElement(head)
	declared := bytes.HasPrefix(head, []byte("<?xml"))
	switch {
	case root == "workbook" && bytes.Contains(tag, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		return "xml", nil
	case root == "document" && bytes.Contains(tag, []byte("urn:oasis:names:tc:opendocument")):
		return "ods", nil
	case root == "worddocument" || root == "package" && bytes.Contains(tag, []byte("schemas.microsoft.com")):
		return "", refuse("xml", Unsupported, "这是 Word 存成的 XML 文件，还不能读。请在 Word 或 WPS 中另存为 .docx 后再报。")
	case firstField.Match(head):
		return "", nil
	case tabbedHead.Match(head):
		return "", nil
	case htmlElements[root] || holdsHTMLTable(head):
		return "html", nil
	case declared && tableStart.Match(data):
		return "html", nil
	case declared:
		return "", refuse("xml", NotATable, "这个 XML 文件里没有认识的表格。"+resave)
	}
	return "", nil
}

var htmlElements = map[string]bool{"html": true, "head": true, "body": true, "meta": true, "title": true, "style": true, "script": true, "link": true, "base": true,
	"div": true, "p": true, "span": true, "font": true, "center": true, "table": true, "tr": true, "thead": true, "tbody": true, "caption": true, "frameset": true,
	"h1": true, "h2": true, "h3": true, "b": true, "br": true, "hr": true, "form": true, "!doctype": true}

var elementName = regexp.MustCompile(`^<(?:[A-Za-z_][\w.-]*:)?(!?[A-Za-z_][\w.-]*)[^>]*`)

// firstElement gives the local name in lower case and the tag of the first
// element, behind comments, processing instructions and the document type; a
// document type html counts as an element.
func firstElement(b []byte) (name string, tag []byte) {
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		end := ">"
		switch {
		case bytes.HasPrefix(b, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(b, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(b, []byte("<![")): // <![if …]> of Office
		case len(b) > 14 && bytes.EqualFold(b[:9], []byte("<!doctype")):
			if bytes.EqualFold(bytes.TrimLeft(b[9:], " \t\r\n")[:4], []byte("html")) {
				return "!doctype", b
			}
			if open, shut := bytes.IndexByte(b, '['), bytes.IndexByte(b, '>'); open >= 0 && open < shut {
				end = "]"
			}
		default:
			m := elementName.FindSubmatch(b)
			if m == nil {
				return "", nil
			}
			return strings.ToLower(string(m[1])), m[0]
		}
		i := bytes.Index(b, []byte(end))
		if i < 0 {
			return "", nil
		}
		if b = b[i+len(end):]; end == "]" {
			b = bytes.TrimPrefix(bytes.TrimLeft(b, " \t\r\n"), []byte(">"))
		}
	}
}

var tableStart = regexp.MustCompile(`(?is)<table[\s>].*?<(?:tr|td|th|tbody|thead|col|colgroup|caption)[\s>]`)

// firstField is a csv that begins with a tag as the text of its first field.
var firstField = regexp.MustCompile(`^<\w+>[,;|\t]`)

// tabbedHead is a text in columns that begins with a line without any tag.
var tabbedHead = regexp.MustCompile(`^[^<\n]*[^\s<][^<\n]*\t[^<\n]*\n[^<\n]+\t`)

// holdsHTMLTable tells that a table stands behind leading text. In a field of a
// csv, behind a separator or between quotes, it is text.
func holdsHTMLTable(head []byte) bool {
	at := tableStart.FindIndex(head)
	if at == nil {
		return false
	}
	before := head[:at[0]]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return bytes.Count(before, []byte(`"`))%2 == 0 && !bytes.ContainsAny(bytes.TrimSpace(markupParts.ReplaceAll(line, nil)), ",;|\t")
}

var markupParts = regexp.MustCompile(`<[^>]*>|&#?\w+;`)
