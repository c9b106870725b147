package grid

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// htmlReader reads a web page: every outermost table is a sheet, the text
// outside tables is Paragraphs. It walks over the tokens and builds no tree, so
// that depth and disorder of the tags cost nothing.
type htmlReader struct {
	*budget
	arena
	wb        *Workbook
	z         *html.Tokenizer
	formats   cssFormats // of the classes, from style sheets
	names     []sheetName
	opened    bool // <html> or <body> was seen
	complete  bool // </body> or </html> was seen: missing end tags are sloppy, not cut
	paragraph int
	skipping  string // the element whose content is not shown
	skipDepth int
	heading   bool // a heading of LibreOffice with the name of the next sheet is open
	htmlText       // of the cell, or outside tables
	hidden    htmlHidden
	choice    *htmlChoice // the drop-down list that is open
	table     *htmlTable
	nested    int    // depth of tables within the cell
	firstCell bool   // of a row of a nested table
	tag       string // of the element that has just begun, with its attributes
	attrs     []html.Attribute
}

// sheetName is a worksheet that an Excel page names in a conditional comment.
type sheetName struct {
	name   string
	hidden bool
}

func readHTML(text string, b *budget) *Workbook {
	wb := &Workbook{Format: "html"}
	r := newHTMLReader(wb, b)
	err := r.read(withoutLayout(text))
	r.nameSheets()
	if err == nil && len(wb.Sheets) == 0 {
		return noTable(text, wb)
	}
	return wb.blame(err)
}

func newHTMLReader(wb *Workbook, b *budget) *htmlReader {
	return &htmlReader{budget: b, wb: wb, formats: cssFormats{classes: map[string]string{}, known: map[string]*numberFormat{}}}
}

// noTable refuses a page without a table; Excel keeps the sheets of a page with
// several in a folder beside it.
func noTable(text string, wb *Workbook) *Workbook {
	wb.Err = &Error{Kind: NotATable, Message: "网页里没有表格。请报送 .xlsx 填报表。"}
	if strings.Contains(text, "<x:ExcelWorkbook") || strings.Contains(strings.ToLower(text), "<frameset") {
		wb.Err.Message = "网页的表格存在另一个文件夹里，这个文件没有内容。" + resave
	}
	return wb
}

// read goes through one page.
func (r *htmlReader) read(text string) error {
	r.z = html.NewTokenizer(strings.NewReader(text))
	r.opened, r.complete, r.skipping, r.hidden = false, false, "", htmlHidden{}
	for {
		if err := r.step(); err != nil {
			return err
		}
		kind := r.z.Next()
		if kind == html.ErrorToken {
			break
		}
		if err := r.token(kind); err != nil {
			return err
		}
	}
	if err := r.z.Err(); err != io.EOF {
		return err
	}
	return r.endPage()
}

// endPage closes what the page left open. Where a table is open, or the page
// itself, the rest has been cut off; a browser would not say so.
func (r *htmlReader) endPage() error {
	var cut error
	switch {
	case r.complete:
	case r.table != nil:
		cut = inRow(r.table.sheet.Name, max(r.table.row, 1), corrupt("网页在表格中途断开，后面的内容没有了"))
	case r.opened:
		cut = corrupt("网页没有结尾（</html>），后面的内容可能没有了")
	}
	r.endChoice()
	for r.table != nil {
		if err := r.closeTable(); err != nil {
			return err
		}
	}
	r.endParagraph()
	return cut
}

