package grid

import "strings"

// xmlBook reads a workbook in the XML of Excel 2002 and 2003 ("XML
// Spreadsheet Reference", Microsoft 2001). All of it stands in
// one stream.
type xmlBook struct {
	*budget
	arena
	wb       *Workbook
	s        *scanner
	formats  map[string]*numberFormat // by style
	parents  map[string]string
	style    string // that is open
	date1904 bool

	// the worksheet that is open
	sheet      *Sheet
	row, col   int // of the last row and cell
	rowSpan    int // rows like it that follow
	hiddenRow  bool
	nextColumn int
	hiddenCols hiddenColumns
	comments   []placed
	sorted     bool
	xmlCell
}

func readSpreadsheetML(xml []byte, b *budget) *Workbook {
	wb := &Workbook{Format: "xml"}
	r := &xmlBook{budget: b, wb: wb, s: &scanner{b: xml}, formats: map[string]*numberFormat{}, parents: map[string]string{}, sorted: true}
	err := r.run()
	if r.sheet != nil {
		if more := r.finishSheet(); err == nil {
			err = more
		} else {
			err = inRow(r.sheet.Name, max(r.row, 1), err)
		}
	}
	if err == nil && len(wb.Sheets) == 0 {
		err = corrupt("里面没有工作表")
	}
	return wb.blame(err)
}

func (r *xmlBook) run() error {
	s := r.s
	for {
		kind, tag, body, empty := s.next()
		var err error
		switch kind {
		case endOfXML:
			return s.err
		case startTag:
			err = r.start(string(tag), body, empty)
		case endTag:
			err = r.end(string(tag))
		case charData:
			r.characters(body)
		}
		if err != nil {
			return err
		}
	}
}

func (r *xmlBook) start(tag string, attrs []byte, empty bool) error {
	switch tag {
	case "DocumentProperties":
		if !empty {
			r.s.texts(map[string]*string{"Author": &r.wb.Properties.Creator, "LastAuthor": &r.wb.Properties.ModifiedBy, "AppName": &r.wb.Properties.Application})
		}
	case "Style":
		r.style = attr(attrs, "ID")
		r.parents[r.style] = attr(attrs, "Parent")
	case "NumberFormat":
		if r.sheet == nil {
			f := parseFormat(formatCode(attr(attrs, "Format")))
			r.formats[r.style] = &f
		}
	case "Date1904":
		r.date1904 = true
	case "Worksheet":
		r.startSheet(attrs)
	case "Visible":
		return r.visible(empty)
	case "PhoneticText", "Names", "PageSetup", "ConditionalFormatting", "DataValidation", "Sorting", "ComponentOptions", "PivotTable", "QueryTable":
		r.s.pass(empty)
	default:
		if r.sheet != nil {
			return r.startInSheet(tag, attrs, empty)
		}
	}
	return nil
}

func (r *xmlBook) end(tag string) error {
	switch {
	case r.sheet == nil:
	case tag == "Worksheet":
		err := r.finishSheet()
		r.sheet = nil
		return err
	default:
		return r.endInSheet(tag)
	}
	return nil
}

func (r *xmlBook) startSheet(attrs []byte) {
	r.sheet = &Sheet{Name: attr(attrs, "Name"), Visible: !strings.Contains(attr(attrs, "Visible"), "Hidden")}
	r.wb.Sheets = append(r.wb.Sheets, r.sheet)
	r.row, r.rowSpan, r.nextColumn, r.hiddenCols, r.comments, r.sorted = 0, 0, 0, hiddenColumns{}, nil, true
	r.xmlCell = xmlCell{value: r.value}
}

func (r *xmlBook) finishSheet() error {
	var err error
	if !r.sorted {
		err = r.sheet.sortCells()
	}
	r.sheet.hideColumns(r.hiddenCols)
	if more := r.sheet.comment(r.comments, r.budget); err == nil {
		err = more
	}
	return inSheet(r.sheet.Name, err)
}

// visible reads WorksheetOptions/Visible: SheetHidden or SheetVeryHidden.
func (r *xmlBook) visible(empty bool) error {
	if r.sheet == nil || empty {
		return nil
	}
	_, _, body, _ := r.s.next()
	r.sheet.Visible = !strings.Contains(string(body), "Hidden")
	return nil
}

// formatOfStyle gives the number format of a style, or that of its parent.
func (r *xmlBook) formatOfStyle(id string) *numberFormat {
	for range 16 { // a circle of parents ends
		if f := r.formats[id]; f != nil {
			return f
		}
		if id = r.parents[id]; id == "" {
			break
		}
	}
	return generalFormat
}

// namedFormats are the formats that SpreadsheetML knows by name, as a Chinese
// Excel shows them.
var namedFormats = map[string]string{
	"General Number": "General", "General Date": "yyyy/m/d h:mm", "Long Date": `yyyy"年"m"月"d"日"`, "Medium Date": "d-mmm-yy", "Short Date": "yyyy/m/d",
	"Long Time": "h:mm:ss", "Medium Time": "h:mm AM/PM", "Short Time": "h:mm", "Currency": "¥#,##0.00;¥-#,##0.00", "Euro Currency": "€#,##0.00;€-#,##0.00",
	"Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00", "Yes/No": `"Yes";"Yes";"No"`, "True/False": `"True";"True";"False"`, "On/Off": `"On";"On";"Off"`,
}

// formatCode gives the code of a named format; a code is itself.
func formatCode(s string) string {
	if code, ok := namedFormats[s]; ok {
		return code
	}
	return s
}
