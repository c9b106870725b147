package intake

import (
	"bytes"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// source is the content of a container, at any place of it.
type source struct {
	io.ReaderAt
	size int64
}

func (s source) reader() io.Reader { return io.NewSectionReader(s, 0, s.size) }

// all takes the content into memory.
func (s source) all() ([]byte, error) {
	if s.size > nestedMost {
		return nil, problem(TooLarge, "超过 %s，没有打开。请直接报送里面的文件。", mib(nestedMost))
	}
	data := make([]byte, s.size)
	if n, err := s.ReadAt(data, 0); n < len(data) {
		return nil, err
	}
	return data, nil
}

// kind is what sort of container a file is; "" is none.
type kind string

const (
	kindZip  kind = "zip"
	kindRar  kind = "rar"
	kind7z   kind = "7z"
	kindTar  kind = "tar"
	kindGzip kind = "gz"
	kindBz2  kind = "bz2"
	kindMail kind = "eml"
	kindMbox kind = "mbox"
)

// word names a kind for people.
func (k kind) word() string {
	switch k {
	case kindMail:
		return "邮件"
	case kindMbox:
		return "邮箱文件"
	}
	return "压缩包"
}

// headSize is how much of a file is looked at to tell what it is.
const headSize = 16 << 10

// mayContain tells by its first bytes that a file may be a container, so that
// it is worth taking into memory whole.
func mayContain(head []byte) bool {
	return kindByHead(head) != ""
}

func kindByHead(head []byte) kind {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")), bytes.HasPrefix(head, []byte("PK\x07\x08")):
		return kindZip
	case bytes.HasPrefix(head, []byte("Rar!\x1a\x07")):
		return kindRar
	case bytes.HasPrefix(head, []byte("7z\xbc\xaf\x27\x1c")):
		return kind7z
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return kindGzip
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 10 && bytes.Contains(head[4:10], []byte("1AY&SY")):
		return kindBz2
	case isTar(head):
		return kindTar
	case isMail(head):
		return kindMail
	case bytes.HasPrefix(head, []byte("From ")) && isMail(head[bytes.IndexByte(head, '\n')+1:]):
		return kindMbox
	}
	return ""
}

// look tells what container a file is by its content, or why it cannot be opened
// as one; neither of what the grid reads, office files in a zip among them.
func look(src source, name string) (kind, *Error) {
	head := make([]byte, min(headSize, src.size))
	n, _ := src.ReadAt(head, 0)
	switch k := kindByHead(head[:n]); k {
	case kindZip:
		if what, found := packageMark(src); found {
			return "", otherPackage(what)
		}
		return k, nil
	case "":
	default:
		return k, nil
	}
	// A mail in a mail may have few fields: its declared type gave it the name.
	if found := mailHeads(head[:n]); len(found) > 0 && strings.EqualFold(path.Ext(name), ".eml") {
		return kindMail, nil
	}
	if err := foreign(head[:n], name); err != nil {
		return "", err
	}
	if outlookMessage(src) {
		return "", problem(Unsupported, "这是 Outlook 邮件（.msg），打不开。请另存为 .eml，或直接报送附件。")
	}
	return "", nil
}

// isTar: a header whose checksum is right, the sum of its bytes with the field
// of the checksum taken for blanks (POSIX.1-2017, pax, ustar Interchange Format).
func isTar(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	const begin, end = 148, 156
	stated, err := strconv.ParseUint(strings.Trim(string(head[begin:end]), " \x00"), 8, 32)
	sum := uint64(8 * ' ')
	for i, b := range head[:512] {
		if i < begin || i >= end {
			sum += uint64(b)
		}
	}
	return err == nil && sum == stated
}

var mailFields = map[string]bool{"from": true, "to": true, "subject": true, "date": true, "mime-version": true, "message-id": true,
	"received": true, "return-path": true, "delivered-to": true, "reply-to": true, "cc": true, "sender": true, "content-type": true, "x-mailer": true}

// isMail: the file begins with header fields, three of which every mail program
// writes (RFC 5322 3.6), and one of them tells who sent it, when, or in what form.
func isMail(head []byte) bool {
	found := mailHeads(head)
	return len(found) >= 3 && (found["from"] || found["date"] || found["mime-version"] || found["received"])
}

// mailHeads gives the header fields of mails that a file begins with.
func mailHeads(head []byte) map[string]bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\r\n")
	found := map[string]bool{}
	for line := range bytes.Lines(head[:min(len(head), headSize)]) {
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			break
		}
		if field := strings.ToLower(string(name)); mailFields[field] {
			found[field] = true
		}
	}
	return found
}

// foreigners are files that hold others and cannot be opened here.
var foreigners = []struct{ magic, what, advice string }{
	{"MSCF\x00\x00\x00\x00", "CAB 压缩包", asZip}, {"\xfd7zXZ\x00", "XZ 压缩包", asZip}, {"\x28\xb5\x2f\xfd", "Zstandard 压缩包", asZip},
	{"\x60\xea", "ARJ 压缩包", asZip}, {"\x1f\x9d", "compress（.Z）压缩包", asZip}, {"RE~^", "RAR 1.4 压缩包", asZip},
	{"\x78\x9f\x3e\x22", "Outlook 的 winmail.dat", "请发件人改用“HTML”或“纯文本”格式重新发送，或直接报送附件。"},
}

var lzh = regexp.MustCompile(`^..-l[hz][0-9s]-`)

// foreign gives what is wrong with a file that holds others and cannot be
// opened; nil for all else.
func foreign(head []byte, name string) *Error {
	for _, f := range foreigners {
		if bytes.HasPrefix(head, []byte(f.magic)) && bytes.IndexByte(head, 0) >= 0 {
			return problem(Unsupported, "这是%s，打不开。%s", f.what, f.advice)
		}
	}
	switch {
	case lzh.Match(head):
		return problem(Unsupported, "这是 LZH 压缩包，打不开。%s", asZip)
	case bytes.HasPrefix(head, []byte("MZ")) && bytes.IndexByte(head, 0) >= 0:
		return problem(Unsupported, "这是程序（可能是自解压的压缩包），不会打开。%s", asZip)
	case volumeName.MatchString(name):
		return problem(Unsupported, "这是分卷压缩包的一卷，单独打不开。%s", inParts)
	}
	return nil
}

// volumeName is how archivers call the parts of a split archive.
var volumeName = regexp.MustCompile(`(?i)\.(z\d\d|r\d\d|(zip|7z|rar|tar|tgz|gz)\.\d{3}|part0*([2-9]|\d\d+)\.rar)$`)

// firstVolume begins like a whole archive and has no end.
var firstVolume = regexp.MustCompile(`(?i)\.(zip|7z|rar|tar|tgz|gz)\.0*1$`)

// outlook marks a message of Outlook: an OLE file ([MS-CFB]) with streams of
// properties ([MS-OXMSG] 2.2.1).
var outlook = []byte("_\x00_\x00s\x00u\x00b\x00s\x00t\x00g\x001\x00.\x000\x00_\x00")

// outlookMessage reads no more than it must: the directory of an OLE file may
// stand anywhere in it.
func outlookMessage(src source) bool {
	head := make([]byte, 8)
	if n, _ := src.ReadAt(head, 0); n < 8 || string(head) != "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" {
		return false
	}
	buf := make([]byte, 256<<10)
	for at := int64(0); at < src.size; at += int64(len(buf) - len(outlook)) {
		n, _ := src.ReadAt(buf, at)
		if bytes.Contains(buf[:n], outlook) {
			return true
		}
	}
	return false
}
