package intake

import (
	"fmt"
	"hash/crc32"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeName gives the text of a name whose encoding nobody states. It is UTF-8
// when it is valid as such with a character of three bytes or more; two-byte
// sequences alone are more likely GB18030 (联通 in GBK is valid UTF-8).
func decodeName(raw string) string {
	if isASCII(raw) {
		return raw
	}
	gb, gbErr := simplifiedchinese.GB18030.NewDecoder().String(raw)
	strict := gbErr == nil && !strings.ContainsRune(gb, utf8.RuneError)
	if utf8.ValidString(raw) && (!strict || strings.ContainsFunc(raw, func(r rune) bool { return r >= 0x800 }) || !hasHan(gb)) {
		return raw
	}
	if strict {
		return gb
	}
	return strings.ToValidUTF8(gb, "�")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// unicodePath is the name in the Info-ZIP Unicode Path Extra Field (APPNOTE.TXT
// 4.6.9): version 1, the CRC-32 of the name in the header, the name in UTF-8.
// One of another header name is stale and does not count.
func unicodePath(extra []byte, raw string) (string, bool) {
	for len(extra) >= 4 {
		id, size := uint16(extra[0])|uint16(extra[1])<<8, int(extra[2])|int(extra[3])<<8
		extra = extra[4:]
		if size > len(extra) {
			return "", false
		}
		field := extra[:size]
		extra = extra[size:]
		if id != 0x7075 || size < 6 || field[0] != 1 {
			continue
		}
		sum := uint32(field[1]) | uint32(field[2])<<8 | uint32(field[3])<<16 | uint32(field[4])<<24
		if name := string(field[5:]); sum == crc32.ChecksumIEEE([]byte(raw)) && utf8.ValidString(name) {
			return name, true
		}
	}
	return "", false
}

const (
	longestStep = 120 // characters of a folder or file name that are shown
	deepest     = 16  // folders that are shown
	unnamed     = "无名"
)

// cleanName makes a member's name fit for showing: no drive, no root, no step
// up, no control characters, and none that would look like a container's. It is
// never used as a path on disk.
func cleanName(name string) string {
	var steps []string
	for _, step := range strings.Split(strings.ReplaceAll(name, `\`, "/"), "/") {
		step = cleanStep(step)
		if len(steps) == 0 && len(step) == 2 && step[1] == ':' || step == "" || step == "." || step == ".." {
			continue
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 {
		return unnamed
	}
	if len(steps) > deepest {
		steps = append(steps[:deepest-1], steps[len(steps)-1])
	}
	return strings.Join(steps, "/")
}

// visible gives a text in one line without what is not seen: marks that turn the
// direction of writing make exe.slx of what ends in xls.exe. Breaks become blanks.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case r != utf8.RuneError && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
}

// Shown is the path of a file on disk as lists and messages have it. It need not
// be one that can be opened.
func Shown(file string) string {
	if !utf8.ValidString(file) { // unpacked by a program that knew no GBK
		file = decodeName(file)
	}
	steps := strings.Split(file, "/")
	for i, step := range steps {
		if steps[i] = strings.TrimSpace(visible(step)); steps[i] == "" && step != "" {
			steps[i] = unnamed
		}
	}
	return strings.Join(steps, "/")
}

func cleanStep(step string) string {
	step = strings.TrimSpace(strings.ReplaceAll(visible(step), "›", ">"))
	if utf8.RuneCountInString(step) <= longestStep {
		return step
	}
	ext := path.Ext(step)
	if utf8.RuneCountInString(ext) > 8 {
		ext = ""
	}
	return strings.TrimSpace(string([]rune(step)[:longestStep-utf8.RuneCountInString(ext)]) + ext)
}

// withoutExt is a name without its extension; .tar.gz counts as one.
func withoutExt(name string) string {
	name = strings.TrimSuffix(name, path.Ext(name))
	if strings.EqualFold(path.Ext(name), ".tar") {
		name = name[:len(name)-len(".tar")]
	}
	return name
}

// takenPaths keeps the paths of a list apart.
type takenPaths map[string]int

// unique gives the path, or with " (2)", " (3)" before the extension when it
// is taken.
func (t takenPaths) unique(wanted string) string {
	ext := path.Ext(Base(wanted))
	stem := strings.TrimSuffix(wanted, ext)
	got := wanted
	for n := t[wanted]; ; n++ {
		if n > 0 {
			got = fmt.Sprintf("%s (%d)%s", stem, n+1, ext)
		}
		if _, taken := t[got]; !taken {
			t[wanted] = n + 1
			t[got] = max(t[got], 1)
			return got
		}
	}
}

// mib writes a size for people, rounded to whole MB.
func mib(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d 字节", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
