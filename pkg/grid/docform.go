package grid

import "unicode/utf16"

// formField gives what a form field shows (2.9.79): the box of a FORMCHECKBOX,
// the chosen entry of a FORMDROPDOWN; "" for a picture.
func (r *docReader) formField(look *docLook) string {
	const head, binary = 6, 68 // of a picture without a picture (2.9.157)
	if !look.field || look.picture < 0 || look.picture+binary+10 > len(r.data) {
		return ""
	}
	all := r.data[look.picture:]
	n := int(u32(all))
	if n > len(all) || n < binary+10 || u16(all[4:]) < head {
		return ""
	}
	b := all[int(u16(all[4:])):n]
	if len(b) < 10 || u32(b) != 0xFFFFFFFF {
		return ""
	}
	bits := u16(b[4:])
	kind, chosen := bits&3, int(bits>>2&0x1F)
	rest, ok := afterText(b[10:]) // the name
	if !ok || kind == 0 || len(rest) < 2 {
		return ""
	}
	const unset = 25
	if chosen == unset {
		chosen = int(u16(rest))
	}
	if kind == 1 {
		if chosen != 0 {
			return "☑"
		}
		return "☐"
	}
	return dropEntry(rest[2:], chosen)
}

// dropEntry gives an entry of a drop-down list, which five texts precede: format,
// help, status, and two macros.
func dropEntry(b []byte, chosen int) string {
	ok := true
	for range 5 {
		if b, ok = afterText(b); !ok {
			return ""
		}
	}
	if len(b) < 6 || u16(b) != 0xFFFF {
		return ""
	}
	for b = b[6:]; len(b) >= 2; chosen-- {
		n := int(u16(b))
		if 2+2*n > len(b) {
			return ""
		}
		if chosen == 0 {
			units := make([]uint16, n)
			for i := range units {
				units[i] = u16(b[2+2*i:])
			}
			return string(utf16.Decode(units))
		}
		b = b[2+2*n:]
	}
	return ""
}

// afterText skips a text with its length before and a zero behind it.
func afterText(b []byte) ([]byte, bool) {
	if len(b) < 2 {
		return nil, false
	}
	n := 2 + 2*int(u16(b)) + 2
	if n > len(b) {
		return nil, false
	}
	return b[n:], true
}
