package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
)

// content is what was read of a member.
type content struct {
	sum  string
	size int64
	data []byte // nil when it is too large to keep; the opener's own, until the next member
}

// take reads a member to its end, whatever its size, so that its checksum is
// verified and a solid archive goes on behind it.
func (o *opener) take(fr frame, e entry) (content, error) {
	r, err := e.open()
	if err != nil {
		return content{}, err
	}
	h := sha256.New()
	most, buf := int64(heldMost), make([]byte, 64<<10)
	if o.buf == nil {
		o.buf = []byte{}
	}
	got := content{data: o.buf[:0]}
	for first := true; ; first = false {
		n, err := fill(r, buf)
		if stopped := fr.spent.add(n); stopped != nil {
			return got, stopped
		}
		if first && mayContain(buf[:n]) {
			most = nestedMost
		}
		h.Write(buf[:n])
		if got.size += int64(n); got.size > most {
			got.data = nil
		} else {
			got.data = append(got.data, buf[:n]...)
		}
		switch {
		case err == io.EOF:
			o.buf = got.data
			if got.size > o.lim.Size {
				return got, tooBig(o.lim)
			}
			got.sum = hex.EncodeToString(h.Sum(nil))
			return got, nil
		case err != nil:
			return got, err
		}
	}
}

// fill reads until the buffer is full or the reader says why not. Unlike
// io.ReadFull it leaves an io.ErrUnexpectedEOF to the reader.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for idle := 0; n < len(buf) && err == nil; {
		var got int
		got, err = r.Read(buf[n:])
		n += got
		if idle++; got > 0 {
			idle = 0
		} else if idle > 100 && err == nil {
			err = io.ErrNoProgress
		}
	}
	return n, err
}

// asProblem makes what went wrong while reading a member a line for people.
func asProblem(err error) error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return problem(Corrupt, "在压缩包里已损坏（%s）。%s", reason(err), repack)
}

func reason(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "数据不完整"
	}
	return "数据有错"
}
