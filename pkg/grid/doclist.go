package grid

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// docStyle is what a style says about the list of its paragraphs.
type docStyle struct {
	list, level int
	based       int
}

const noStyle = 0xFFF

// readStyles reads the style sheet (2.9.271) as far as lists go.
func (r *docReader) readStyles() error {
	sheet, err := r.part(fibStyles)
	if err != nil || len(sheet) < 6 {
		return err
	}
	head, count, base := int(u16(sheet)), int(u16(sheet[2:])), int(u16(sheet[4:]))
	if 2+head > len(sheet) {
		return nil
	}
	direct := make([]bool, 0, count)
	for at := 2 + head; len(r.styles) < count && at+2 <= len(sheet); {
		n := int(u16(sheet[at:]))
		at += 2
		style, own := docStyle{based: noStyle}, false
		if n > 0 && at+n <= len(sheet) {
			style, own = readStyle(sheet[at:at+n], base)
		}
		r.styles, direct = append(r.styles, style), append(direct, own)
		at += n
	}
	for i := range r.styles {
		for at, steps := i, 0; !direct[i] && steps < deepest; steps++ {
			if at = r.styles[at].based; at >= len(r.styles) {
				break
			}
			if direct[at] {
				r.styles[i].list, r.styles[i].level = r.styles[at].list, r.styles[at].level
				break
			}
		}
	}
	return nil
}

// readStyle reads a style (2.9.260); own tells that it says itself what list it is of.
func readStyle(std []byte, base int) (style docStyle, own bool) {
	style.based = noStyle
	const paragraphs = 1
	if len(std) < base+2 || base < 4 {
		return style, false
	}
	kind := u16(std[2:])
	style.based = int(kind >> 4)
	at := base + 2 + 2*int(u16(std[base:])) + 2 // its name, with a zero
	if kind&0xF != paragraphs {
		return style, false
	}
	if at += at & 1; at+4 > len(std) {
		return style, false
	}
	n := int(u16(std[at:]))
	if n < 2 || at+2+n > len(std) {
		return style, false
	}
	eachSprm(std[at+4:at+2+n], func(sprm uint16, v []byte) {
		switch sprm {
		case sprmList:
			style.list, own = int(u16(v)), true
		case sprmLevel:
			style.level = int(v[0])
		}
	})
	return style, own
}

// docLists are the lists of the document: the number of a paragraph's list is
// the place of its use in the table of uses, from 1.
type docLists struct{ *numbering }

func (l docLists) next(list, level int) string {
	if list <= 0 || l.numbering == nil {
		return ""
	}
	return l.numbering.next(strconv.Itoa(list), level)
}

// numberFormats are those of [MS-OSHARED] 2.2.1.3 in the names of .docx; those
// that are missing count with digits.
var numberFormats = map[byte]string{1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
	18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 28: "decimalEnclosedCircleChinese", 33: "chineseCounting",
	35: "taiwaneseCountingThousand", 37: "chineseCounting", 39: "chineseCountingThousand", 255: "none"}

// readLists reads the lists (2.9.147, 2.9.192) and their uses (2.9.143).
func (r *docReader) readLists() error {
	plf, err := r.part(fibLists)
	if err != nil || len(plf) < 2 {
		return err
	}
	n := newNumbering()
	r.lists = docLists{n}
	rest := r.table[min(len(r.table), int(u32(r.main[fibLists:]))+len(plf)):] // the levels follow behind the lists
	const size = 28
	for i := 0; i < int(u16(plf)) && 2+(i+1)*size <= len(plf); i++ {
		list := plf[2+i*size:]
		levels := 9
		if list[26]&1 != 0 {
			levels = 1
		}
		id := strconv.Itoa(int(u32(list)))
		for i := range levels {
			level, used, ok := readLevel(rest, i)
			if !ok {
				return corrupt("Word 文件的编号残缺，可能没有传完整")
			}
			n.levels[id], rest = append(n.levels[id], level), rest[used:]
		}
	}
	return r.readUses(n)
}

func (r *docReader) readUses(n *numbering) error {
	plf, err := r.part(fibUses)
	if err != nil || len(plf) < 4 {
		return err
	}
	const size = 16
	count := int(u32(plf))
	if count > (len(plf)-4)/size {
		return corrupt("Word 文件的编号残缺")
	}
	rest := plf[4+count*size:]
	for i := range count {
		use := plf[4+i*size:]
		list := numberedList{strconv.Itoa(int(u32(use))), map[int]int{}}
		if len(rest) >= 4 {
			rest = rest[4:]
		}
		for range use[12] {
			if len(rest) < 8 {
				break
			}
			level, flags := int(rest[4]&0xF), rest[4]
			if flags&0x10 != 0 {
				list.restart[level] = int(u32(rest))
			}
			rest = rest[8:]
			if flags&0x20 != 0 { // a level of its own
				own, used, ok := readLevel(rest, level)
				if !ok {
					break
				}
				rest = rest[used:]
				if flags&0x10 != 0 {
					list.restart[level] = own.start
				}
			}
		}
		n.lists[strconv.Itoa(i+1)] = list
	}
	return nil
}

// readLevel reads a level of a list (2.9.149): 28 bytes, two lists of properties, and the
// text, in which the number of a level stands for its counter.
func readLevel(b []byte, level int) (l numberLevel, used int, ok bool) {
	const head = 28
	if len(b) < head {
		return l, 0, false
	}
	l.start, l.format, l.legal = int(u32(b)), "decimal", b[5]&4 != 0
	l.anew = level
	if noRestart := b[5]&8 != 0; noRestart {
		l.anew = min(level, int(b[26]))
	}
	if f, known := numberFormats[b[4]]; known {
		l.format = f
	}
	at := head + int(b[24]) + int(b[25])
	if at+2 > len(b) {
		return l, 0, false
	}
	n := int(u16(b[at:]))
	at += 2
	if at+2*n > len(b) {
		return l, 0, false
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = u16(b[at+2*i:])
	}
	var text strings.Builder
	for _, c := range utf16.Decode(units) {
		if c < 9 {
			text.WriteByte('%')
			c += '1'
		}
		text.WriteRune(c)
	}
	l.text = text.String()
	return l, at + 2*n, true
}
