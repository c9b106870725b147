package project

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, dir string, files map[string]string) []string {
	t.Helper()
	o := &outbox{dir: dir}
	for _, path := range []string{"a.xlsx", "returns/b.xlsx", "c.txt"} {
		if content, ok := files[path]; ok {
			o.bytes(path, "test", []byte(content))
		}
	}
	kept, err := o.flush(struct {
		Outputs []Output `json:"outputs"`
	}{o.outputs()})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func content(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOutboxKeepsWhatPeopleEdited(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.xlsx": "one", "returns/b.xlsx": "two", "c.txt": "three"})
	if err := os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte("a person's"), 0o644); err != nil {
		t.Fatal(err)
	}
	kept := write(t, dir, map[string]string{"a.xlsx": "new", "c.txt": "three"})
	if len(kept) != 1 || kept[0] != "a.人工修改-1.xlsx" {
		t.Fatalf("kept %v", kept)
	}
	if got := content(t, dir, "a.人工修改-1.xlsx"); got != "a person's" {
		t.Error(got)
	}
	if got := content(t, dir, "a.xlsx"); got != "new" {
		t.Error(got)
	}
	if _, err := os.Stat(filepath.Join(dir, "returns", "b.xlsx")); err == nil {
		t.Error("an output of the last run that this one lacks is still there")
	}
	if kept := write(t, dir, map[string]string{"a.xlsx": "newer", "c.txt": "three"}); len(kept) != 0 {
		t.Errorf("our own file was taken for a person's: %v", kept)
	}
}

func TestOutboxAfterADeadRun(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.xlsx": "one"})
	// The dead run had renamed a.xlsx, but not written its manifest.
	o := &outbox{dir: dir}
	o.bytes("a.xlsx", "test", []byte("two"))
	if err := o.journal(); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte("two"), 0o644)
	os.WriteFile(filepath.Join(dir, ".zwgk-7.tmp"), []byte("left"), 0o644)
	if kept := write(t, dir, map[string]string{"a.xlsx": "three"}); len(kept) != 0 {
		t.Errorf("kept %v", kept)
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix) {
			t.Errorf("left over: %s", e.Name())
		}
	}
}

func TestOutboxCannotWrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "out")
	os.WriteFile(file, []byte("x"), 0o644)
	o := &outbox{dir: file}
	o.bytes("a.xlsx", "test", []byte("one"))
	_, err := o.flush(struct{}{})
	if err == nil || !strings.Contains(err.Error(), "写不进") {
		t.Errorf("got %v", err)
	}
}

// A run that died twice: its files are still known for ours.
func TestOutboxAfterTwoDeadRuns(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.xlsx": "one", "c.txt": "old"})
	for _, bytes := range []string{"two", "three"} {
		o := &outbox{dir: dir}
		o.bytes("a.xlsx", "test", []byte(bytes))
		if err := o.journal(); err != nil {
			t.Fatal(err)
		}
		if bytes == "two" { // only the first got as far as its first rename
			os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte(bytes), 0o644)
		}
	}
	if kept := write(t, dir, map[string]string{"a.xlsx": "four"}); len(kept) != 0 {
		t.Errorf("kept %v", kept)
	}
	if exists(filepath.Join(dir, "c.txt")) || exists(filepath.Join(dir, journalFile)) {
		t.Error("an output of before, or the journal, is still there")
	}
}

// A folder stands where a file is to go: nothing is changed.
func TestOutboxBlocked(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.xlsx": "one"})
	if err := os.Mkdir(filepath.Join(dir, "c.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	o := &outbox{dir: dir}
	o.bytes("a.xlsx", "test", []byte("two"))
	o.bytes("c.txt", "test", []byte("three"))
	_, err := o.flush(struct{}{})
	if err == nil || !strings.Contains(err.Error(), "原有文件没有改动") {
		t.Errorf("got %v", err)
	}
	if got := content(t, dir, "a.xlsx"); got != "one" {
		t.Error(got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 3 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "分工.xlsx")
	put := func(text string, inputs ...string) (string, error) {
		return WriteFile(path, inputs, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
	}
	for _, c := range []struct{ text, kept string }{{"one", ""}, {"one", ""}, {"two", "分工.人工修改-1.xlsx"}, {"three", "分工.人工修改-2.xlsx"}} {
		kept, err := put(c.text)
		if err != nil || kept != "" && filepath.Base(kept) != c.kept || kept == "" && c.kept != "" {
			t.Errorf("%s: kept %q, %v", c.text, kept, err)
		}
	}
	if got := content(t, dir, "分工.人工修改-1.xlsx"); got != "one" {
		t.Error(got)
	}
	if _, err := put("four", path); err == nil || content(t, path) != "three" {
		t.Errorf("written over an input: %v", err)
	}
}
