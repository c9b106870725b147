package grid

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// docxField is what is known of a field while it is read.
type docxField struct {
	code    bool // inside w:instrText
	coded   bool // between the beginning of a field and its result
	text    []byte
	entries []string // of a drop-down list
	chosen  int
	ticked  bool
	box     bool // inside w:checkBox
}

var (
	linkField = regexp.MustCompile(`(?i)^\s*HYPERLINK\s+(?:\\[a-km-z]\s+(?:"[^"]*"\s+)?)*(?:"([^"]+)"|([^\s"\\]+))`)
	linkPlace = regexp.MustCompile(`(?i)\s\\l\s+"([^"]+)"`)
)

// fieldTarget is the address that a field links to, with the place in it; "" when
// it is no link.
func fieldTarget(code string) string {
	m := linkField.FindStringSubmatch(code)
	if m == nil {
		return ""
	}
	target := strings.TrimSpace(m[1] + m[2])
	if place := linkPlace.FindStringSubmatch(code); place != nil && !strings.Contains(target, "#") {
		target += "#" + place[1]
	}
	return target
}

// special reads what is neither text nor table: symbols, the parts of fields and
// lists, and the alternatives of compatible markup. It is false for other elements.
func (r *docxReader) special(tag string, attrs []byte, empty bool) bool {
	switch tag {
	case "AlternateContent":
		if !empty {
			r.choices = append(r.choices, false)
		}
	case "Choice":
		if n := len(r.choices); n > 0 {
			r.choices[n-1] = true
		}
	case "Fallback":
		if n := len(r.choices); n > 0 && r.choices[n-1] {
			r.scanner.pass(empty) // the older copy of what was read
		}
	case "sym":
		if r.deleted == 0 {
			r.text = utf8.AppendRune(r.text, symbol(attr(attrs, "char")))
		}
	case "showingPlcHdr":
		v := attr(attrs, "val")
		r.placeholder = v == "" || truth(v)
	case "sdtContent":
		if !empty {
			r.beginContent()
		}
	case "OLEObject":
		if id := attr(attrs, "ProgID"); strings.HasPrefix(id, "Excel.Sheet") || strings.HasPrefix(strings.ToLower(id), "ket.") {
			r.lost = &Error{Kind: Unsupported, Message: "文档里嵌着一张电子表格，其中的内容没有读出。请把内容直接放进文档，或另存为 .xlsx 后再报。"}
		}
	case "altChunk":
		r.lost = &Error{Kind: Unsupported, Message: "文档里嵌着另一份文件，其中的内容没有读出。请把内容直接放进文档后再报。"}
	case "numId", "ilvl":
		r.numbered(tag, attr(attrs, "val"))
	case "pStyle":
		if n := len(r.open); n > 0 {
			r.open[n-1].style = attr(attrs, "val")
		}
	case "instrText":
		r.field.code = !empty
	case "fldChar":
		r.fieldChar(attr(attrs, "fldCharType"))
	case "fldSimple":
		r.fieldLink([]byte(attr(attrs, "instr")))
	case "ddList":
		r.field.entries, r.field.chosen = nil, 0
	case "result":
		r.field.chosen = max(0, number(attr(attrs, "val")))
	case "listEntry":
		r.field.entries = append(r.field.entries, attr(attrs, "val"))
	case "checkBox":
		r.field.box, r.field.ticked = !empty, false
	case "default", "checked":
		if v := attr(attrs, "val"); r.field.box {
			r.field.ticked = v == "" || truth(v)
		}
	default:
		return false
	}
	return true
}

// beginContent begins what a content control holds. While it shows its
// placeholder (单击此处输入文字) nobody has filled it in.
func (r *docxReader) beginContent() {
	hidden := r.placeholder && r.prompts()
	r.controls = append(r.controls, hidden)
	if hidden {
		r.deleted++
	}
	r.placeholder = false
}

