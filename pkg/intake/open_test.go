package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func inbox(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpen(t *testing.T) {
	dir := inbox(t, map[string]string{
		"乙.xlsx": "two", "甲.xlsx": "one", "~$甲.xlsx": "lock", ".DS_Store": "x",
		"2019-07-03/丙.xlsx": "three", "2019年7月5日收/夏镇/丁.xlsx": "four", "2019.7.8/再发.xlsx": "one",
	})
	files, err := Open(dir, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]File{}
	for _, f := range files {
		got[f.Path] = f
	}
	if len(got) != 7 {
		t.Fatalf("%d files", len(got))
	}
	if f := got["2019-07-03/丙.xlsx"]; f.Received != "2019-07-03" || f.Folder != "2019-07-03" || f.Size != 5 || len(f.SHA256) != 64 {
		t.Errorf("%+v", f)
	}
	if f := got["2019年7月5日收/夏镇/丁.xlsx"]; f.Received != "2019-07-05" || f.Folder != "2019年7月5日收/夏镇" {
		t.Errorf("%+v", f)
	}
	if got["~$甲.xlsx"].Junk != "temporary" || got[".DS_Store"].Junk != "system" || got["甲.xlsx"].Junk != "" {
		t.Error("junk is not told")
	}
	if got["甲.xlsx"].SameAs != "2019.7.8/再发.xlsx" || got["2019.7.8/再发.xlsx"].SameAs != "" {
		t.Errorf("doubles: %q, %q", got["甲.xlsx"].SameAs, got["2019.7.8/再发.xlsx"].SameAs)
	}
	f := got["乙.xlsx"]
	if data, err := f.Bytes(); err != nil || string(data) != "two" {
		t.Errorf("%q %v", data, err)
	}
}

func TestFolderDate(t *testing.T) {
	for name, want := range map[string]string{
		"2019-07-03": "2019-07-03", "收2019年7月3日": "2019-07-03", "青山镇 2019-07-03(2)": "2019-07-03", "青山镇20190703（2）": "2019-07-03",
		"第2批 2019.7.3": "2019-07-03", "2019-07-03第12批": "2019-07-03", "2019-07-03 2批": "2019-07-03", "2019-07-03批": "2019-07-03", "2019-07-03/青山镇第2批": "2019-07-03",
		"2019-07-08-1": "2019-07-08", "2019_07_08": "2019-07-08", "2019/07/08": "2019-07-08", "2019年/7月/8日/青山镇": "2019-07-08", "２０１９年７月８日": "2019-07-08",
		"2019-07-08/2019-06-30数据": "2019-07-08", "数据截至2019-06-30": "", "2019/青山镇/08": "",
		"青山镇7.5": "", "青山镇0703": "", "第2批": "", "2019-07-03至2019-07-05": "",
	} {
		if got := folderDate(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestOrderIsStable(t *testing.T) {
	dir := inbox(t, map[string]string{"b.xlsx": "1", "a/c.xlsx": "2", "a.xlsx": "3", "A.xlsx": "4"})
	files, _ := Open(dir, Limits{})
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	if got := strings.Join(paths, " "); got != "A.xlsx a.xlsx a/c.xlsx b.xlsx" {
		t.Error(got)
	}
}

func TestLinksOutOfTheInboxAreNotFollowed(t *testing.T) {
	outside := inbox(t, map[string]string{"secret.xlsx": "x"})
	dir := inbox(t, map[string]string{"a.xlsx": "1"})
	if err := os.Symlink(filepath.Join(outside, "secret.xlsx"), filepath.Join(dir, "b.xlsx")); err != nil {
		t.Skip("no symbolic links here")
	}
	files, err := Open(dir, Limits{})
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if _, err := files[1].Bytes(); err == nil || !strings.Contains(err.Error(), "收件文件夹之外") {
		t.Errorf("%s: %v", files[1].Path, err)
	}
}

func TestNamesInGBKOnDisk(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, gbk("县财政局.csv")), []byte("1"), 0o644); err != nil {
		t.Skip("names are UTF-8 here")
	}
	files, err := Open(dir, Limits{})
	if err != nil || len(files) != 1 || files[0].Path != "县财政局.csv" {
		t.Fatalf("%+v %v", files, err)
	}
	if data, err := files[0].Bytes(); err != nil || string(data) != "1" {
		t.Errorf("%q %v", data, err)
	}
}

// Names that break a line or deceive are shown in one line, and still open what
// they name.
func TestOddNamesOnDisk(t *testing.T) {
	want := map[string]string{"县财政局 报表.xlsx": "1", "县财政局 报表 (2).xlsx": "2", "县教育局xcod.exe": "3", "夏镇 街道/表.csv": "4", "无名/a.csv": "5", "a.csv": "6", "无名": "7"}
	dir := t.TempDir()
	for name, content := range map[string]string{"县财政局\n报表.xlsx": "1", "县财政局 报表.xlsx": "2", "县教育局\u202excod.exe": "3", "夏镇\t街道/表.csv": "4",
		"\u200b/a.csv": "5", "\ufeffa.csv\r\n": "6", "\u2066": "7"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if os.MkdirAll(filepath.Dir(path), 0o755) != nil || os.WriteFile(path, []byte(content), 0o644) != nil {
			t.Skip("such names cannot be written here")
		}
	}
	files, err := Open(dir, Limits{})
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		data, err := f.Bytes()
		w, listed := want[f.Path]
		if listed && strings.HasPrefix(f.Path, "县财政局") { // which of the two comes first is no matter
			w = string(data)
		}
		if !listed || err != nil || string(data) != w {
			t.Errorf("%q: %q %v", f.Path, data, err)
		}
	}
	both := listed(t, Limits{}, map[string]string{"一.zip": string(zipOf(nil, in{"县财政局\n\u202e.xls", "甲"}))})
	sees(t, both, map[string]string{"一.zip › 县财政局 .xls": "甲"})
	if f := listed(t, Limits{}, map[string]string{"信": strings.Replace(letterHead, "=?utf-8?B?5LiK5Y2K5bm05aGr5oql6KGo?=", word("utf-8", "报\u202e表"), 1) + "\r\n甲"})["信 › 正文.txt"]; f.Folder != "信/报表" {
		t.Errorf("%q", f.Folder)
	}
}

func TestUnreadableFileStays(t *testing.T) {
	dir := inbox(t, map[string]string{"a.xlsx": "1", "b.xlsx": "2"})
	files, _ := Open(dir, Limits{})
	os.Remove(filepath.Join(dir, "a.xlsx"))
	if _, err := files[0].Bytes(); err == nil {
		t.Error("a file that is gone was read")
	}
	if _, err := Open(filepath.Join(dir, "no such folder"), Limits{}); err == nil {
		t.Error("no error for a folder that is not there")
	}
}

func TestSingleFiles(t *testing.T) {
	a, b := inbox(t, map[string]string{"x.xlsx": "1"}), inbox(t, map[string]string{"x.xlsx": "2"})
	files, err := OpenAll([]string{filepath.Join(a, "x.xlsx"), b}, Limits{})
	if err != nil || len(files) != 2 || files[0].Path == files[1].Path {
		t.Errorf("%+v %v", files, err)
	}
}

// A file that changes between listing and reading is told: its hash is already known.
func TestFileThatChanges(t *testing.T) {
	dir := inbox(t, map[string]string{"a.csv": "1,2\n"})
	files, _ := Open(dir, Limits{})
	if err := os.WriteFile(filepath.Join(dir, "a.csv"), []byte("3,4\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := files[0].Bytes(); err == nil || !strings.Contains(err.Error(), "被改动") {
		t.Error(err)
	}
}
