package intake

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// in is a member of an archive that the tests make. All content is invented:
// 示例数据，纯属虚构。
type in struct{ name, content string }

func gbk(s string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// zipOf makes a zip; how may change each header.
func zipOf(how func(*zip.FileHeader), list ...in) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range list {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if how != nil {
			how(h)
		}
		w, err := z.CreateHeader(h)
		must(err)
		_, err = io.WriteString(w, m.content)
		must(err)
	}
	must(z.Close())
	return b.Bytes()
}

// rawNames leaves names as they are, without the flag of UTF-8.
func rawNames(h *zip.FileHeader) { h.NonUTF8 = true }

func tarOf(list ...in) []byte { return tarAs(tar.FormatGNU, list...) }

// paxOf writes names into headers of their own.
func paxOf(list ...in) []byte { return tarAs(tar.FormatPAX, list...) }

func tarAs(format tar.Format, list ...in) []byte {
	var b bytes.Buffer
	t := tar.NewWriter(&b)
	for _, m := range list {
		must(t.WriteHeader(&tar.Header{Name: m.name, Mode: 0o644, Size: int64(len(m.content)), Format: format}))
		_, err := io.WriteString(t, m.content)
		must(err)
	}
	must(t.Close())
	return b.Bytes()
}

func gzipOf(name string, content []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Name = name
	_, err := z.Write(content)
	must(err)
	must(z.Close())
	return b.Bytes()
}

// vint is the number of RAR 5.0 (technote, "Variable length integer").
func vint(n int) []byte {
	var out []byte
	for {
		if n < 0x80 {
			return append(out, byte(n))
		}
		out = append(out, byte(n)|0x80)
		n >>= 7
	}
}

// rar5Block is a header with its checksum: type, flags, and what follows.
func rar5Block(kind, flags int, dataSize int, rest []byte) []byte {
	body := append(vint(kind), vint(flags)...)
	if flags&2 != 0 {
		body = append(body, vint(dataSize)...)
	}
	body = append(body, rest...)
	body = append(vint(len(body)), body...)
	return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)), body...)
}

// rar5 makes a RAR 5.0 archive of stored files; encrypted ones only say so.
func rar5(list ...in) []byte { return rar5With(0, false, list...) }

func rar5With(archiveFlags int, encrypted bool, list ...in) []byte {
	out := []byte("Rar!\x1a\x07\x01\x00")
	out = append(out, rar5Block(1, 0, 0, vint(archiveFlags))...)
	for _, m := range list {
		out = append(out, rar5File(m, encrypted)...)
		out = append(out, m.content...)
	}
	return append(out, rar5Block(5, 0, 0, vint(0))...)
}

func rar5File(m in, encrypted bool) []byte {
	rest := append(vint(4), vint(len(m.content))...) // file flags: CRC32 present; unpacked size
	rest = append(rest, vint(0o644)...)              // attributes
	rest = binary.LittleEndian.AppendUint32(rest, crc32.ChecksumIEEE([]byte(m.content)))
	rest = append(rest, vint(0)...) // stored
	rest = append(rest, vint(1)...) // Unix
	rest = append(append(rest, vint(len(m.name))...), m.name...)
	if !encrypted {
		return rar5Block(2, 2, len(m.content), rest)
	}
	record := append([]byte{1, 0, 0, 15}, make([]byte, 32)...) // type 1, version, flags, KDF count, salt, IV
	extra := append(vint(len(record)), record...)
	body := append(vint(2), vint(3)...)
	body = append(body, vint(len(extra))...)
	body = append(body, vint(len(m.content))...)
	body = append(append(body, rest...), extra...)
	body = append(vint(len(body)), body...)
	return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)), body...)
}

