package intake

import (
	"archive/zip"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// limited checks that a file has a line that names the limit.
func limited(t *testing.T, files map[string]File, path, limit string) {
	t.Helper()
	var wrong *Error
	if !errors.As(files[path].failed, &wrong) || wrong.Kind != TooLarge || !strings.Contains(wrong.Message, limit) {
		t.Errorf("%q: %v, want the limit %s; listed: %q", path, files[path].failed, limit, slices.Sorted(maps.Keys(files)))
	}
}

func TestLimits(t *testing.T) {
	zeros := strings.Repeat("\x00", 70<<20)
	deep := in{"a.xls", "甲"}
	for _, name := range []string{"e.zip", "d.zip", "c.zip", "b.zip"} {
		deep = in{name, string(zipOf(nil, deep))}
	}
	var tiny []in
	for i := range 50 {
		tiny = append(tiny, in{fmt.Sprint(i), fmt.Sprint(i)})
	}
	for name, c := range map[string]struct {
		lim   Limits
		data  []byte
		line  string // path of the line that names the limit
		word  string
		count int // lines of the archive
	}{
		"depth":            {Limits{}, zipOf(nil, deep), "x.zip › b.zip › c.zip › d.zip", "3 层的限制（depth）", 1},
		"depth of one":     {Limits{Depth: 1}, zipOf(nil, deep), "x.zip › b.zip", "1 层的限制（depth）", 1},
		"files":            {Limits{Files: 30}, zipOf(nil, tiny...), "x.zip", "30 个的限制（files）", 1},
		"files in nested":  {Limits{Files: 30}, zipOf(nil, in{"n.zip", string(zipOf(nil, tiny...))}), "x.zip", "30 个的限制（files）", 1},
		"size":             {Limits{Size: 20 << 20}, zipOf(nil, in{"a.xls", zeros[:21<<20]}, in{"b.xls", "乙"}), "x.zip › a.xls", "20 MB 的限制（size）", 2},
		"ratio":            {Limits{}, zipOf(nil, in{"b.xls", "乙"}, in{"a.xls", zeros}), "x.zip", "200 倍的限制（ratio）", 2},
		"ratio of nested":  {Limits{}, zipOf(nil, in{"b.xls", "乙"}, in{"n.zip", string(zipOf(nil, in{"a.xls", zeros}))}), "x.zip", "（ratio）", 2},
		"inflated":         {Limits{Inflated: 4 << 20}, zipOf(nil, in{"b.xls", "乙"}, in{"a.xls", zeros[:5<<20]}), "x.zip", "4 MB 的限制（unpacked）", 2},
		"inflated in all":  {Limits{Inflated: 4 << 20}, tarOf(in{"a", zeros[:3<<20]}, in{"b", "b" + zeros[:3<<20]}), "x.zip", "（unpacked）", 2},
		"inflated in 7z":   {Limits{Inflated: 4 << 20}, seven("\x00", in{"a", zeros[:3<<20]}, in{"b", "b" + zeros[:3<<20]}), "x.zip", "（unpacked）", 2},
		"inflated in rar":  {Limits{Inflated: 4 << 20}, rar5(in{"a", zeros[:3<<20]}, in{"b", "b" + zeros[:3<<20]}), "x.zip", "（unpacked）", 2},
		"inflated in mail": {Limits{Inflated: 4 << 20}, mailOf(letterHead, "x", in{"a", zeros[:3<<20]}, in{"b", "b" + zeros[:3<<20]}), "x.zip", "（unpacked）", 2},
		"packed zeros":     {Limits{}, gzipOf("", []byte(zeros)), "x.zip", "（ratio）", 1},
	} {
		t.Run(name, func(t *testing.T) {
			files := listed(t, c.lim, map[string]string{"x.zip": string(c.data), "后.zip": string(zipOf(nil, in{"z.xls", "丙"})), "y.xls": "丁"})
			limited(t, files, c.line, c.word)
			if len(files) != c.count+2 {
				t.Errorf("%d lines", len(files))
			}
			for path, want := range map[string]string{"后.zip › z.xls": "丙", "y.xls": "丁"} {
				if f := files[path]; f.SHA256 == "" || f.failed != nil {
					t.Errorf("%s: %+v, want %s", path, f, want)
				}
			}
		})
	}
}

// The inbox as a whole is bounded too: what there is no room for is told of, and
// what came loose is read before what lies in archives.
func TestInboxLimit(t *testing.T) {
	archive := func(prefix string) string {
		return string(zipOf(nil, in{prefix + "1.xls", prefix + "甲"}, in{prefix + "2.xls", prefix + "乙"}, in{prefix + "3.xls", prefix + "丙"}))
	}
	files := map[string]string{"a.zip": archive("a"), "b.zip": archive("b"), "z.xls": "丁"}
	first := map[string]string{"a.zip › a1.xls": "a甲", "a.zip › a2.xls": "a乙", "a.zip › a3.xls": "a丙", "b.zip": "!too_large", "z.xls": "丁"}
	got := listed(t, Limits{Inbox: 8}, files)
	sees(t, got, first)
	if !strings.Contains(got["b.zip"].failed.Error(), "8 个的限制（inbox）") {
		t.Error(got["b.zip"].failed)
	}
	files["c.zip"] = string(zipOf(nil, in{"c.xls", "c甲"})) // there is room for a small one behind a large one
	first["c.zip › c.xls"] = "c甲"
	sees(t, listed(t, Limits{Inbox: 8}, files), first)

	got = listed(t, Limits{Inbox: 2}, map[string]string{"1.xls": "甲", "2.xls": "乙", "三/3.xls": "丙", "4.xls": "丁"})
	sees(t, got, map[string]string{"1.xls": "甲", "2.xls": "乙", "（另有 2 个文件）": "!too_large"})
	if p := got["（另有 2 个文件）"].failed; p == nil || !strings.Contains(p.Error(), "从 4.xls 起有 2 个没有读") {
		t.Error(p)
	}
	if l := (Limits{}).withDefaults(); l.Inbox != 100_000 {
		t.Error(l.Inbox)
	}
	if l := (Limits{Files: 50_000}).withDefaults(); l.Inbox != 250_000 {
		t.Error(l.Inbox)
	}
}

func TestTimeLimit(t *testing.T) {
	s := newSpent(Limits{Time: 3 * time.Second}.withDefaults(), 1)
	s.deadline = time.Now().Add(-time.Second)
	if err := s.add(1); err == nil || !strings.Contains(err.Error(), "3 秒的限制（seconds）") {
		t.Error(err)
	}
}

func TestLargeFileOnDisk(t *testing.T) {
	limited(t, listed(t, Limits{Size: 3}, map[string]string{"a.xls": "甲乙"}), "a.xls", "（size）")
}

// TestRecursion: sixteen of the same in each of sixteen, as in 42.zip, are
// opened once; what holds itself would be too.
func TestRecursion(t *testing.T) {
	level := zipOf(nil, in{"a.xls", "甲"})
	for range 5 {
		var list []in
		for i := range 16 {
			list = append(list, in{fmt.Sprintf("%02d.zip", i), string(level)})
		}
		level = zipOf(nil, list...)
	}
	files := listed(t, Limits{}, map[string]string{"42.zip": string(level)})
	if len(files) != 15+15+16 {
		t.Errorf("%d lines", len(files))
	}
	if f := files["42.zip › 15.zip"]; f.SameAs != "42.zip › 00.zip" {
		t.Errorf("%+v", f)
	}
	limited(t, files, "42.zip › 00.zip › 00.zip › 00.zip", "（depth）")
}

// TestCopiesInArchives: the earliest received counts, wherever it lies.
func TestCopiesInArchives(t *testing.T) {
	a := string(zipOf(nil, in{"甲.xls", "甲"}))
	files := listed(t, Limits{}, map[string]string{"2019-07-05/a.zip": a, "2019-07-03/b.rar": string(rar5(in{"甲.xls", "甲"})), "2019-07-09/甲.xls": "甲",
		"信.eml": string(mailOf(strings.Replace(letterHead, "3 Jul", "2 Jul", 1), "x", in{"甲.xls", "甲"}))})
	sees(t, files, map[string]string{"信.eml › 甲.xls": "甲", "2019-07-05/a.zip › 甲.xls": "~信.eml › 甲.xls", "2019-07-03/b.rar › 甲.xls": "~信.eml › 甲.xls", "2019-07-09/甲.xls": "~信.eml › 甲.xls"})
}

// TestLyingSizes: what a header says of sizes is never believed.
func TestLyingSizes(t *testing.T) {
	short := zipOf(func(h *zip.FileHeader) { h.Method = zip.Store }, in{"a.xls", "甲甲甲"})
	at := strings.Index(string(short), "PK\x01\x02")
	short[at+24], short[at+27] = 0, 0x7f // two gigabytes, says the directory
	h := []byte{1, 4, 6, 0}
	many := append(append([]byte{}, h...), 0xf0, 0xff, 0xff, 0xff, 0xff, 10, 1) // four billion streams with a checksum each
	sees(t, listed(t, Limits{}, map[string]string{"a.zip": string(short), "b.7z": string(sevenFile7z(nil, many))}),
		map[string]string{"a.zip › a.xls": "!corrupt", "b.7z": "!corrupt"})
}

// TestReadAgain: members beyond what is held are read again, from each kind of
// archive, by many at once.
func TestReadAgain(t *testing.T) {
	var list []in
	want := map[string]string{}
	for i := range 40 {
		list = append(list, in{fmt.Sprintf("%02d.xls", (i*7)%40), strings.Repeat(fmt.Sprint(i), 1000)})
	}
	nested := in{"内.rar", string(rar5(append(list[:0:0], in{"n.xls", "内容"})...))}
	archives := map[string]string{"a.zip": string(zipOf(nil, append(list, nested)...)), "b.rar": string(rar5(list...)), "c.7z": string(seven("\x00", list...)),
		"d.tgz": string(gzipOf("", tarOf(list...))), "e.eml": string(mailOf(letterHead, "x", list...)), "f.rar": string(rar4(list...))}
	dir := inbox(t, archives)
	files, err := Open(dir, Limits{Held: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	for name := range archives {
		for _, m := range list {
			want[name+Sep+m.name] = m.content
		}
	}
	want["a.zip › 内.rar › n.xls"] = "内容"
	held := int64(0)
	for _, f := range files {
		if f.member != nil && f.member.data != nil && f.SameAs == "" {
			held += f.Size
		}
	}
	if held > 20_000 || len(files) != len(want) {
		t.Errorf("%d bytes held, %d files", held, len(files))
	}
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range files {
				f := files[(i*(2*g+1))%len(files)]
				if data, err := f.Bytes(); err != nil || string(data) != want[filepath.ToSlash(f.Path)] {
					t.Errorf("%s: %.20q, %v", f.Path, data, err)
				}
			}
		}()
	}
	wait.Wait()
}
