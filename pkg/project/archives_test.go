package project_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
)

// parcel is a file to be packed.
type parcel struct{ name, content string }

// TestArchivesGiveTheSameLedger: the demo county's sheets come in archives of all
// kinds, in each other, and by mail, and the round comes out as from plain files.
func TestArchivesGiveTheSameLedger(t *testing.T) {
	plain := demoCounty(t, unpack(t), demoRounds[0])
	packed := runPacked(t)
	for _, name := range []string{"ledger.json", "scores.json"} {
		if a, b := plain.withBaseNames(t, name), packed.withBaseNames(t, name); a != b {
			t.Errorf("%s differs:\n%s", name, firstDifference(a, b))
		}
	}
	if a, b := plain.verdicts(), packed.verdicts(); a != b {
		t.Errorf("verdicts differ:\n%s", firstDifference(a, b))
	}
	if a, b := listOf(t, plain.out), listOf(t, packed.out); a != b {
		t.Errorf("outputs differ:\n%s", firstDifference(a, b))
	}
}

// runPacked packs what came on one day together.
func runPacked(t *testing.T) *county {
	t.Helper()
	dir := unpack(t)
	inbox := filepath.Join(dir, "inbox", demoRounds[0])
	day := func(name string) []parcel { return takeFiles(t, filepath.Join(inbox, name)) }
	put := func(name string, data []byte) {
		file := filepath.Join(inbox, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("2019-07-01/第一批.zip", zipped(day("2019-07-01")))
	third := day("2019-07-03")
	put("2019-07-03/第二批.rar", rarred(third[:len(third)/2]))
	put("2019-07-03/第三批.7z", sevened(third[len(third)/2:]))
	fifth := day("2019-07-05")
	inner := parcel{"补充.zip", string(zipped([]parcel{{"更多.rar", string(rarred(fifth[:5]))}, {"._更多.rar", "系统"}}))}
	put("2019-07-05/第四批.tar.gz", tarred(append(fifth[5:], inner)))
	for i, p := range day("2019-07-09") {
		put(fmt.Sprintf("来信/%d.eml", i), mailed(p))
	}
	return demoCounty(t, dir, demoRounds[0])
}

// takeFiles reads a folder and removes it.
func takeFiles(t *testing.T, dir string) []parcel {
	t.Helper()
	var out []parcel
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		out = append(out, parcel{name, string(data)})
		return err
	})
	if err != nil || os.RemoveAll(dir) != nil {
		t.Fatal(err)
	}
	return out
}

