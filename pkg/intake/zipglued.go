package intake

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"slices"
)

// gluedMost is how many zips in one file are read.
const gluedMost = 16

// zipParts opens the zips that were glued into one file, in their order; nearly
// always there is one. The directory of the last tells nothing of the ones
// before it. unread is how many bytes before the first lie in no directory.
func zipParts(src source) (parts []*zip.Reader, unread int64, err error) {
	left := int64(directoryMost)
	z, err := openZipWithin(src, &left)
	for err == nil {
		parts = append(parts, z)
		before := beforeZip(src, z)
		if before == 0 {
			break
		}
		src = source{io.NewSectionReader(src, 0, before), before}
		if len(parts) == gluedMost {
			unread = before
			break
		}
		if z, err = openZipWithin(src, &left); err != nil && err != errDirectory {
			unread, err = before, nil
			break
		}
	}
	slices.Reverse(parts)
	return parts, unread, err
}

// beforeZip is how much of the file lies before the first entry of a directory
// and is a zip too; 0 for none. The header of the first entry is counted with
// it: who looks for a directory from the end passes over it.
func beforeZip(src source, z *zip.Reader) int64 {
	h, ok := readLocal(src, 0)
	if !ok || !headerAt(src, 0) { // nothing, or a mark that a split archive begins with
		return 0
	}
	first := src.size - directoryEndSize
	for _, f := range z.File {
		at, err := f.DataOffset()
		if err == nil {
			first = min(first, at)
		}
	}
	if h.begin >= first {
		return 0
	}
	return first
}

// The end of a directory (APPNOTE.TXT 4.3.16): 22 bytes and a comment.
const (
	directoryEnd     = "PK\x05\x06"
	directoryEndSize = 22
)

// behindZip is how much lies behind the end of a zip and looks like another
// container; 0 for none. Padding and signatures are no loss.
func behindZip(src source) int64 {
	tail := make([]byte, min(src.size, directoryEndSize+0xffff))
	n, _ := src.ReadAt(tail, src.size-int64(len(tail)))
	tail = tail[:n]
	at := bytes.LastIndex(tail[:max(0, n-directoryEndSize+len(directoryEnd))], []byte(directoryEnd))
	if at < 0 {
		return 0
	}
	end := at + directoryEndSize + int(binary.LittleEndian.Uint16(tail[at+20:]))
	if end >= n || kindByHead(tail[end:]) == "" {
		return 0
	}
	return int64(n - end)
}
