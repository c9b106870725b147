package grid

import (
	"errors"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

var oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// readOLE reads a compound file ([MS-CFB]). What it is, the names of its streams
// tell; those inside a storage belong to an embedded object and tell nothing.
func readOLE(data []byte, b *budget) *Workbook {
	c, err := openContainer(data, b)
	if err == nil && len(c.streams) == 0 {
		err = corrupt("文件的目录丢失，可能没有传完整")
	}
	if err != nil {
		return salvagedXLS(data, err, b)
	}
	switch {
	case c.has("encryptedpackage"):
		return readEncryptedPackage(c)
	case c.has("workbook"):
		return readXLS(c, "workbook")
	case c.has("book"):
		return readXLS(c, "book")
	case c.has("worddocument"):
		return readDoc(c)
	case c.has("__properties_version1.0"):
		return refuse("msg", Unsupported, "这是 Outlook 邮件（.msg），还不能读。请把邮件里的附件另存出来，报送 .xlsx 填报表。")
	case c.has("powerpoint document"):
		return refuse("ppt", Unsupported, "这是演示文稿，读不出表格。请报送 .xlsx 填报表。")
	}
	return refuse("ole", Unsupported, "认不出的旧版文件。"+resave)
}

// readXLS reads the workbook in a stream. A stream that comes out short has lost
// something even where the records in it say nothing of that.
func readXLS(c *container, name string) *Workbook {
	data, err := c.stream(name)
	if data = c.mended(data, err); err != nil && len(data) == 0 {
		return (&Workbook{Format: "xls"}).blame(err)
	}
	wb := readBIFF(data, c.budget)
	wb.Properties = c.summary()
	if wb.Err == nil {
		wb.blame(err)
	}
	return wb
}

// container is an open compound file.
type container struct {
	*budget
	sectors *sectorReader
	streams map[string]*mscfb.File // those of the top level, by lower-case name
}

func openContainer(data []byte, b *budget) (*container, error) {
	c := &container{budget: b, sectors: &sectorReader{data: data}, streams: map[string]*mscfb.File{}}
	doc, err := mscfb.New(c.sectors)
	if err != nil {
		return nil, corrupt("文件结构残缺，可能没有传完整")
	}
	for _, f := range doc.File {
		name := strings.ToLower(f.Name)
		if len(f.Path) == 0 && !f.FileInfo().IsDir() && c.streams[name] == nil {
			c.streams[name] = f
		}
	}
	return c, nil
}

func (c *container) has(name string) bool { return c.streams[name] != nil }

// stream gives a stream whole. Where its chain of sectors is cut or loops, it
// gives the bytes before that, and the error. It must not be called twice for
// one name.
func (c *container) stream(name string) ([]byte, error) {
	f := c.streams[name]
	if f == nil {
		return nil, corrupt("文件缺少 %s 部分", name)
	}
	if f.Size > c.lim.Inflated {
		return nil, tooLarge("inflated", "%s 部分有 %d MB，超过 %d MB 的限制", name, f.Size>>20, c.lim.Inflated>>20)
	}
	c.sectors.track()
	// No stream is longer than the file, whatever the directory claims.
	out := make([]byte, min(f.Size, int64(len(c.sectors.data))))
	n := 0
	for n < len(out) {
		// By small pieces, so that as much as possible comes before a cut.
		k, err := f.Read(out[n:min(n+sectorSize, len(out))])
		n += k
		if err != nil && err != io.EOF || k == 0 {
			break
		}
	}
	if int64(n) < f.Size {
		return out[:n], corrupt("%s 部分应有 %d 字节，只读出 %d 字节，文件可能没有传完整", name, f.Size, n)
	}
	return out, nil
}

const (
	sectorSize     = 512 // the usual one, and the length of the header ([MS-CFB] 2.2)
	miniSectorSize = 64
	// maxDirectory bounds the directory: a quarter of a million entries, far more
	// than any workbook has, while walking it takes memory for each.
	maxDirectory = 32 << 20
)

var errSectors = errors.New("sectors")

// sectorReader gives the bytes of a compound file to mscfb, which follows chains
// without asking whether they loop or lead into the header. Of one stream no
// byte may be read twice.
type sectorReader struct {
	data []byte
	seen []bool // by mini sector, of the stream that is being read; nil while the directory is
	read int    // bytes of header and directory
}

func (r *sectorReader) track() { r.seen = make([]bool, len(r.data)/miniSectorSize+1) }

func (r *sectorReader) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > int64(len(r.data)) {
		return 0, io.EOF
	}
	if len(p) != 4 { // four bytes are an entry of the allocation table
		if err := r.visit(int(off), len(p)); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.data[off:])
	if n < len(p) {
		if r.seen == nil && n > 0 { // some writers do not fill up the last sector
			clear(p[n:])
			return len(p), nil
		}
		return n, io.EOF
	}
	return n, nil
}

func (r *sectorReader) visit(off, n int) error {
	if r.seen == nil {
		if r.read += n; r.read > maxDirectory {
			return errSectors
		}
		return nil
	}
	if off < sectorSize {
		return errSectors
	}
	for i := off / miniSectorSize; i*miniSectorSize < off+n && i < len(r.seen); i++ {
		if r.seen[i] {
			return errSectors
		}
		r.seen[i] = true
	}
	return nil
}
