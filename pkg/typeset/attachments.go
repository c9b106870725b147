package typeset

import "regexp"

// numbered finds the numbers of attachments in "附件：1.得分表　2.扣分明细表".
var numbered = regexp.MustCompile(`[ 　]+([0-9０-９]+[.．、])`)

// mostKept lines of a list stay together and with the signature.
const mostKept = 8

// attachments sets the 附件说明: a line below the text, two characters in, a
// name a line, numbers under each other (GB/T 9704-2012 §7.3.4).
func (f *faces) attachments(s string, fr frame) []item {
	const word = "附件："
	out := []item{blank(pitch)}
	rest := s[len(word):]
	hang := indent + f.width(word, bodyStyle)
	prefix := word
	for _, one := range splitNumbered(rest) {
		b := f.block(one, bodyStyle, justified, 0, fr.width-hang)
		lead := f.block(prefix, bodyStyle, left, 0, hang)
		for i, it := range b.items(fr.x+hang, pitch) {
			if draw := it.draw; i == 0 && len(lead.spans) > 0 {
				it.draw = func(p *page, y float64) {
					lead.set(p, 0, fr.x+indent, baseline(y, pitch, bodyStyle))
					draw(p, y)
				}
			}
			out = append(out, it)
		}
		prefix = ""
	}
	if len(out) <= mostKept {
		return keepAll(out)
	}
	out[0].keep = true
	return out
}

// splitNumbered cuts a list before each number.
func splitNumbered(s string) []string {
	var out []string
	from := 0
	for _, at := range numbered.FindAllStringSubmatchIndex(s, -1) {
		if at[2] > from && at[0] > 0 {
			out = append(out, s[from:at[0]])
			from = at[2]
		}
	}
	return append(out, s[from:])
}
