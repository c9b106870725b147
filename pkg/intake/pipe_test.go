//go:build unix

package intake

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe would wait for a writer for ever: it is a line, and is not opened.
func TestPipesAreNotOpened(t *testing.T) {
	dir := inbox(t, map[string]string{"a.xlsx": "1"})
	if err := syscall.Mkfifo(filepath.Join(dir, "b.xlsx"), 0o644); err != nil {
		t.Skip("no pipes here")
	}
	files, err := Open(dir, Limits{})
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	if _, err := files[1].Bytes(); err == nil || !strings.Contains(err.Error(), "不是普通文件") {
		t.Error(err)
	}
}
