package intake

import (
	"archive/zip"
	"compress/bzip2"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// openZip reads the directory of a zip, taking no more of it than a directory
// with twenty thousand names needs: a million entries would cost gigabytes.
func openZip(src source) (*zip.Reader, error) {
	left := int64(directoryMost)
	return openZipWithin(src, &left)
}

// openZipWithin takes no more of the directory than is left, and counts it.
func openZipWithin(src source, left *int64) (*zip.Reader, error) {
	metered := &meter{ReaderAt: src, left: *left}
	z, err := zip.NewReader(metered, src.size)
	*left = metered.left
	if metered.left < 0 {
		return nil, errDirectory
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	metered.done = true // content is counted elsewhere
	return z, nil
}

const directoryMost = 24 << 20

var errDirectory = errors.New("directory of a zip is too large")

// meter fails when more is read than is left.
type meter struct {
	io.ReaderAt
	left int64
	done bool
}

func (m *meter) ReadAt(p []byte, at int64) (int, error) {
	if !m.done {
		if m.left -= int64(len(p)); m.left < 0 {
			return 0, errDirectory
		}
	}
	return m.ReaderAt.ReadAt(p, at)
}

func walkZip(src source, v visit) error {
	parts, before, err := zipParts(src)
	if err == errDirectory {
		return problem(TooLarge, "里面的文件多得超过限制（files），没有读。%s", repack)
	}
	if err != nil {
		return walkDamagedZip(src, v)
	}
	index := 0
	for _, z := range parts {
		for _, f := range z.File {
			e := entry{index: index, name: zipName(&f.FileHeader), err: zipRefusal(&f.FileHeader), open: func() (io.Reader, error) { return zipContent(src, f) }}
			index++
			if (strings.HasSuffix(e.name, "/") || strings.HasSuffix(e.name, `\`) || f.Mode().IsDir()) && f.UncompressedSize64 == 0 {
				continue // a folder
			}
			if err := v(e); err != nil {
				return err
			}
		}
	}
	behind := behindZip(src)
	switch {
	case before > 0:
		return problem(Corrupt, "压缩包前面还有 %s 数据不在目录里，没有读，可能是另一个压缩包。%s", mib(before), repack)
	case behind > 0:
		return problem(Corrupt, "压缩包后面还接着 %s 数据，没有读，可能是另一个没有传完整的压缩包。%s", mib(behind), repack)
	}
	return nil
}

func zipName(h *zip.FileHeader) string {
	if name, ok := unicodePath(h.Extra, h.Name); ok {
		return name
	}
	if h.Flags&0x800 != 0 && !h.NonUTF8 {
		return h.Name
	}
	return decodeName(h.Name)
}

// Methods of APPNOTE.TXT 4.4.5 that are read; 99 is AES by WinZip.
const (
	methodBzip2 = 12
	methodAES   = 99
)

func zipRefusal(h *zip.FileHeader) *Error {
	switch {
	case h.Flags&1 != 0 || h.Method == methodAES:
		return problem(Encrypted, "压缩包设有密码。%s", noLock)
	case h.Mode().Type()&^fs.ModeDir != 0: // a folder with content is a file
		return problem(Unsupported, "压缩包里只有指向别处的链接，没有内容。%s", repack)
	case !slices.Contains([]uint16{zip.Store, zip.Deflate, methodBzip2}, h.Method):
		return problem(Unsupported, "用了少见的压缩方法（%d），打不开。%s", h.Method, asZip)
	}
	return nil
}

// zipContent reads an entry by where it lies, and verifies its length and
// checksum at the end.
func zipContent(src source, f *zip.File) (io.Reader, error) {
	at, err := f.DataOffset()
	if err != nil {
		return nil, problem(Corrupt, "在压缩包里已损坏（找不到它的开头）。%s", repack)
	}
	size := int64(f.CompressedSize64)
	if size < 0 || at+size > src.size || at+size < at {
		return nil, problem(Corrupt, "在压缩包里不完整。%s", repack)
	}
	r, _ := inflater(f.Method, io.NewSectionReader(src, at, size))
	return &checked{r: r, sum: f.CRC32, size: int64(f.UncompressedSize64)}, nil
}

func inflater(method uint16, r io.Reader) (io.Reader, bool) {
	switch method {
	case zip.Store:
		return r, true
	case zip.Deflate:
		return flate.NewReader(r), true
	case methodBzip2:
		return bzip2.NewReader(r), true
	}
	return nil, false
}

// checked verifies what was read when it ends. A size below zero is unknown.
type checked struct {
	r        io.Reader
	sum      uint32
	size     int64
	unsummed bool // no checksum is known

	read int64
	crc  uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p[:n])
	if err == nil {
		return n, nil
	}
	switch {
	case err != io.EOF:
		return n, asProblem(err)
	case c.size >= 0 && c.read != c.size:
		return n, problem(Corrupt, "在压缩包里已损坏（长度与记载不符）。%s", repack)
	case c.crc != c.sum && !c.unsummed:
		return n, problem(Corrupt, "在压缩包里已损坏（校验码不对）。%s", repack)
	}
	return n, io.EOF
}
