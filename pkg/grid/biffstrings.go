package grid

// stringTable is what is known of the SST record beside its texts: it has no
// checksum, so that damage shows only where these do not fit together.
type stringTable struct {
	total, unique int64 // as its head says: texts in cells, and in the table
	top           int64 // one more than the highest index in a cell
	doubtful      bool  // it ends in the middle of a text, or reserved bits are set
}

// sharedStrings reads the SST record ([MS-XLS] 2.4.265). What stands there counts,
// not the counts in its head: writers get them wrong. A text that is cut ends the
// table; cells that point behind it tell what was lost.
func (b *biffBook) sharedStrings(bodies [][]byte) error {
	t := newBiffText(bodies, 0)
	b.table = stringTable{total: t.u32(), unique: t.u32()}
	var text []byte
	var ends []int
	for t.more() {
		out, ok := t.rich(text, t.u16())
		if !ok {
			b.table.doubtful = true
			break
		}
		text = out
		if ends = append(ends, len(text)); len(ends) > b.lim.Cells {
			return tooLarge("cells", "文字超过 %d 条的限制", b.lim.Cells)
		}
		if err := b.step(); err != nil {
			return err
		}
	}
	b.table.doubtful = b.table.doubtful || t.reserved
	all, start := string(text), 0 // one piece of memory for all
	b.strings = make([]string, len(ends))
	for i, end := range ends {
		b.strings[i] = newlines(all[start:end])
		start = end
	}
	return nil
}

// wipedTexts is how many empty texts in a row are no longer taken for such: a
// table of different texts has one at most.
const wipedTexts = 3

// verifyStrings tells when texts in the table are likely to be others than those
// that the cells point to.
func (b *biffBook) verifyStrings() {
	t, found := b.table, int64(len(b.strings))
	claimed := b.strings[:min(found, t.unique)]
	switch {
	case (t.unique != t.total || t.unique != found || t.doubtful) && emptyRun(claimed) >= wipedTexts:
		b.lose("", "", "共享的文字有一段被清空，有的单元格文字丢失")
	case found > t.unique && (t.doubtful || t.top == t.unique) && emptyRun(b.strings[t.unique:]) < int(found-t.unique):
		b.lose("", "", "共享的文字与记载的条数不符，有的单元格文字可能错位")
	}
}

// emptyRun is the length of the longest run of empty texts.
func emptyRun(list []string) int {
	longest, run := 0, 0
	for _, s := range list {
		if run++; s != "" {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}
