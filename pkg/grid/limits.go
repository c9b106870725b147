package grid

import "time"

// Limits bound what one file may cost. A zero field means the default.
type Limits struct {
	Inflated int64         // bytes of one part after inflating; default 512 MiB
	Ratio    int           // inflated : packed of one part, beyond 16 MiB; default 200
	Cells    int           // cells of a file; default 2,000,000
	Row, Col int           // highest row and column with a cell; default 1,048,576 and 16,384
	Text     int64         // bytes of text over all cells, a shared string counted at each; default 256 MiB
	Time     time.Duration // spent on one file; default a minute
}

func (l Limits) withDefaults() Limits {
	if l.Inflated <= 0 {
		l.Inflated = 512 << 20
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	if l.Cells <= 0 {
		l.Cells = 2_000_000
	}
	if l.Row <= 0 {
		l.Row = 1_048_576
	}
	if l.Col <= 0 {
		l.Col = 16_384
	}
	if l.Text <= 0 {
		l.Text = 256 << 20
	}
	if l.Time <= 0 {
		l.Time = time.Minute
	}
	return l
}

// budget is what one file has spent of its limits. Every reader asks it before
// it keeps a cell.
type budget struct {
	lim      Limits
	cells    int
	text     int64
	steps    int
	deadline time.Time
}

// newBudget starts the clock: it bounds the work, and no output depends on it
// but the refusal itself.
func newBudget(lim Limits) *budget {
	lim = lim.withDefaults()
	return &budget{lim: lim, deadline: time.Now().Add(lim.Time)}
}

// keep counts a cell that is about to be kept, with its text.
func (b *budget) keep(c *Cell) error {
	if c.Row > b.lim.Row || c.Col > b.lim.Col {
		return tooLarge("rows、columns", "单元格 %s 超出 %d 行、%d 列的限制", c.Ref(), b.lim.Row, b.lim.Col)
	}
	if b.cells++; b.cells > b.lim.Cells {
		return tooLarge("cells", "单元格超过 %d 个的限制", b.lim.Cells)
	}
	if b.text += int64(len(c.Text)); b.text > b.lim.Text {
		return tooLarge("text", "文字超过 %d MB 的限制", b.lim.Text>>20)
	}
	return b.step()
}

// step counts a piece of work that keeps nothing, such as an empty row, and
// looks at the clock now and then.
func (b *budget) step() error {
	if b.steps++; b.steps%4096 == 0 && time.Now().After(b.deadline) {
		return tooLarge("seconds", "读取超过 %d 秒的限制", int(b.lim.Time.Seconds()))
	}
	return nil
}
