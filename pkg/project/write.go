package project

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// WriteError says that an output could not be written.
type WriteError struct {
	Path  string
	Err   error
	Begun bool // other outputs of the run are in place already
}

func (e *WriteError) Error() string {
	rest := "原有文件没有改动"
	if e.Begun {
		rest = "有的文件已经是新的，再运行一次就会写全"
	}
	return fmt.Sprintf("写不进 %s（%s）。请检查文件夹是否存在、有无写入权限，文件是否正在 Excel 或 WPS 中打开，然后再运行一次；%s。",
		filepath.ToSlash(e.Path), reason(e.Err), rest)
}

func (e *WriteError) Unwrap() error { return e.Err }

// reasons words what the system says; the first that fits counts.
var reasons = []struct {
	err  error
	word string
}{{errHeld, "正被其他程序打开"}, {fs.ErrPermission, "没有权限"}, {syscall.ENOTDIR, "路径上有同名的文件，不是文件夹"}, {syscall.EISDIR, "是文件夹，不是文件"},
	{syscall.ENOSPC, "磁盘满了"}, {syscall.EROFS, "磁盘是只读的"}, {fs.ErrNotExist, "路径不存在"}, {fs.ErrExist, "同名文件已存在"}}

func reason(err error) string {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.word
		}
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// isFile tells that something is there that is no folder.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// noFile words why isFile is false.
func noFile(what, path string) error {
	if exists(path) {
		return fmt.Errorf("%s %s 是文件夹，不是文件。请指明里面的文件。", what, filepath.ToSlash(path))
	}
	return fmt.Errorf("没有%s %s。请核对路径。", what, filepath.ToSlash(path))
}

// WriteFile writes one file whole or not at all. It refuses to write over an
// input. A file that stands there with other bytes is kept, for a person may
// have filled it in; kept is its new path.
func WriteFile(path string, inputs []string, write func(io.Writer) error) (kept string, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return "", usage("%s 是文件夹，不是文件。请用 --out 写明文件名，例如 --out %s/结果.xlsx", filepath.ToSlash(path), filepath.ToSlash(path))
	}
	for _, in := range inputs {
		if sameFile(path, in) {
			return "", usage("--out 指明的 %s 就是要读的文件，没有改动。请换一个文件名。", filepath.ToSlash(path))
		}
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return "", fmt.Errorf("写 %s：%w", filepath.ToSlash(path), err)
	}
	if old, err := os.ReadFile(path); err == nil && !bytes.Equal(old, b.Bytes()) {
		kept = asideName(path)
		if err := os.Rename(path, kept); err != nil {
			return "", &WriteError{Path: path, Err: err}
		}
	}
	return kept, writeWhole(path, b.Bytes())
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// Inputs are the paths of the office files that were read.
func (p *Project) Inputs() []string { return p.read }

// writeWhole writes a file through a temporary one beside it.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix+"*.tmp")
	if err != nil {
		return &WriteError{Path: path, Err: err}
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	for _, step := range []func() error{f.Close, func() error { return os.Chmod(f.Name(), 0o644) }, func() error { return os.Rename(f.Name(), path) }} {
		if e := step(); err == nil {
			err = e
		}
		if err != nil {
			f.Close()
			return &WriteError{Path: path, Err: err}
		}
	}
	return nil
}

func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return &WriteError{Path: dir, Err: err}
	}
	return nil
}

// outFolder tells early when outputs cannot go to a folder: nothing can be
// written there, or the next run would read them as what units sent.
func (p *Project) outFolder(dir string) error {
	if within(p.Inbox(), dir) {
		return usage("输出文件夹 %s 在收件文件夹 %s 里面，写好的文件会被当成报来的表。请用 --out 换一个文件夹。", filepath.ToSlash(dir), filepath.ToSlash(p.Inbox()))
	}
	if exists(filepath.Join(dir, settingsFile)) {
		return usage("输出文件夹 %s 是项目文件夹本身。请用 --out 换一个文件夹，不写 --out 的写到 out 下面。", filepath.ToSlash(dir))
	}
	if other := roundIn(dir); other != "" && other != p.Round.ID {
		return usage("输出文件夹 %s 里是报送期 %s 的结果，写进去会盖掉它。请用 --out 换一个文件夹。", filepath.ToSlash(dir), other)
	}
	return writable(dir)
}

// roundIn is the round whose outputs lie in a folder, "" for none.
func roundIn(dir string) string {
	var m struct {
		Round string `json:"round"`
	}
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil || json.Unmarshal(data, &m) != nil {
		return ""
	}
	return m.Round
}

func within(parent, dir string) bool {
	rel, ok := relative(parent, dir)
	return ok && filepath.IsLocal(filepath.FromSlash(rel))
}

// relative is a path as seen from a folder, with "/", however the two are
// written; ok is false when they have no relation.
func relative(folder, path string) (rel string, ok bool) {
	a, errA := filepath.Abs(folder)
	b, errB := filepath.Abs(path)
	rel, err := filepath.Rel(a, b)
	if errA != nil || errB != nil || err != nil {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// writable tells when nothing can be written into a folder, or into the one
// above it that is there already. It leaves nothing behind.
func writable(dir string) error {
	there := filepath.Clean(dir)
	for !exists(there) && filepath.Dir(there) != there {
		there = filepath.Dir(there)
	}
	if isFile(there) {
		return &WriteError{Path: dir, Err: syscall.ENOTDIR}
	}
	probe, err := os.CreateTemp(there, tempPrefix+"probe-*")
	if err != nil {
		return &WriteError{Path: dir, Err: err}
	}
	probe.Close()
	return os.Remove(probe.Name())
}

func asideName(path string) string {
	ext := filepath.Ext(path)
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%s%d%s", strings.TrimSuffix(path, ext), editedMark, n, ext)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
	}
}

func hashFile(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
