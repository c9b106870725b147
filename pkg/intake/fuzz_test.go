package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// small keeps what a fuzzer makes cheap.
var small = Limits{Files: 200, Size: 4 << 20, Inflated: 8 << 20, Held: 64 << 20}.withDefaults()

// openBytes lists what a container in memory holds; nothing when it is none.
func openBytes(name string, data []byte) []File {
	src := source{bytes.NewReader(data), int64(len(data))}
	o := &opener{lim: small, room: small.Inbox, taken: takenPaths{}, store: newStore(small.Held)}
	k, _ := look(src, name)
	if k == "" {
		return nil
	}
	c := &container{kind: k, name: name, store: o.store}
	o.openDisk(c, File{Path: o.taken.unique(name), Size: src.size}, src)
	markDoubles(o.files)
	return o.files
}

// sound checks what must hold of any list.
func sound(t *testing.T, name string, files []File) {
	t.Helper()
	total, seen := int64(0), map[string]bool{}
	for _, f := range files {
		if seen[f.Path] || f.Path != name && !strings.HasPrefix(f.Path, name+Sep) || !utf8.ValidString(f.Path) {
			t.Errorf("path %q", f.Path)
		}
		seen[f.Path] = true
		for _, step := range strings.Split(f.Path, Sep) {
			if !filepath.IsLocal(step) || path.Clean(step) != step || strings.ContainsFunc(step, unicode.IsControl) {
				t.Errorf("path %q", f.Path)
			}
		}
		if f.failed != nil {
			if strings.Contains(f.failed.Error(), "已损坏，后面的没有读出来") {
				t.Errorf("a panic was caught: %q", f.Path)
			}
			continue
		}
		if f.Path == name || f.member == nil {
			t.Errorf("%q has no bytes and nothing to say", f.Path)
			continue
		}
		total += f.Size
		if f.member.data != nil {
			if sum, _ := hash(bytes.NewReader(f.member.data)); sum != f.SHA256 || int64(len(f.member.data)) != f.Size {
				t.Errorf("%q has other bytes than its hash", f.Path)
			}
		}
	}
	if total > small.Inflated || len(files) > small.Files+2 {
		t.Errorf("%d bytes, %d files", total, len(files))
	}
}

func inWords(files []File) string {
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%+v %v\n", [...]any{f.Path, f.SHA256, f.Size, f.Received, f.Folder, f.Sender, f.Junk, f.SameAs}, f.failed)
	}
	return b.String()
}

// FuzzArchive takes bytes as they are, and as what stands behind a checksum.
func FuzzArchive(f *testing.F) {
	a, b := in{"县财政局.xls", "甲甲甲甲"}, in{"街道/夏镇.csv", "乙"}
	nested := in{"内.zip", string(zipOf(nil, a, b))}
	for _, data := range [][]byte{zipOf(nil, a, b, nested), zipOf(rawNames, in{gbk(a.name), "x"}), cutAfter(zipOf(nil, a, b), "PK\x01\x02"), rar5(a, b), rar4(a, b), rar5With(0, true, a),
		seven("\x00", a, b), tarOf(a, nested), gzipOf("a", tarOf(a, b)), gzipOf("a", []byte("x")), mailOf(letterHead, "x", a, nested)} {
		f.Add(byte(0), data)
	}
	for _, text := range solid7z {
		data, err := base64.StdEncoding.DecodeString(text)
		must(err)
		f.Add(byte(0), data)
	}
	whole := seven("\x00", a, b)
	packed := len(a.content) + len(b.content)
	f.Add(byte(1), whole[signatureSize+packed:])
	rest := rar5File(a, false)
	f.Add(byte(2), rest[8:])
	f.Add(byte(3), tarOf(a, b))
	f.Add(byte(4), []byte(a.content))
	f.Fuzz(func(t *testing.T, how byte, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		switch how % 5 {
		case 1:
			data = sevenFile7z([]byte(a.content+b.content), data)
		case 2:
			out := append([]byte("Rar!\x1a\x07\x01\x00"), rar5Block(1, 0, 0, vint(0))...)
			out = append(append(out, rar5Block(2, 2, len(a.content), data)...), a.content...)
			data = append(out, rar5Block(5, 0, 0, vint(0))...)
		case 3:
			data = gzipOf("", data)
		case 4:
			data = zipOf(nil, in{"内", string(data)}, in{string(data[:min(len(data), 1<<15)]) + ".xls", "x"})
		}
		files := openBytes("a.bin", data)
		sound(t, "a.bin", files)
		if again := inWords(openBytes("a.bin", data)); again != inWords(files) {
			t.Errorf("twice is not the same:\n%s\n%s", inWords(files), again)
		}
	})
}

// FuzzMail puts header and body behind a sender, so that it is a mail.
func FuzzMail(f *testing.F) {
	f.Add([]byte("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename*=GBK''%B8%BD\r\n\r\n甲\r\n--b--"))
	f.Add(mailOf("", "x", in{"a.xls", "甲"}))
	f.Add([]byte("Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=BC=D7"))
	f.Add([]byte("Subject: =?gb2312?B?z9g=?= =?gb2312?Q?=CF=D8?=\r\n\r\nbegin 644 a.xls\r\n#0V%T\r\n`\r\nend\r\n"))
	f.Add([]byte("Content-Type: message/rfc822\r\n\r\nFrom: a\r\nTo: b\r\nDate: 3 Jul 2019 15:04:05 +0800\r\n\r\nx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		data = append([]byte(letterHead), data...)
		files := openBytes("信.eml", data)
		if len(files) == 0 {
			t.Error("a mail gives no line")
		}
		sound(t, "信.eml", files)
		if again := inWords(openBytes("信.eml", data)); again != inWords(files) {
			t.Errorf("twice is not the same:\n%s\n%s", inWords(files), again)
		}
		for _, f := range files {
			if f.Received != "" && f.Received != "2019-07-03T15:04:05" || !utf8.ValidString(f.Sender+f.Folder) {
				t.Errorf("%+v", f)
			}
		}
	})
}

// FuzzName: any bytes as a name give a path that can be shown, and two that
// can be told apart.
func FuzzName(f *testing.F) {
	for _, name := range []string{"a.xls", `..\..\x`, "/abs", "C:\\a", gbk("县财政局.xls"), "联通", "\x00\x1b", "x › y", strings.Repeat("长/", 40), "a (2).xls", "\u202e"} {
		f.Add(name, name)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		taken := takenPaths{}
		seen := map[string]bool{}
		for _, name := range []string{a, b, a, a + " (2)", b} {
			clean := cleanName(decodeName(name))
			if !filepath.IsLocal(clean) || path.Clean(clean) != clean || !utf8.ValidString(clean) || strings.Contains(clean, "›") || strings.ContainsFunc(clean, unicode.IsControl) ||
				utf8.RuneCountInString(clean) > deepest*(longestStep+1) {
				t.Errorf("%q becomes %q", name, clean)
			}
			if cleanName(clean) != clean {
				t.Errorf("%q is cleaned again, to %q", clean, cleanName(clean))
			}
			got := taken.unique("a.zip" + Sep + clean)
			if seen[got] || Base(got) == "" || !strings.HasPrefix(Parent(got), "a.zip") {
				t.Errorf("%q of %q: base %q, parent %q", got, name, Base(got), Parent(got))
			}
			seen[got] = true
		}
	})
}
