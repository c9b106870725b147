package intake

import (
	"errors"
	"io"

	"github.com/nwaples/rardecode/v2"
)

// dictionaryMost is the largest dictionary that is decoded with, in bytes.
// WinRAR makes archives with 32 MiB by itself, and this much by choice.
const dictionaryMost = 256 << 20

func walkRar(src source, v visit) error {
	raw := &endMarked{r: src.reader()}
	z, err := rardecode.NewReader(raw, rardecode.MaxDictionarySize(dictionaryMost))
	if err != nil {
		return rarProblem(err)
	}
	for index := 0; ; index++ {
		h, err := z.Next()
		switch {
		case err == io.EOF && !raw.ended:
			return nil
		case (err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF)) && raw.ended && wholeRar(src):
			return nil
		case err == io.EOF:
			return problem(Corrupt, "压缩包没有结尾，后面的文件可能丢失。%s", repack)
		case err != nil:
			return rarProblem(err)
		case h.IsDir:
			continue
		}
		content := &rarContent{z: z}
		e := entry{index: index, name: decodeName(h.Name), err: rarRefusal(h), open: func() (io.Reader, error) {
			content.used = true
			return content, nil
		}}
		if err := v(e); err != nil {
			return err
		}
		if errors.Is(content.err, rardecode.ErrMultiVolume) {
			return rarProblem(content.err)
		}
		if !content.used && e.err == nil { // what follows in a solid archive builds on it
			if err := skip(z); err != nil {
				return rarProblem(err)
			}
		}
	}
}

func skip(z io.Reader) error {
	_, err := io.Copy(io.Discard, struct{ io.Reader }{z})
	if errors.Is(err, rardecode.ErrBadFileChecksum) {
		return nil // told of the member itself
	}
	return err
}

// endMarked notes that the last byte was asked for and more: most archives have
// a block that says it is the end.
type endMarked struct {
	r     io.Reader
	ended bool
}

func (m *endMarked) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if n == 0 && err == io.EOF {
		m.ended = true
	}
	return n, err
}

type rarContent struct {
	z    *rardecode.Reader
	used bool
	err  error // the first one
}

func (c *rarContent) Read(p []byte) (int, error) {
	n, err := c.z.Read(p)
	if err != nil && err != io.EOF {
		c.err = err
		err = rarProblem(err)
	}
	return n, err
}

func rarRefusal(h *rardecode.FileHeader) *Error {
	switch {
	case h.Encrypted || h.HeaderEncrypted:
		return problem(Encrypted, "压缩包设有密码。%s", noLock)
	case h.LinkType != rardecode.LinkTypeNone:
		return problem(Unsupported, "压缩包里只有指向别处的链接，没有内容。%s", repack)
	}
	return nil
}

func rarProblem(err error) *Error {
	is := func(all ...error) bool {
		for _, e := range all {
			if errors.Is(err, e) {
				return true
			}
		}
		return false
	}
	switch {
	case is(rardecode.ErrArchiveEncrypted, rardecode.ErrArchivedFileEncrypted, rardecode.ErrBadPassword):
		return problem(Encrypted, "压缩包设有密码。%s", noLock)
	case is(rardecode.ErrMultiVolume, rardecode.ErrBadVolumeNumber, rardecode.ErrInvalidFileBlock):
		return problem(Unsupported, "这是分卷压缩包的一卷，其余各卷里的打不开。%s", inParts)
	case is(rardecode.ErrDictionaryTooLarge, rardecode.ErrPlatformIntSize):
		return problem(TooLarge, "压缩时用的字典超过 %s，没有打开。%s", mib(dictionaryMost), asZip)
	case is(rardecode.ErrUnsupportedDecoder, rardecode.ErrUnknownDecoder, rardecode.ErrMultipleDecoders, rardecode.ErrUnknownVersion):
		return problem(Unsupported, "用了少见的 RAR 版本，打不开。%s", asZip)
	case is(rardecode.ErrBadFileChecksum):
		return problem(Corrupt, "在压缩包里已损坏（校验码不对）。%s", repack)
	case is(io.ErrUnexpectedEOF, io.EOF, rardecode.ErrUnexpectedArcEnd, rardecode.ErrShortFile, rardecode.ErrDecoderOutOfData):
		return problem(Corrupt, "压缩包不完整，从这里往后读不出来，可能没有传完整。%s", repack)
	}
	return problem(Corrupt, "压缩包已损坏，从这里往后读不出来。%s", repack)
}
