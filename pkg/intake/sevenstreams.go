package intake

func (p *sevenParser) streams(h *sevenHeader) {
	for {
		switch id := p.byte(); id {
		case sevenEnd:
			h.settle()
			return
		case sevenPackInfo:
			p.packInfo(h)
		case sevenUnpackInfo:
			p.unpackInfo(h)
		case sevenSubStreams:
			p.subStreams(h)
		default:
			p.fail()
		}
	}
}

func (p *sevenParser) packInfo(h *sevenHeader) {
	h.packAt = p.number()
	n := p.count()
	for {
		switch p.byte() {
		case sevenEnd:
			return
		case sevenSize:
			for range n {
				h.packs = append(h.packs, p.number())
			}
		case sevenCRC:
			p.digests(n)
		default:
			p.fail()
		}
	}
}

func (p *sevenParser) unpackInfo(h *sevenHeader) {
	if p.byte() != sevenFolderID {
		p.fail()
	}
	n := p.count()
	if p.byte() != 0 {
		p.fail()
	}
	first := 0
	for range n {
		f := p.folder()
		f.first = first
		first += len(f.packed)
		h.folders = append(h.folders, f)
	}
	for {
		switch p.byte() {
		case sevenEnd:
			return
		case sevenUnpackSize:
			for i := range h.folders {
				for range h.folders[i].coders {
					h.folders[i].sizes = append(h.folders[i].sizes, p.number())
				}
			}
		case sevenCRC:
			sums, set := p.digests(n)
			for i := range h.folders {
				h.folders[i].sum, h.folders[i].summed = sums[i], set[i]
			}
		default:
			p.fail()
		}
	}
}

const codersMost = 32

func (p *sevenParser) folder() sevenFolder {
	var f sevenFolder
	n := p.count()
	if n == 0 || n > codersMost {
		p.fail()
	}
	ins := 0
	for range n {
		flags := p.byte()
		c := sevenCoder{method: string(p.bytes(int(flags & 15))), in: 1}
		if flags&0x10 != 0 {
			c.in = p.count()
			if p.number() != 1 || c.in > codersMost {
				p.fail()
			}
		}
		if flags&0x20 != 0 {
			c.props = p.bytes(p.count())
		}
		ins += c.in
		f.coders = append(f.coders, c)
	}
	bound := map[int]bool{}
	for range n - 1 {
		in, out := p.number(), p.number()
		if in >= int64(ins) || out >= int64(n) {
			p.fail()
		}
		f.binds = append(f.binds, [2]int{int(in), int(out)})
		bound[int(in)] = true
	}
	if ins-(n-1) == 1 {
		for i := range ins {
			if !bound[i] {
				f.packed = append(f.packed, i)
			}
		}
		return f
	}
	for range max(0, ins-(n-1)) {
		f.packed = append(f.packed, p.count())
	}
	return f
}

func (p *sevenParser) subStreams(h *sevenHeader) {
	counts := make([]int, len(h.folders))
	for i := range counts {
		counts[i] = 1
	}
	id := p.byte()
	if id == sevenNumStreams {
		total := 0
		for i := range counts {
			counts[i] = int(min(p.number(), entriesMost+1))
			if total += counts[i]; total > entriesMost {
				panic(errDirectory)
			}
		}
		id = p.byte()
	}
	h.streamed = true
	for i := range h.folders {
		h.folders[i].streams = make([]sevenStream, counts[i])
	}
	for ; id != sevenEnd; id = p.byte() {
		switch id {
		case sevenSize:
			p.streamSizes(h)
		case sevenCRC:
			p.streamSums(h)
		default:
			p.fail()
		}
	}
}

// streamSizes: all but the last of a folder are stated.
func (p *sevenParser) streamSizes(h *sevenHeader) {
	for i := range h.folders {
		s := h.folders[i].streams
		for j := range max(0, len(s)-1) {
			s[j].size = p.number()
		}
	}
}

// streamSums: those that are not known from their folder.
func (p *sevenParser) streamSums(h *sevenHeader) {
	var unknown []*sevenStream
	for i := range h.folders {
		f := &h.folders[i]
		if len(f.streams) == 1 && f.summed {
			continue
		}
		for j := range f.streams {
			unknown = append(unknown, &f.streams[j])
		}
	}
	sums, set := p.digests(len(unknown))
	for i, s := range unknown {
		s.sum, s.summed = sums[i], set[i]
	}
}

// settle gives each folder its streams, and the last of them its size.
func (h *sevenHeader) settle() {
	for i := range h.folders {
		f := &h.folders[i]
		if !h.streamed {
			f.streams = make([]sevenStream, 1)
		}
		left := f.size()
		for j := range f.streams {
			s := &f.streams[j]
			if j == len(f.streams)-1 {
				s.size = left
			}
			if left -= s.size; s.size < 0 || left < 0 {
				panic(errSevenHeader)
			}
		}
		if len(f.streams) == 1 && f.summed {
			f.streams[0].sum, f.streams[0].summed = f.sum, true
		}
	}
}

// size is that of the output that no other coder takes.
func (f *sevenFolder) size() int64 {
	for out := range f.sizes {
		if f.into(out) < 0 {
			return f.sizes[out]
		}
	}
	return 0
}

// into is the in stream that takes an output, -1 when none does.
func (f *sevenFolder) into(out int) int {
	for _, b := range f.binds {
		if b[1] == out {
			return b[0]
		}
	}
	return -1
}