// withBaseNames is an output with the files in it named without their folders,
// and its lists, which go by path, in another order.
func (c *county) withBaseNames(t *testing.T, name string) string {
	t.Helper()
	var v any
	c.read(t, name, &v)
	out, err := json.MarshalIndent(based(v), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func based(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			if s, ok := v[k].(string); ok && (k == "file" || k == "first") {
				v[k] = intake.Base(s)
			} else if ok && k == "received" { // a mail has a time of day too
				v[k] = s[:min(len(s), len("2019-07-05"))]
			} else if list, ok := v[k].([]any); ok && k == "files" {
				for i := range list {
					list[i] = intake.Base(list[i].(string))
				}
			} else {
				v[k] = based(v[k])
			}
		}
	case []any:
		for i := range v {
			v[i] = based(v[i])
		}
		slices.SortFunc(v, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return v
}

func (c *county) verdicts() string {
	var out strings.Builder
	for _, f := range c.outcome.Result.Files {
		if f.Verdict != finding.Ignored {
			fmt.Fprintln(&out, f.Received[:min(10, len(f.Received))], intake.Base(f.Path), f.Unit, f.Verdict, f.Rows)
		}
	}
	lines := strings.Split(out.String(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func listOf(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		out = append(out, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return strings.Join(x[max(0, i-3):min(len(x), i+3)], "\n") + "\n--\n" + strings.Join(y[min(len(y), max(0, i-3)):min(len(y), i+3)], "\n")
		}
	}
	return "the second goes on"
}

// zipped makes a zip as Chinese Windows does, names in GBK and no flag.
func zipped(list []parcel) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range list {
		name, _ := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(p.name, "/", `\`))
		w, _ := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, NonUTF8: true})
		w.Write([]byte(p.content))
	}
	z.Close()
	return b.Bytes()
}

func tarred(list []parcel) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	t := tar.NewWriter(z)
	for _, p := range list {
		t.WriteHeader(&tar.Header{Name: p.name, Mode: 0o644, Size: int64(len(p.content))})
		t.Write([]byte(p.content))
	}
	t.Close()
	z.Close()
	return b.Bytes()
}

// rarred makes a RAR 5.0 archive of stored files.
func rarred(list []parcel) []byte {
	number := func(n int) []byte { return binary.AppendUvarint(nil, uint64(n)) }
	block := func(fields ...[]byte) []byte {
		body := bytes.Join(fields, nil)
		body = append(number(len(body)), body...)
		return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)), body...)
	}
	out := append([]byte("Rar!\x1a\x07\x01\x00"), block([]byte{1, 0, 0})...)
	for _, p := range list {
		size := number(len(p.content))
		sum := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(p.content)))
		out = append(out, block([]byte{2, 2}, size, []byte{4}, size, []byte{0}, sum, []byte{0, 1}, number(len(p.name)), []byte(p.name))...)
		out = append(out, p.content...)
	}
	return append(out, block([]byte{5, 0, 0})...)
}

// sevened makes a 7z archive of one folder of stored files.
func sevened(list []parcel) []byte {
	number := func(n int) []byte { return append([]byte{0xff}, binary.LittleEndian.AppendUint64(nil, uint64(n))...) }
	var packed, sizes, sums, names []byte
	for i, p := range list {
		packed = append(packed, p.content...)
		if i < len(list)-1 {
			sizes = append(sizes, number(len(p.content))...)
		}
		sums = binary.LittleEndian.AppendUint32(sums, crc32.ChecksumIEEE([]byte(p.content)))
		for _, u := range append(utf16.Encode([]rune(p.name)), 0) {
			names = binary.LittleEndian.AppendUint16(names, u)
		}
	}
	header := bytes.Join([][]byte{{1, 4, 6, 0, 1, 9}, number(len(packed)), {0, 7, 11, 1, 0, 1, 1, 0, 12}, number(len(packed)), {0, 8, 13}, number(len(list)), {9}, sizes,
		{10, 1}, sums, {0, 0, 5}, number(len(list)), {0x11}, number(len(names) + 1), {0}, names, {0, 0}}, nil)
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(packed)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(header)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(header))
	out := binary.LittleEndian.AppendUint32([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), crc32.ChecksumIEEE(start))
	return bytes.Join([][]byte{out, start, packed, header}, nil)
}

// mailed sends a file as old mail programs do: names in GBK by RFC 2231.
func mailed(p parcel) []byte {
	name, _ := simplifiedchinese.GBK.NewEncoder().String(path.Base(p.name))
	escaped := ""
	for i := range len(name) {
		escaped += fmt.Sprintf("%%%02X", name[i])
	}
	return fmt.Appendf(nil, "From: =?gb2312?B?sOy5q8rS?= <bgs@shilixian.example>\r\nSubject: =?utf-8?B?%s?=\r\nDate: Tue, 9 Jul 2019 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n示例数据，纯属虚构\r\n--b\r\nContent-Transfer-Encoding: base64\r\n"+
		"Content-Disposition: attachment; filename*=GBK''%s\r\n\r\n%s\r\n--b--\r\n", base64.StdEncoding.EncodeToString([]byte("上半年填报表")), escaped,
		base64.StdEncoding.EncodeToString([]byte(p.content)))
}
