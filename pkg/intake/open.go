package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
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

// Open lists the files of an inbox, in the order of their paths, and those in
// its archives and mails. A file that cannot be opened stays in the list; Bytes
// says why. The error is one of the folder itself.
func Open(dir string, lim Limits, links ...string) ([]File, error) {
	return OpenAll([]string{dir}, lim, links...)
}

// OpenAll lists the files of several folders and single files. The path of a
// file in a folder is relative to it; a single file has its base name. When
// several arguments would give two files one path, they keep the argument before it.
// A link in the text of a mail whose address holds one of the links stands for
// a file that was not attached, and is listed as one with a Problem.
func OpenAll(args []string, lim Limits, links ...string) ([]File, error) {
	lim = lim.withDefaults()
	var lists [][]File
	room, more, first := lim.Inbox, 0, ""
	for _, arg := range args {
		list, unread, err := walk(arg, room)
		if err != nil {
			return nil, err
		}
		if more == 0 && unread.count > 0 {
			first = unread.first
		}
		room, more = room-len(list), more+unread.count
		lists = append(lists, list)
	}
	found := qualify(lists)
	byPath := func(a, b File) int { return cmp.Compare(a.Path, b.Path) }
	slices.SortStableFunc(found, byPath)
	o := &opener{room: room, lim: lim, links: links, taken: takenPaths{}, store: newStore(lim.Held)}
	for i := range found {
		found[i].Path = o.taken.unique(found[i].Path)
	}
	for _, f := range found {
		o.add(f)
	}
	if more > 0 {
		o.files = append(o.files, beyondInbox(lim, more, first))
	}
	slices.SortStableFunc(o.files, byPath)
	markDoubles(o.files)
	inBatches(o.files)
	return o.files, nil
}

// unread are files of a folder for which there was no room.
type unread struct {
	count int
	first string
}

// walk lists a single file, or as many of a folder's as there is room for.
func walk(root string, room int) (out []File, rest unread, err error) {
	info, err := os.Stat(root)
	if err != nil {
		return nil, rest, fmt.Errorf("open inbox %q: %w", root, err)
	}
	full := func(name string) bool {
		if len(out) < room {
			return false
		}
		if rest.count++; rest.count == 1 {
			rest.first = Shown(name)
		}
		return true
	}
	if !info.IsDir() {
		if !full(filepath.Base(root)) {
			out = append(out, newFile(filepath.Base(root), root, info.Size()))
		}
		return out, rest, nil
	}
	err = filepath.WalkDir(root, func(disk string, d fs.DirEntry, err error) error {
		if err != nil {
			if disk == root {
				return err
			}
			if d != nil && d.IsDir() {
				out = append(out, File{Path: Shown(relative(root, disk)), disk: disk, failed: err})
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if full(relative(root, disk)) {
			return nil
		}
		f := newFile(relative(root, disk), disk, 0)
		info, err := os.Stat(disk)
		switch {
		case d.Type()&fs.ModeSymlink != 0 && leaves(root, disk):
			f.failed = problem(Unsupported, "这是指向收件文件夹之外的快捷方式，没有读。请把文件本身放进来。")
		case err != nil: // it says so itself when it is opened
		case info.IsDir():
			return nil
		case !info.Mode().IsRegular(): // to open a pipe could wait for ever
			f.failed = problem(Unsupported, "这不是普通文件，没有读。请把文件本身放进来。")
		default:
			f.Size = info.Size()
		}
		out = append(out, f)
		return nil
	})
	if err != nil {
		return nil, rest, fmt.Errorf("read inbox %q: %w", root, err)
	}
	return out, rest, nil
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
	name = Shown(name)
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

// lot is the count of a folder of one day: 2019-07-03(2), 2019-07-03第2批.
var lot = regexp.MustCompile(`[(（]\d{1,2}[)）]|第\d{1,3}|(^|[^\d./月-])\d{1,2}[批次轮]`)

var (
	datedFolder = regexp.MustCompile(`^\D*?(\d{4}[-_.年/]?\d{1,2}[-_.月/]?\d{1,2})(?:\D*|日?[-_ ]\d{1,2})$`)
	yearFolder  = regexp.MustCompile(`^\d{4}年?$`)
	partFolder  = regexp.MustCompile(`^\d{1,2}[月日]?$`)
	dataFolder  = regexp.MustCompile(`数据|截至|截止|期末`) // the day up to which the figures are
)

// folderDate is the date in the name of the innermost folder that has one
// (2019-07-03, 20190703, 2019_07_03, 2019.7.3, 收2019年7月3日, or a folder for each of
// year, month and day): the day its files came.
func folderDate(dir string) string {
	steps := strings.Split(dir, "/")
	for i := len(steps) - 1; i >= 0; i-- {
		name := value.Fold(lot.ReplaceAllString(steps[i], "$1 "))
		if i >= 2 && partFolder.MatchString(name) && partFolder.MatchString(value.Fold(steps[i-1])) && yearFolder.MatchString(value.Fold(steps[i-2])) {
			name = strings.Join([]string{value.Fold(steps[i-2])[:4], strings.TrimRight(value.Fold(steps[i-1]), "月"), strings.TrimRight(name, "日")}, "-")
		}
		m := datedFolder.FindStringSubmatch(name)
		if m == nil || dataFolder.MatchString(name) {
			continue
		}
		m[1] = strings.ReplaceAll(m[1], "_", "-")
		if d, ok := value.ParseDate(m[1], 0); ok && d.Day > 0 && d.Possible() {
			return d.String()
		}
	}
	return ""
}

func hash(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
