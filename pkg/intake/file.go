// Package intake turns an inbox into a list of Files: what came, from where,
// when and with which bytes. It looks into archives and mails, tells them by
// their content, and judges nothing. Nothing is ever written to disk.
package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// Sep stands between a container and its member in a path: "a.zip › b.xls".
const Sep = " › "

// File is one file that came in.
type File struct {
	Path     string // relative to the inbox, with "/"; "a.zip › b.xls" inside an archive or mail
	SHA256   string // lower-case hex of the bytes; "" when they could not be read
	Size     int64
	Received string // "2019-07-03" or "2019-07-03T15:04:05" from a mail or a folder named by date, else ""
	Folder   string // names of the folders, archives and mail subjects above it, the nearest last, with "/"; a hint to the unit
	Sender   string // of the mail it came in, as a hint to the unit
	Junk     string // why it is no return: "temporary", "system"; else ""
	SameAs   string // Path of an earlier file with equal bytes, else ""
	carrier  kind   // of the container that it is or lies in
	failed   error
	disk     string
	member   *member // of an archive or mail; nil for a file on disk
}

// Base is the name of the file itself, without folders and containers.
func Base(file string) string { return path.Base(file[containerEnd(file):]) }

// Parent is the folder or container right above a file: "a.zip › b" for
// "a.zip › b/c.xls", "a.zip" for "a.zip › b.xls", "." for "c.xls".
func Parent(file string) string {
	end := containerEnd(file)
	if dir := path.Dir(file[end:]); dir != "." && dir != "/" {
		return file[:end] + dir
	}
	if end == 0 {
		return "."
	}
	return file[:end-len(Sep)]
}

// Places lists what a file lies in, the nearest first: on disk its folder
// alone, since folders above it hold many senders' files; in an archive or mail,
// which one sender made, all up to the outermost.
func Places(file string) []string {
	places := []string{Parent(file)}
	for strings.Contains(places[len(places)-1], Sep) {
		places = append(places, Parent(places[len(places)-1]))
	}
	return places
}

// containerEnd is where the name of a file begins behind that of its container.
func containerEnd(file string) int {
	if i := strings.LastIndex(file, Sep); i >= 0 {
		return i + len(Sep)
	}
	return 0
}

// Problem is why the bytes of a file cannot be had, or of a container that
// not all of its members could be; nil when there is nothing to say.
func (f *File) Problem() error { return f.failed }

// Carrier tells what brought the file, or what it is itself when its line is
// that of a whole container: "archive", "mail", or "" for neither.
func (f *File) Carrier() string {
	switch f.carrier {
	case "":
		return ""
	case kindMail, kindMbox:
		return "mail"
	}
	return "archive"
}

// Open opens the file for reading. The caller closes it. Files may be opened
// from several goroutines at once.
func (f *File) Open() (io.ReadCloser, error) {
	switch {
	case f.failed != nil:
		return nil, f.failed
	case f.member != nil:
		data, err := f.member.bytes()
		if err != nil {
			return nil, err
		}
		return io.NopCloser(bytes.NewReader(data)), nil
	}
	r, err := os.Open(f.disk)
	if err != nil {
		return nil, fmt.Errorf("open %q: %w", f.Path, err)
	}
	return r, nil
}

// Bytes reads the whole file. The bytes of a member are shared: nobody may
// change them.
func (f *File) Bytes() ([]byte, error) {
	if f.failed == nil && f.member != nil {
		return f.member.bytes()
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
	if sum := sha256.Sum256(data); f.SHA256 != "" && hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, problem(Corrupt, "文件在读取时被改动了。请等它存好以后再运行一次。")
	}
	return data, nil
}
