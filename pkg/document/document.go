// Package document is a document as blocks, without layout or wording.
package document

// Document is a titled list of blocks. The strings of the head may be empty.
type Document struct {
	Title    string  // broken over lines by the typesetter
	Number   string  // 文号
	To       string  // 主送
	From     string  // 署名
	Date     string  // 成文日期, as printed
	Note     string  // a small line under the title, e.g. 示例数据，纯属虚构
	Language string  // "" means zh-CN
	Blocks   []Block // in order
}

// Block is one of Heading, Paragraph, Table, Chart, PageBreak.
type Block interface{ block() }

// Heading is a numbered heading as text: level 1 "一、…" (黑体), 2 "（一）…" (楷体), 3 "1. …" (仿宋 bold).
type Heading struct {
	Level int
	Text  string
}

// Paragraph is prose, first line indented by two characters.
type Paragraph struct {
	Text     string
	NoIndent bool
	Align    string // "" justified, left, center, right
}

// Table has a header that repeats on every page. Widths are shares; nil means by content.
// Align per column: left, center, right. Wide tables are set on landscape pages.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]string
	Widths  []float64
	Align   []string
	Wide    bool
}

// Chart is a horizontal bar chart, one bar per label.
type Chart struct {
	Caption string
	Labels  []string
	Values  []float64
	Texts   []string // shown at the end of each bar
	Max     float64  // full length
}

// PageBreak starts a new page.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Table) block()     {}
func (Chart) block()     {}
func (PageBreak) block() {}
