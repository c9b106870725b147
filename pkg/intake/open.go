package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/value"
)

// Open lists the files of an inbox, in the order of their paths. A file that
// cannot be opened stays in the list; Bytes says why. The error is one of
// the folder itself.
func Open(dir string) ([]File, error) { return OpenAll([]string{dir}) }

// OpenAll lists the files of several folders and single files. The path of a
// file in a folder is relative to it; a single file has its base name. When
// several arguments would give two files one path, they keep the argument before it.
func OpenAll(args []string) ([]File, error) {
	var out []File
	for _, arg := range args {
		list, err := walk(arg)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	qualify(out)
	slices.SortStableFunc(out, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	for i := range out {
		out[i].hash()
	}
	markDoubles(out)
	return out, nil
}

func walk(root string) ([]File, error) {
	info, err := os.Stat(root)
	if err != nil {
		return nil, fmt.Errorf("open inbox %q: %w", root, err)
	}
	if !info.IsDir() {
		return []File{newFile(filepath.Base(root), root, info.Size())}, nil
	}
	var out []File
	err = filepath.WalkDir(root, func(disk string, d fs.DirEntry, err error) error {
		if err != nil {
			if disk == root {
				return err
			}
			if d != nil && d.IsDir() {
				out = append(out, File{Path: relative(root, disk), disk: disk, failed: err})
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() || d.Type()&fs.ModeSymlink != 0 && leaves(root, disk) {
			return nil
		}
		size := int64(0)
		if info, err := os.Stat(disk); err == nil {
			if info.IsDir() {
				return nil
			}
			size = info.Size()
		}
		out = append(out, newFile(relative(root, disk), disk, size))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read inbox %q: %w", root, err)
	}
	return out, nil
}

// leaves tells that a link points out of the inbox: it is not followed.
func leaves(root, disk string) bool {
	target, err := filepath.EvalSymlinks(disk)
	if err != nil {
		return true
	}
	base, err := filepath.EvalSymlinks(root)
	if err != nil {
		return true
	}
	rel, err := filepath.Rel(base, target)
	return err != nil || !filepath.IsLocal(rel)
}

func relative(root, disk string) string {
	rel, err := filepath.Rel(root, disk)
	if err != nil {
		return filepath.Base(disk)
	}
	return filepath.ToSlash(rel)
}

func newFile(name, disk string, size int64) File {
	f := File{Path: name, Size: size, disk: disk, Junk: junk(path.Base(name))}
	dir := path.Dir(name)
	if dir != "." {
		f.Folder = dir
		f.Received = folderDate(dir)
	}
	return f
}

// junk names what programs leave behind: lock files of Excel and WPS that stand
// beside an open workbook, our own temporary files, and the marks of file browsers.
func junk(name string) string {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, "~$"), strings.HasPrefix(name, ".~"), strings.HasPrefix(name, ".zwgk-"), strings.HasSuffix(lower, ".tmp"):
		return "temporary"
	case lower == ".ds_store", lower == "thumbs.db", lower == "desktop.ini", strings.HasPrefix(name, "._"):
		return "system"
	}
	return ""
}

var datedFolder = regexp.MustCompile(`^\D*?(\d{4}[-.年/]?\d{1,2}[-.月/]?\d{1,2})\D*$`)

// folderDate is the date in the name of the innermost folder that has one
// (2019-07-03, 20190703, 2019.7.3, 收2019年7月3日): the day its files came.
func folderDate(dir string) string {
	steps := strings.Split(dir, "/")
	for i := len(steps) - 1; i >= 0; i-- {
		m := datedFolder.FindStringSubmatch(steps[i])
		if m == nil {
			continue
		}
		if d, ok := value.ParseDate(m[1], 0); ok && d.Day > 0 && d.Possible() {
			return d.String()
		}
	}
	return ""
}

// qualify tells files of one path apart by the folder that they were given in.
func qualify(files []File) {
	count := map[string]int{}
	for _, f := range files {
		count[f.Path]++
	}
	for i := range files {
		if f := &files[i]; count[f.Path] > 1 {
			f.Path = strings.TrimPrefix(filepath.ToSlash(filepath.Clean(f.disk)), "/")
		}
	}
}

func (f *File) hash() {
	if f.failed != nil {
		return
	}
	r, err := f.Open()
	if err != nil {
		f.failed = err
		return
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		f.failed = err
		return
	}
	f.SHA256 = hex.EncodeToString(h.Sum(nil))
}

// markDoubles marks files with the bytes of an earlier one. Of equal files the
// one that came first counts, else the first by path.
func markDoubles(files []File) {
	first := map[string]int{}
	for i, f := range files {
		if f.Junk != "" || f.SHA256 == "" || f.Size == 0 {
			continue
		}
		j, seen := first[f.SHA256]
		switch {
		case !seen:
			first[f.SHA256] = i
		case f.Received != "" && files[j].Received != "" && f.Received < files[j].Received:
			files[j].SameAs = f.Path
			first[f.SHA256] = i
		default:
			files[i].SameAs = files[j].Path
		}
	}
	for i, f := range files {
		if f.SameAs != "" {
			files[i].SameAs = files[first[f.SHA256]].Path
		}
	}
}

// MaxSize is the largest file, in bytes, that Bytes gives: 512 MiB.
const MaxSize = 512 << 20

// ErrTooLarge is the error of Bytes for a file over MaxSize.
var ErrTooLarge = errors.New("file is larger than 512 MiB")

// Open opens the file for reading. The caller closes it.
func (f *File) Open() (io.ReadCloser, error) {
	if f.failed != nil {
		return nil, f.failed
	}
	r, err := os.Open(f.disk)
	if err != nil {
		return nil, fmt.Errorf("open %q: %w", f.Path, err)
	}
	return r, nil
}

// Bytes reads the whole file.
func (f *File) Bytes() ([]byte, error) {
	if f.Size > MaxSize {
		return nil, fmt.Errorf("read %q: %w", f.Path, ErrTooLarge)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", f.Path, err)
	}
	return data, nil
}
