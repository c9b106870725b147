package intake

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
)

// member is a file in a container. Its bytes are in memory, or read again with
// those of its batch.
type member struct {
	in    *container
	index int
	size  int64
	sum   string
	data  []byte
	batch *batch
	store *store
}

// store holds the bytes of members: those that fit for good, and the batches
// of the others that were asked for last.
type store struct {
	mu     sync.Mutex
	most   int64
	held   int64
	equal  map[string][]byte // by hash, of those that are held
	loaded []*batch
}

func newStore(most int64) *store { return &store{most: most, equal: map[string][]byte{}} }

// keep holds the bytes when there is room. Equal members share them.
func (m *member) keep(got content) {
	s := m.store
	if data, ok := s.equal[got.sum]; ok {
		m.data = data
		return
	}
	if got.size > heldMost || s.held+got.size > s.most {
		return
	}
	s.held += got.size
	m.data = append(make([]byte, 0, got.size), got.data...)
	s.equal[got.sum] = m.data
}

// batch is members of one container that are read again together: in a solid
// archive, reading one means decoding all before it.
type batch struct {
	in      *container
	members []*member
	data    map[int][]byte
}

// batchMost is the size of a batch. A larger member is one by itself.
const batchMost = 64 << 20

// inBatches groups the members that are not held, in the order in which they
// will be asked for.
func inBatches(files []File) {
	last := map[*container]*batch{}
	size := map[*batch]int64{}
	for _, f := range files {
		m := f.member
		if m == nil || m.data != nil || f.failed != nil {
			continue
		}
		b := last[m.in]
		if b == nil || size[b]+m.size > batchMost {
			b = &batch{in: m.in}
			last[m.in] = b
		}
		size[b] += m.size
		b.members = append(b.members, m)
		m.batch = b
	}
}

// bytes gives the content. It may be called from several goroutines.
func (m *member) bytes() ([]byte, error) {
	if m.data != nil {
		return m.data, nil
	}
	m.store.mu.Lock()
	defer m.store.mu.Unlock()
	return m.again()
}

// again reads the member once more. The store is locked.
func (m *member) again() ([]byte, error) {
	if m.data != nil {
		return m.data, nil
	}
	b := m.batch
	if b == nil { // a container, which no batch holds
		b = &batch{in: m.in, members: []*member{m}}
		m.batch = b
	}
	if b.data == nil {
		if err := b.load(); err != nil {
			return nil, err
		}
	}
	m.store.remember(b)
	data, ok := b.data[m.index]
	if !ok {
		return nil, problem(Corrupt, "第二次读压缩包时读不出这个文件。请核对文件是否正在被改动。")
	}
	return data, nil
}

var errDone = errors.New("all members of the batch were read")

func (b *batch) load() error {
	src, closing, err := b.in.source()
	if err != nil {
		return err
	}
	defer closing()
	wanted := map[int]*member{}
	for _, m := range b.members {
		wanted[m.index] = m
	}
	data := map[int][]byte{}
	c := *b.in // walking a mail writes to it
	err = c.walk(src, func(e entry) error {
		m := wanted[e.index]
		if m == nil || e.err != nil {
			return nil
		}
		if content, err := m.reread(e); err == nil {
			data[e.index] = content
		}
		if len(data) == len(wanted) {
			return errDone
		}
		return nil
	})
	var damaged *Error
	if err != nil && err != errDone && !errors.As(err, &damaged) {
		return err
	}
	b.data = data
	return nil
}

// reread takes the content that has the hash of the first time.
func (m *member) reread(e entry) ([]byte, error) {
	r, err := e.open()
	if err != nil {
		return nil, err
	}
	buf := bytes.NewBuffer(make([]byte, 0, m.size+bytes.MinRead))
	if _, err := io.Copy(buf, io.LimitReader(struct{ io.Reader }{r}, m.size+1)); err != nil {
		return nil, err
	}
	if sum, _ := hash(bytes.NewReader(buf.Bytes())); sum != m.sum && m.sum != "" {
		return nil, problem(Corrupt, "文件在读取时被改动了。请重新运行。")
	}
	return buf.Bytes(), nil
}

// batchesKept are the container that a batch lies in, the batch, and the one
// before it, which another goroutine may still ask for.
const batchesKept = 3

// remember keeps the batches that were asked for last.
func (s *store) remember(b *batch) {
	s.loaded = append(slices.DeleteFunc(s.loaded, func(o *batch) bool { return o == b }), b)
	if len(s.loaded) > batchesKept {
		s.loaded[0].data = nil
		s.loaded = slices.Delete(s.loaded, 0, 1)
	}
}

// source gives the content of the container, and what closes it.
func (c *container) source() (source, func(), error) {
	if c.outer != nil {
		data, err := c.outer.again()
		return source{bytes.NewReader(data), int64(len(data))}, func() {}, err
	}
	f, err := os.Open(c.disk)
	if err != nil {
		return source{}, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return source{}, nil, err
	}
	return source{f, info.Size()}, func() { f.Close() }, nil
}
