package typeset

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// fontSubsets takes what pages use out of the faces, sorted by key.
func fontSubsets(pages []*page) ([]*face, map[*face]subset) {
	used := map[*face]map[rune]bool{}
	for _, p := range pages {
		for _, r := range p.runs {
			if used[r.face] == nil {
				used[r.face] = map[rune]bool{}
			}
			for _, c := range r.runes {
				used[r.face][c] = true
			}
		}
	}
	var order []*face
	out := map[*face]subset{}
	for f, set := range used {
		runes := make([]rune, 0, len(set))
		for r := range set {
			runes = append(runes, r)
		}
		slices.Sort(runes)
		order = append(order, f)
		out[f] = f.subset(runes)
	}
	slices.SortFunc(order, func(a, b *face) int { return bytes.Compare([]byte(a.key), []byte(b.key)) })
	return order, out
}

// drawing puts pages down with gofpdf.
type drawing struct {
	pdf     *gofpdf.Fpdf
	subsets map[*face]subset
	space   float64 // character spacing in force
	bold    bool
	next    int // id of marked content on the page
}

// draw makes a plain PDF file of pages. gofpdf panics on fonts that it cannot
// make out; that comes back as an error.
func draw(pages []*page, order []*face, subsets map[*face]subset) (data []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("draw pdf: %v", r)
		}
	}()
	d := drawing{pdf: gofpdf.New("P", "mm", "A4", ""), subsets: subsets}
	d.pdf.SetCatalogSort(true)
	d.pdf.SetCreationDate(time.Unix(0, 0).UTC()) // written anew afterwards
	d.pdf.SetModificationDate(time.Unix(0, 0).UTC())
	d.pdf.SetAutoPageBreak(false, 0)
	for _, f := range order {
		d.pdf.AddUTF8FontFromBytes(f.key, "", subsets[f].data)
	}
	for _, p := range pages {
		d.page(p)
	}
	var out bytes.Buffer
	if err := d.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("draw pdf: %w", err)
	}
	return out.Bytes(), nil
}

func (d *drawing) page(p *page) {
	orientation := "P"
	if p.frame.landscape {
		orientation = "L"
	}
	d.pdf.AddPageFormat(orientation, gofpdf.SizeType{Wd: paperWidth, Ht: paperHeight})
	d.space, d.bold, d.next = 0, false, 0 // a page begins with nothing in force
	d.lines(p)
	for i, r := range p.runs {
		if i == 0 || r.elem != p.runs[i-1].elem {
			d.begin(r.elem)
		}
		d.run(r)
		if i == len(p.runs)-1 || r.elem != p.runs[i+1].elem {
			d.pdf.RawWriteStr("EMC")
		}
	}
}

// begin opens a stretch of content that belongs to an element, or to none.
func (d *drawing) begin(e *elem) {
	if e == nil {
		d.pdf.RawWriteStr("/Artifact BMC")
		return
	}
	d.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", e.tag, d.next))
	e.marks = append(e.marks, markedContent{d.pdf.PageNo() - 1, d.next})
	d.next++
}

func (d *drawing) lines(p *page) {
	d.begin(nil)
	for _, r := range p.rules {
		d.pdf.SetDrawColor(r.grey, r.grey, r.grey)
		d.pdf.SetLineWidth(r.width)
		d.pdf.Line(r.x1, r.y1, r.x2, r.y2)
	}
	for _, b := range p.bars { // they cover the rules
		d.pdf.SetFillColor(b.grey, b.grey, b.grey)
		d.pdf.Rect(b.x, b.y, b.w, b.h, "F")
	}
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.RawWriteStr("EMC")
}

// boldStroke is the pen that thickens outlines, as a share of the size.
const boldStroke = 0.025

func (d *drawing) run(r run) {
	d.pdf.SetFont(r.face.key, "", r.style.size)
	if r.style.bold != d.bold {
		d.bold = r.style.bold
		mode := 0
		if d.bold {
			mode = 2
			d.pdf.SetLineWidth(boldStroke * r.style.em())
		}
		d.pdf.SetTextRenderingMode(mode)
	}
	if r.space != d.space {
		d.space = r.space
		d.pdf.RawWriteStr(fmt.Sprintf("%.4f Tc", r.space/pointMM))
	}
	codes := make([]rune, len(r.runes))
	for i, c := range r.runes {
		codes[i] = d.subsets[r.face].codes[c]
	}
	if r.turned {
		d.pdf.TransformBegin()
		d.pdf.TransformRotate(-90, r.x, r.y)
		defer d.pdf.TransformEnd()
	}
	d.pdf.Text(r.x, r.y, string(codes))
}
