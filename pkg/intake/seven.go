package intake

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// entriesMost bounds the directory of a 7z archive in memory.
const entriesMost = 1 << 20

// signatureHeader of 7zFormat.txt: where the header is, and its checksum.
const signatureSize = 32

func walk7z(src source, v visit) error {
	h, err := readSeven(src)
	if err != nil {
		return err
	}
	if h == nil {
		return nil
	}
	r := &sevenReader{src: src, header: h, folder: -1}
	folder, stream, offset := 0, 0, int64(0)
	for i, f := range h.files {
		e := entry{index: i, name: f.name}
		if f.empty {
			e.open = func() (io.Reader, error) { return bytes.NewReader(nil), nil }
		} else {
			for folder < len(h.folders) && stream >= len(h.folders[folder].streams) {
				folder, stream, offset = folder+1, 0, 0
			}
			if folder == len(h.folders) {
				return problem(Corrupt, "压缩包的目录已损坏，后面的没有读出来。%s", repack)
			}
			at, number, s := offset, folder, h.folders[folder].streams[stream]
			e.err = h.folders[folder].refusal()
			e.open = func() (io.Reader, error) { return r.open(number, at, s) }
			offset += s.size
			stream++
		}
		if f.dir {
			continue
		}
		if f.attrs&0x8000 != 0 && f.attrs>>28 == 0xa { // a symbolic link of Unix, its mode in the high half
			e.err = problem(Unsupported, "压缩包里只有指向别处的链接，没有内容。%s", repack)
		}
		if err := v(e); err != nil {
			return err
		}
	}
	return nil
}

// readSeven reads the header, which may be packed itself; nil for an archive
// without files.
func readSeven(src source) (*sevenHeader, error) {
	sig := make([]byte, signatureSize)
	if n, _ := src.ReadAt(sig, 0); n < signatureSize {
		return nil, sevenCut()
	}
	le := binary.LittleEndian
	if crc32.ChecksumIEEE(sig[12:]) != le.Uint32(sig[8:]) {
		return nil, problem(Corrupt, "压缩包的开头已损坏，一个文件也读不出来。%s", repack)
	}
	at, size, sum := int64(le.Uint64(sig[12:])), int64(le.Uint64(sig[20:])), le.Uint32(sig[28:])
	switch {
	case size == 0:
		return nil, nil
	case at < 0 || size < 0 || at > src.size || signatureSize+at+size > src.size:
		return nil, sevenCut()
	case size > directoryMost:
		return nil, manySeven()
	}
	raw := make([]byte, size)
	if n, _ := src.ReadAt(raw, signatureSize+at); n < len(raw) || crc32.ChecksumIEEE(raw) != sum {
		return nil, problem(Corrupt, "压缩包的目录已损坏，一个文件也读不出来。%s", repack)
	}
	for range 4 { // a header packed in a header that is packed…
		h, encoded, err := parseSeven(raw)
		if err != nil || !encoded {
			return h, err
		}
		if raw, err = unpackHeader(src, h); err != nil {
			return nil, err
		}
	}
	return nil, problem(Corrupt, "压缩包的目录已损坏，一个文件也读不出来。%s", repack)
}

func sevenCut() error {
	return problem(Corrupt, "压缩包不完整，末尾的目录没有了，一个文件也读不出来，可能没有传完整（分卷的请不分卷压缩）。%s", repack)
}

func manySeven() error {
	return problem(TooLarge, "里面的文件多得超过限制（files），没有读。%s", repack)
}

// parseSeven tells a header from the streams that a packed one lies in.
func parseSeven(raw []byte) (h *sevenHeader, encoded bool, err error) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case errDirectory:
			h, err = nil, manySeven()
		default:
			h, err = nil, problem(Corrupt, "压缩包的目录已损坏，一个文件也读不出来。%s", repack)
		}
	}()
	p := &sevenParser{raw}
	h = &sevenHeader{}
	switch p.byte() {
	case sevenEncodedHeader:
		p.streams(h)
		return h, true, nil
	case sevenHeaderID:
	default:
		p.fail()
	}
	for {
		switch p.byte() {
		case sevenEnd:
			return h, false, nil
		case sevenArchiveProperties:
			for p.byte() != sevenEnd {
				p.bytes(p.count())
			}
		case sevenAdditionalStreams:
			p.streams(&sevenHeader{})
		case sevenMainStreams:
			p.streams(h)
		case sevenFilesInfo:
			p.files(h)
		default:
			p.fail()
		}
	}
}

// unpackHeader decodes a packed header.
func unpackHeader(src source, h *sevenHeader) ([]byte, error) {
	if len(h.folders) != 1 || len(h.folders[0].streams) != 1 {
		return nil, problem(Corrupt, "压缩包的目录已损坏，一个文件也读不出来。%s", repack)
	}
	if refused := h.folders[0].refusal(); refused != nil {
		return nil, refused
	}
	s := h.folders[0].streams[0]
	if s.size > directoryMost {
		return nil, manySeven()
	}
	r, err := (&sevenReader{src: src, header: h, folder: -1}).open(0, 0, s)
	if err != nil {
		return nil, err
	}
	raw := bytes.NewBuffer(nil)
	if _, err := io.Copy(raw, r); err != nil {
		return nil, problem(Corrupt, "压缩包的目录已损坏，一个文件也读不出来。%s", repack)
	}
	return raw.Bytes(), nil
}
