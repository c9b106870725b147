package grid

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// A page states its encoding in a meta element or in the XML declaration.
var (
	charsetName = regexp.MustCompile(`(?i)<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)`)
	xmlEncoding = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)`)
)

// decodeMarkup decodes a page: by its byte order mark, else by the encoding it
// declares, else as any text. Where the declaration is wrong and the bytes can
// only be the other of UTF-8 and GB18030, that one is taken. What fits no
// encoding is damage, and stands as U+FFFD: read on, it would be other characters.
func decodeMarkup(data []byte) decoded {
	if isWide(data) {
		out, err := decodeUTF16(data)
		d := asUTF8(bytes.TrimPrefix(out, []byte("\uFEFF")), "UTF-16")
		if err != nil || len(data)%2 != 0 {
			d.bad = max(d.bad, 1)
		}
		return d
	}
	if rest, found := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); found {
		return asUTF8(rest)
	}
	name := declaredCharset(data)
	as := asUTF8(data)
	if as.bad == 0 && (name == "utf-8" || !looksGB18030(data)) || as.bad > 0 && as.mostlySound() {
		return as
	}
	if eastern[name] {
		return decodeForeign(data, name)
	}
	gb := asGB18030(data)
	switch {
	case gb.bad == 0:
		return gb
	case name != "" && name != "utf-8" && name != "gb18030":
		return decodeForeign(data, name)
	case gb.mostlySound() && name != "utf-8":
		return gb
	}
	return as
}

// eastern encodings look like GB18030 and are taken at their word.
var eastern = map[string]bool{"big5": true, "shift_jis": true, "euc-kr": true, "euc-jp": true}

// declaredCharset is the standard name of the encoding that a page declares; ""
// when it declares none, or an unknown one.
func declaredCharset(data []byte) string {
	head := data[:min(len(data), 8192)]
	m := xmlEncoding.FindSubmatch(head)
	if m == nil {
		m = charsetName.FindSubmatch(head)
	}
	if m == nil {
		return ""
	}
	e, err := htmlindex.Get(string(m[1]))
	if err != nil {
		return ""
	}
	name, err := htmlindex.Name(e)
	if err != nil || name == "gbk" {
		return "gb18030"
	}
	return name
}

func decodeForeign(data []byte, name string) decoded {
	e, err := htmlindex.Get(name)
	if err != nil {
		return asUTF8(data)
	}
	out, err := e.NewDecoder().Bytes(data)
	d := asUTF8(out, strings.ToUpper(name))
	if err != nil {
		d.bad = max(d.bad, 1)
	}
	return d
}
