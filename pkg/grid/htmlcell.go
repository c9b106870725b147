package grid

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// htmlValue is what Excel (x:num and its kin), LibreOffice (sdval, sdnum) or
// SheetJS (data-t, data-v) say of a cell beside its text.
type htmlValue struct {
	number string // full precision
	text   string // x:str with a value
	isText bool
	isBool bool
	failed bool
	format string // number format code
	office bool   // LibreOffice: the day 0 is 1899-12-30, and 1900 no leap year
}

func (r *htmlReader) value() htmlValue {
	var v htmlValue
	kind, _ := r.attr("data-t")
	for _, a := range r.attrs {
		switch a.Key {
		case "x:num":
			v.number = a.Val
		case "sdval":
			v.number, v.office = a.Val, true
		case "data-v":
			if kind == "n" {
				v.number = a.Val
			}
		case "x:str":
			v.isText, v.text = true, a.Val
		case "x:bool":
			v.isBool = true
		case "x:err":
			v.failed = true
		case "sdnum":
			if parts := strings.SplitN(a.Val, ";", 3); len(parts) == 3 {
				v.format = parts[2]
			}
		case "data-z":
			v.format = a.Val
		}
	}
	v.isBool = v.isBool || v.format == "BOOLEAN" || kind == "b"
	v.failed = v.failed || kind == "e"
	if code := r.cssFormat(); code != "" {
		v.format = code
	}
	return v
}

// cssFormat is the mso-number-format of the cell: its own, or that of its class.
func (r *htmlReader) cssFormat() string {
	if style, ok := r.attr("style"); ok {
		if code, ok := msoFormat(style); ok {
			return code
		}
	}
	class, _ := r.attr("class")
	for _, name := range strings.Fields(class) {
		if code, ok := r.formats.classes[name]; ok {
			return code
		}
	}
	return ""
}

// interpret gives the cell its type, text and raw value. The text is what the
// page shows; without a stored value a number is taken for one as in a CSV.
func (r *htmlReader) interpret(c *Cell, shown []byte) {
	if len(bytes.TrimSpace(shown)) == 0 {
		shown = nil
	}
	c.Text = r.string(shown)
	c.Raw = c.Text
	v := r.value()
	if _, ok := r.attr("x:fmla"); ok {
		c.Formula = true
	}
	if f, ok := r.attr("data-f"); ok && f != "" {
		c.Formula = true
	}
	switch {
	case v.failed, v.number != "" && errorText.Match(shown):
		c.Type = Err
	case v.isBool:
		c.truthOf(strings.TrimSpace(c.Text))
	case v.number != "":
		r.number(c, v)
	case v.isText || v.format == "@":
		if v.text != "" {
			c.Raw = strings.TrimPrefix(v.text, "'")
		}
		if c.Text == "" {
			c.Text = c.Raw
		}
	case csvNumber.Match(bytes.TrimSpace(shown)):
		c.Type, c.Raw = Number, strings.TrimSpace(c.Text)
	}
	c.Unstored = c.Formula && c.Text == "" && !v.isText
}

// truthOf reads what a page shows for a boolean.
func (c *Cell) truthOf(shown string) {
	switch strings.ToUpper(shown) {
	case "TRUE", "1":
		c.Type, c.Raw, c.Text = Bool, "1", "TRUE"
	case "FALSE", "0":
		c.Type, c.Raw, c.Text = Bool, "0", "FALSE"
	}
}

func (r *htmlReader) number(c *Cell, v htmlValue) {
	raw, n, ok := r.fullPrecision([]byte(strings.TrimSpace(v.number)))
	if !ok {
		return
	}
	c.Type, c.Raw = Number, raw
	f := r.formats.parsed(v.format)
	if len(f.date) == 0 && c.Text != "" {
		return
	}
	shown := c.Text
	f.apply(c, n, false, &r.arena)
	if v.office && c.Type == Date && n >= 1 && n < 2958466 {
		t := instantOf(time.Unix(0, 0).UTC().Add(time.Duration(math.Round((n-25569)*86400))*time.Second), 0)
		c.Type, c.Raw = Date, r.string(t.appendISO(nil))
	}
	if shown != "" {
		c.Text = shown
	}
}

// cssFormats are the number formats of a page: the codes of its classes, and
// what has been parsed; and what its style sheets do not show.
type cssFormats struct {
	classes map[string]string
	display map[string]displayRule // by selector
	rules   int                    // of display so far
	known   map[string]*numberFormat
}

// parsed gives the number format of a code, each parsed once.
func (f *cssFormats) parsed(code string) *numberFormat {
	n := f.known[code]
	if n == nil {
		read := parseFormat(formatCode(code))
		n = &read
		f.known[code] = n
	}
	return n
}

var (
	cssRule   = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	cssClass  = regexp.MustCompile(`\.([\w-]+)\s*$`)
	cssFormat = regexp.MustCompile(`(?i)mso-number-format\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^;]*)`)
	cssEscape = regexp.MustCompile(`\\([0-9A-Fa-f]{1,6} ?|.)`)
)

// read takes out of a style sheet the classes with a number format, and what is
// not shown.
func (f *cssFormats) read(css string) {
	for _, rule := range cssRule.FindAllStringSubmatch(css, -1) {
		code, ok := msoFormat(rule[2])
		if !ok {
			continue
		}
		for _, selector := range strings.Split(rule[1], ",") {
			if m := cssClass.FindStringSubmatch(strings.TrimSpace(selector)); m != nil {
				f.classes[m[1]] = code
			}
		}
	}
	if !displayed.MatchString(css) {
		return
	}
	for _, rule := range cssRule.FindAllStringSubmatch(everyMedia(css), -1) {
		for _, selector := range strings.Split(rule[1], ",") {
			f.readDisplay(strings.TrimSpace(selector), rule[2])
		}
	}
}

// msoFormat gives the format code of a style. Excel escapes with a backslash,
// characters by their number too; what it escapes as \0022 is the quote of a
// literal, and General, Percent and the like are names.
func msoFormat(style string) (string, bool) {
	m := cssFormat.FindStringSubmatch(style)
	if m == nil {
		return "", false
	}
	code := strings.TrimSpace(m[1])
	if len(code) >= 2 && (code[0] == '"' || code[0] == '\'') {
		code = code[1 : len(code)-1]
	}
	return cssEscape.ReplaceAllStringFunc(code, unescapeCSS), true
}

func unescapeCSS(s string) string {
	s = s[1:]
	if n, err := strconv.ParseUint(strings.TrimSpace(s), 16, 32); err == nil && len(s) > 1 {
		return string(rune(n))
	}
	return s
}