func (r *htmlReader) token(kind html.TokenType) error {
	switch kind {
	case html.TextToken:
		switch {
		case r.skipping != "":
		case r.choice == nil:
			r.words(r.z.Text())
		case len(r.choice.options) > 0:
			o := &r.choice.options[len(r.choice.options)-1]
			o.text = append(o.text, r.z.Text()...)
		}
	case html.CommentToken:
		r.sheetNames(string(r.z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		tag, more := r.z.TagName()
		return r.start(string(tag), more, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		tag, _ := r.z.TagName()
		return r.end(string(tag))
	}
	return nil
}

// hiddenElements are not shown as text.
var hiddenElements = map[string]bool{"script": true, "style": true, "title": true, "datalist": true, "rt": true, "rp": true, "template": true, "svg": true}

// tableElements end what is hidden within a cell, should its end tag be missing.
var tableElements = map[string]bool{"table": true, "tr": true, "td": true, "th": true, "tbody": true, "body": true, "html": true}

// void elements have no content and no end tag.
var void = map[string]bool{"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true, "meta": true,
	"param": true, "source": true, "track": true, "wbr": true}

func (r *htmlReader) start(tag string, more, empty bool) error {
	if tableElements[tag] {
		r.skipping = ""
	}
	if r.skipping != "" {
		if tag == r.skipping && !empty {
			r.skipDepth++
		}
		return nil
	}
	r.tag, r.attrs = tag, r.attrs[:0]
	for more {
		var k, v []byte
		k, v, more = r.z.TagAttr()
		r.attrs = append(r.attrs, html.Attribute{Key: string(k), Val: string(v)})
	}
	if r.choosing(tag) {
		return nil
	}
	if !empty && !void[tag] && !hiddenElements[tag] {
		r.hide(tag)
	}
	switch {
	case tag == "html" || tag == "body":
		r.opened = true
	case tag == "style":
		if r.z.Next() == html.TextToken {
			r.formats.read(string(r.z.Text()))
		}
	case tag == "xml" && !empty:
		r.skipXML()
	case hiddenElements[tag] && !empty:
		r.skipping, r.skipDepth = tag, 1
	case r.nested > 0 || tag == "table" && r.table != nil && r.table.inCell:
		return r.startNested(tag)
	default:
		return r.startElement(tag)
	}
	return nil
}

func (r *htmlReader) end(tag string) error {
	if r.skipping == "" {
		defer r.shownAfter(tag)
	}
	if tag == "select" || tableElements[tag] {
		r.endChoice()
	}
	if tableElements[tag] {
		r.skipping = ""
	}
	switch {
	case r.skipping != "":
		if tag == r.skipping {
			if r.skipDepth--; r.skipDepth == 0 {
				r.skipping = ""
			}
		}
		return nil
	case tag == "body" || tag == "html":
		r.complete = true
	case r.nested > 0:
		if tag == "table" {
			r.nested--
			r.lineBreak()
		} else {
			r.endInline(tag)
		}
	default:
		return r.endElement(tag)
	}
	return nil
}

// skipXML passes a data island of Office and takes the names of the sheets.
func (r *htmlReader) skipXML() {
	var island strings.Builder
	for {
		kind := r.z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.EndTagToken {
			if tag, _ := r.z.TagName(); string(tag) == "xml" {
				break
			}
		}
		island.Write(r.z.Raw())
	}
	r.sheetNames(island.String())
}

var (
	excelSheet   = regexp.MustCompile(`(?is)<x:ExcelWorksheet>(.*?)</x:ExcelWorksheet>`)
	excelName    = regexp.MustCompile(`(?is)<x:Name>(.*?)</x:Name>`)
	excelVisible = regexp.MustCompile(`(?i)<x:Visible>\s*Sheet(?:Very)?Hidden`)
)

// sheetNames takes the names out of the conditional comment that Excel writes.
func (r *htmlReader) sheetNames(text string) {
	if !strings.Contains(text, "ExcelWorksheet>") {
		return
	}
	for _, m := range excelSheet.FindAllStringSubmatch(text, -1) {
		var s sheetName
		if name := excelName.FindStringSubmatch(m[1]); name != nil {
			s.name = html.UnescapeString(strings.TrimSpace(name[1]))
		}
		s.hidden = excelVisible.MatchString(m[1])
		r.names = append(r.names, s)
	}
}

// nameSheets gives the tables the names of the worksheets when there are as many.
func (r *htmlReader) nameSheets() {
	if len(r.names) != len(r.wb.Sheets) {
		return
	}
	for i, s := range r.names {
		if s.name != "" {
			r.wb.Sheets[i].Name = s.name
		}
		r.wb.Sheets[i].Visible = r.wb.Sheets[i].Visible && !s.hidden
	}
}

func (r *htmlReader) newSheet(name string) *Sheet {
	s := &Sheet{Name: name, Visible: !r.displayNone() && r.hidden.tag == ""}
	if name == "" {
		s.Name = fmt.Sprintf("表%d", len(r.wb.Sheets)+1)
	}
	r.wb.Sheets = append(r.wb.Sheets, s)
	return s
}

// attr gives an attribute of the element that has just begun.
func (r *htmlReader) attr(name string) (value string, ok bool) {
	for _, a := range r.attrs {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