// rar4 makes a RAR 2.9 archive of stored files with names in GBK.
func rar4(list ...in) []byte {
	block := func(kind byte, flags uint16, rest []byte) []byte {
		b := []byte{kind}
		b = binary.LittleEndian.AppendUint16(b, flags)
		b = binary.LittleEndian.AppendUint16(b, uint16(7+len(rest)))
		b = append(b, rest...)
		return append(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(b))), b...)
	}
	out := append([]byte("Rar!\x1a\x07\x00"), block(0x73, 0, make([]byte, 6))...)
	for _, m := range list {
		name := gbk(m.name)
		rest := binary.LittleEndian.AppendUint32(nil, uint32(len(m.content)))
		rest = binary.LittleEndian.AppendUint32(rest, uint32(len(m.content)))
		rest = append(rest, 2) // Windows
		rest = binary.LittleEndian.AppendUint32(rest, crc32.ChecksumIEEE([]byte(m.content)))
		rest = binary.LittleEndian.AppendUint32(rest, 0x4e_e3_00_00) // time
		rest = append(rest, 29, 0x30)                                // version 2.9, stored
		rest = binary.LittleEndian.AppendUint16(rest, uint16(len(name)))
		rest = binary.LittleEndian.AppendUint32(rest, 0x20)
		out = append(append(out, block(0x74, 0x8000, append(rest, name...))...), m.content...)
	}
	return append(out, block(0x7b, 0x4000, nil)...)
}

// sevenNumber is the NUMBER of 7zFormat.txt, in its longest form.
func sevenNumber(n int) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	return append([]byte{0xff}, binary.LittleEndian.AppendUint64(nil, uint64(n))...)
}

// seven makes a 7z archive of one folder, its contents stored one behind another.
func seven(method string, list ...in) []byte {
	var packed, sizes, sums, names []byte
	for i, m := range list {
		packed = append(packed, m.content...)
		if i < len(list)-1 {
			sizes = append(sizes, sevenNumber(len(m.content))...)
		}
		sums = binary.LittleEndian.AppendUint32(sums, crc32.ChecksumIEEE([]byte(m.content)))
		for _, u := range append(utf16.Encode([]rune(m.name)), 0) {
			names = binary.LittleEndian.AppendUint16(names, u)
		}
	}
	n := sevenNumber(len(list))
	h := []byte{1, 4, 6, 0, 1, 9}
	h = append(h, sevenNumber(len(packed))...)
	h = append(h, 0, 7, 11, 1, 0, 1, byte(len(method)))
	h = append(append(h, method...), 12)
	h = append(h, sevenNumber(len(packed))...)
	h = append(h, 0, 8, 13)
	h = append(append(h, n...), 9)
	h = append(append(h, sizes...), 10, 1)
	h = append(append(h, sums...), 0, 0, 5)
	h = append(append(h, n...), 0x11)
	h = append(append(h, sevenNumber(len(names)+1)...), 0)
	h = append(append(h, names...), 0, 0)
	return sevenFile7z(packed, h)
}

// sevenFile7z puts a header behind what it describes.
func sevenFile7z(packed, header []byte) []byte {
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(packed)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(header)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(header))
	out := []byte("7z\xbc\xaf\x27\x1c\x00\x04")
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(start))
	return append(append(append(out, start...), packed...), header...)
}

// mailOf makes a mail with attachments in base64, as mail programs do.
func mailOf(header, text string, list ...in) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"----=_Part_示例\"\r\n\r\n")
	fmt.Fprintf(&b, "------=_Part_示例\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", text)
	for _, m := range list {
		fmt.Fprintf(&b, "------=_Part_示例\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"+
			"Content-Disposition: attachment;\r\n filename=\"%s\"\r\n\r\n%s\r\n", m.name, lines76(m.content))
	}
	b.WriteString("------=_Part_示例--\r\n")
	return b.Bytes()
}

func lines76(content string) string {
	var b bytes.Buffer
	for s := base64.StdEncoding.EncodeToString([]byte(content)); len(s) > 0; {
		n := min(76, len(s))
		b.WriteString(s[:n] + "\r\n")
		s = s[n:]
	}
	return b.String()
}

const letterHead = "From: =?gb2312?B?z9iyxtX+vtY=?= <cz@shilixian.example>\r\nTo: bgs@shilixian.example\r\n" +
	"Subject: =?utf-8?B?5LiK5Y2K5bm05aGr5oql6KGo?=\r\nDate: Wed, 3 Jul 2019 15:04:05 +0800\r\n"

// listed opens an inbox of one file or several, and gives what was listed by path.
func listed(t *testing.T, lim Limits, files map[string]string) map[string]File {
	t.Helper()
	list, err := Open(inbox(t, files), lim)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]File{}
	for _, f := range list {
		if _, twice := out[f.Path]; twice {
			t.Errorf("%s is listed twice", f.Path)
		}
		out[f.Path] = f
	}
	return out
}