var (
	prompt     = regexp.MustCompile(`(?i)^(?:请?(?:单击|点击|轻触)[^，。]{0,12}(?:输入|选择|填写|键入)[^，。]{0,8}。?|选择一项。?|选取日期。?|选择构建基块。?|Click or tap .*|Click here .*|Choose an item\.?|Enter text\.?)$`)
	markupTags = regexp.MustCompile(`<[^>]*>`)
	runStyle   = regexp.MustCompile(`<(?:\w+:)?rStyle\s[^>]*val="([^"]*)"`)
)

// prompts tells whether the content control that begins asks for something: by
// the style of its runs, where they have one, else by its words. Some programs
// leave the mark of the placeholder on what was filled in.
func (r *docxReader) prompts() bool {
	rest := r.scanner.b[r.scanner.pos:]
	if end := bytes.Index(rest, []byte("sdtContent>")); end >= 0 {
		rest = rest[:end]
	}
	const longest = 1 << 16
	rest = rest[:min(len(rest), longest)]
	if bytes.Contains(rest, []byte(":tbl>")) || bytes.Contains(rest, []byte(":tbl ")) {
		return false // a table is no prompt
	}
	if styles := runStyle.FindAllSubmatch(rest, -1); styles != nil {
		for _, m := range styles {
			if id := string(m[1]); id != "PlaceholderText" && !r.styles.byID[id].placeholder {
				return false
			}
		}
		return true
	}
	return prompt.MatchString(strings.TrimSpace(markupTags.ReplaceAllString(string(rest), "")))
}

func (r *docxReader) endContent() {
	last := len(r.controls) - 1
	if last < 0 {
		return
	}
	if r.controls[last] {
		r.deleted--
	}
	r.controls = r.controls[:last]
}

// numbered notes the list of the paragraph that is open.
func (r *docxReader) numbered(tag, value string) {
	n := len(r.open)
	if n == 0 || string(r.scanner.within(0)) != "numPr" {
		return
	}
	if tag == "numId" {
		r.open[n-1].list = value
	} else {
		r.open[n-1].level, r.open[n-1].hasLevel = max(0, number(value)), true
	}
}

// fieldChar begins a complex field, or ends its code: the code may stand in
// several runs (§17.16.18). A field without a result shows what its code says.
func (r *docxReader) fieldChar(kind string) {
	switch kind {
	case "begin":
		r.field.text, r.field.coded = r.field.text[:0], true
	case "separate":
		r.fieldLink(r.field.text)
		r.field.coded = false
	case "end":
		if r.field.coded {
			r.fieldLink(r.field.text)
			if r.deleted == 0 {
				r.text = append(r.text, equation(string(r.field.text))...)
			}
		}
		r.field.coded = false
	}
}

// endField adds what an old form field shows, and the target of a link.
func (r *docxReader) endField(tag string) {
	f := &r.field
	switch tag {
	case "instrText":
		f.code = false
	case "ddList":
		if f.chosen < len(f.entries) && r.deleted == 0 {
			r.text = append(r.text, f.entries[f.chosen]...)
		}
	case "checkBox":
		if f.box = false; r.deleted > 0 {
			return
		}
		box := '☐'
		if f.ticked {
			box = '☑'
		}
		r.text = utf8.AppendRune(r.text, box)
	}
}

func (r *docxReader) fieldLink(code []byte) {
	r.link(fieldTarget(string(code)))
}

// symbols are those characters of Wingdings that forms use.
var symbols = map[uint64]rune{0xfe: '☑', 0xfd: '☒', 0xa8: '☐', 0x6f: '☐', 0x71: '❑', 0xfc: '✓', 0xfb: '✗', 0x6c: '●', 0x6e: '■', 0xd8: '➢',
	0x52: '☑', 0x54: '☒', 0xa3: '☐', 0x50: '✓', 0x51: '☒'}

// symbol gives the character of a w:sym (ECMA-376 Part 1 §17.3.3.30), whose code lies
// in the private use area; □ for one that is not known.
func symbol(code string) rune {
	n, err := strconv.ParseUint(code, 16, 32)
	if err != nil {
		return '□'
	}
	if c, ok := symbols[n&0xff]; ok && (n >= 0xf000 || n < 0x100) {
		return c
	}
	if n >= 0x100 && n < 0xe000 {
		return rune(n)
	}
	return '□'
}
