package typeset

import (
	"math"

	"zwgk/pkg/document"
)

// Charts, in mm and pt: bars of 4.4 mm every 7 mm, labels of 12 pt in at most two
// fifths of the width.
const (
	barHeight  = 4.4
	barStep    = 7.0
	barGrey    = 110 // prints as an even grey
	gridGrey   = 205
	labelShare = 0.4
	chartSide  = 2.0
	hairline   = 0.3 * pointMM
)

var chartStyle = style{role: body, size: size4Small}

// chartSetter sets one chart.
type chartSetter struct {
	frame         frame
	labels, texts []block
	values        []float64 // shares of the full length
	labelWidth    float64
	barX, barMost float64
}

// chartItems sets a chart without its caption, a bar an item.
func (f *faces) chartItems(c document.Chart, fr frame) []item {
	n := max(len(c.Labels), len(c.Values), len(c.Texts))
	s := &chartSetter{frame: fr, values: barShares(c, n)}
	textWidth := 0.0
	for i := range n {
		s.labelWidth = math.Max(s.labelWidth, f.width(oneLine(at(c.Labels, i)), chartStyle))
		textWidth = math.Max(textWidth, f.width(oneLine(at(c.Texts, i)), chartStyle))
	}
	s.labelWidth = math.Min(s.labelWidth, labelShare*fr.width) + slack
	textWidth = math.Min(textWidth, labelShare*fr.width) + slack
	s.barX = fr.x + s.labelWidth + chartSide
	s.barMost = fr.width - s.labelWidth - textWidth - 2*chartSide
	var out []item
	for i := range n {
		s.labels = append(s.labels, f.block(oneLine(at(c.Labels, i)), chartStyle, right, 0, s.labelWidth))
		s.texts = append(s.texts, f.block(oneLine(at(c.Texts, i)), chartStyle, left, 0, textWidth))
		out = append(out, s.bar(i)...)
	}
	// Less than a third of a chart is not worth a place at the foot or the top of a page.
	hold := max(len(out)/3, 2)
	for i := range out {
		out[i].keep = (i < hold || i >= len(out)-hold) && i < len(out)-1 && out[i].height*float64(hold) < fr.height/3
	}
	figure := f.tree.add("Figure")
	figure.alt = oneLine(c.Caption)
	return append(tagged(wholeIfSmall(out), figure), blank(tableGap))
}

// barShares are the lengths of the bars as shares of the full length: negative
// values and what is no number count as 0, what is over the maximum as full.
func barShares(c document.Chart, n int) []float64 {
	most := c.Max
	if !(most > 0) || math.IsInf(most, 0) {
		most = 0
		for _, v := range c.Values {
			if v > most && !math.IsInf(v, 0) {
				most = v
			}
		}
	}
	out := make([]float64, n)
	for i, v := range c.Values {
		if v > 0 && most > 0 {
			out[i] = math.Min(v/most, 1)
		}
	}
	return out
}

func (s *chartSetter) leading() float64 { return cellLeading * chartStyle.em() }

// bar is one bar, or several pieces where its label is taller than a page.
func (s *chartSetter) bar(i int) []item {
	perPart := int((s.frame.height - captionRoom) / s.leading())
	var out []item
	for from := 0; from == 0 || from < s.rows(i); from += perPart {
		rows := min(perPart, s.rows(i)-from)
		height := math.Max(barStep, float64(rows)*s.leading()+1)
		out = append(out, item{height: height, draw: func(p *page, y float64) {
			length := 0.0
			s.axes(p, y, height)
			if from == 0 {
				length = s.values[i] * s.barMost
				// A bar of nothing is a thin stroke at the baseline.
				p.bars = append(p.bars, bar{s.barX, y + (height-barHeight)/2, math.Max(length, ruleWidth), barHeight, barGrey})
			}
			s.lines(p, s.labels[i], s.frame.x, y, height, from, perPart)
			s.behind(p, i, s.barX+length, y, height)
			s.lines(p, s.texts[i], s.barX+length+chartSide, y, height, from, perPart)
		}})
	}
	return out
}

// rows are the lines that the label or the text of a bar takes.
func (s *chartSetter) rows(i int) int { return max(len(s.labels[i].spans), len(s.texts[i].spans)) }

// behind clears the room of a text of the thin lines.
func (s *chartSetter) behind(p *page, i int, x, y, height float64) {
	if spans := s.texts[i].spans; len(spans) == 1 {
		p.bars = append(p.bars, bar{x + chartSide/2, y + (height-barHeight)/2, spans[0].width + chartSide, barHeight, 255})
	}
}

// axes are the baseline and thin lines at the quarters of the full length.
func (s *chartSetter) axes(p *page, y, height float64) {
	for quarter := range 4 {
		x, grey, width := s.barX+float64(quarter)/4*s.barMost, gridGrey, hairline
		if quarter == 0 {
			grey, width = 0, ruleWidth
		}
		p.rules = append(p.rules, rule{x, y, x, y + height, width, grey})
	}
}

// lines sets up to most lines of a block from one on, in the middle of a height.
func (s *chartSetter) lines(p *page, b block, x, y, height float64, from, most int) {
	n := min(most, max(0, len(b.spans)-from))
	top := y + (height-float64(n)*s.leading())/2
	for i := range n {
		b.set(p, from+i, x, baseline(top+float64(i)*s.leading(), s.leading(), b.style))
	}
}
