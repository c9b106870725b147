package policy

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// readable refuses what is no text in UTF-8: a file that an old editor wrote in GBK, a workbook, a
// file that ends within a character.
func (f File) readable() error {
	if utf8.Valid(f.Data) && !bytes.ContainsRune(f.Data, 0) {
		return nil
	}
	for cut := 1; cut < utf8.UTFMax && cut < len(f.Data); cut++ {
		if head := f.Data[:len(f.Data)-cut]; utf8.RuneStart(f.Data[len(head)]) && utf8.Valid(head) && !utf8.FullRune(f.Data[len(head):]) && !bytes.ContainsRune(head, 0) {
			return f.Errorf(Pos{}, nil, "文件的末尾断在一个字的中间，可能没有保存完或没有传完；请换一份完整的")
		}
	}
	return f.Errorf(Pos{}, nil, "不是 UTF-8 编码的文本文件；请用记事本打开，“另存为”时编码选 UTF-8")
}

// fullWidth finds punctuation and digits of the Chinese input method beside words of the file.
var fullWidth = regexp.MustCompile(`^[“‘－]|^[!-~]*[：，（）｛｝［］“”‘’]|^[０-９]`)

// halfWidthAdvice says how to mend a word of the file that was written with the Chinese input
// method, "" for any other.
func halfWidthAdvice(line string, col int) string {
	r := []rune(line)
	if col < 1 || col > len(r) {
		return ""
	}
	word, _, _ := strings.Cut(string(r[col-1:]), ",")
	if !fullWidth.MatchString(word) {
		return ""
	}
	return "；这里有全角的标点或数字，要改成半角的（英文输入法）"
}
