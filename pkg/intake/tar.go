package intake

import (
	"archive/tar"
	"bufio"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"strings"
)

func walkTar(r io.Reader, v visit) error {
	t := tar.NewReader(r)
	for index := 0; ; index++ {
		h, err := t.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return tarProblem(err)
		}
		e := entry{index: index, name: decodeName(h.Name), open: func() (io.Reader, error) { return t, nil }}
		switch h.Typeflag {
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont:
		default:
			e.err = problem(Unsupported, "压缩包里只有指向别处的链接，没有内容。%s", repack)
		}
		if strings.HasSuffix(h.Name, "/") && h.Size == 0 {
			continue
		}
		if err := v(e); err != nil {
			return err
		}
	}
}

func tarProblem(err error) error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return problem(Corrupt, "压缩包不完整，从这里往后读不出来（%s）。%s", reason(err), repack)
}

// walkPacked opens a single packed file. A tar in it is no level of its own:
// people say .tar.gz.
func walkPacked(r io.Reader, k kind, name string, v visit) error {
	content, inner, err := unpack(r, k, name)
	if err != nil {
		return problem(Corrupt, "压缩包已损坏，读不出来（%s）。%s", reason(err), repack)
	}
	b := bufio.NewReaderSize(content, headSize)
	head, _ := b.Peek(512)
	if !isTar(head) {
		return v(entry{name: inner, open: func() (io.Reader, error) { return b, nil }})
	}
	if err := walkTar(b, v); err != nil {
		return err
	}
	// What follows is padding; the checksum stands behind it.
	if n, err := io.Copy(io.Discard, io.LimitReader(b, paddingMost)); err != nil {
		return problem(Corrupt, "压缩包末尾已损坏（%s），里面的文件可能不完整。%s", reason(err), repack)
	} else if n == paddingMost {
		return problem(TooLarge, "压缩包末尾还有超过 %s 的空白，没有读。%s", mib(paddingMost), repack)
	}
	return nil
}

const paddingMost = 16 << 20

// unpack gives the content and the name that it has: the one in the header of
// gzip (RFC 1952 2.3.1, in fact as the file system wrote it), else its own
// without the extension.
func unpack(r io.Reader, k kind, name string) (io.Reader, string, error) {
	inner := strings.TrimSuffix(name, path.Ext(name))
	if inner == name || inner == "" {
		inner = name + ".内容"
	}
	if k == kindBz2 {
		return bzip2.NewReader(bufio.NewReader(r)), inner, nil
	}
	z, err := gzip.NewReader(bufio.NewReader(r))
	if err != nil {
		return nil, "", err
	}
	if raw := latin1(z.Name); raw != "" {
		inner = decodeName(raw)
	}
	return z, inner, nil
}

// latin1 undoes the decoding that compress/gzip applies to a name.
func latin1(s string) string {
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		raw = append(raw, byte(r))
	}
	return string(raw)
}
