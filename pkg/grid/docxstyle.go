package grid

import "strings"

// docxStyles are the styles of a document (ECMA-376 Part 1 §17.7), as far as
// lists go.
type docxStyles struct {
	byID  map[string]docxStyle
	usual string // of paragraphs that name none
}

type docxStyle struct {
	based    string
	list     string // "" when it says nothing
	level    int
	hasLevel bool

	placeholder bool // of what a content control shows before it is filled in
}

// readDocxStyles reads the part with the styles; a document may have none.
func (p *pack) readDocxStyles(part string) (docxStyles, error) {
	out := docxStyles{byID: map[string]docxStyle{}}
	if part == "" {
		return out, nil
	}
	s, err := p.open(part)
	if err != nil {
		return out, err
	}
	defer s.close()
	id, style := "", docxStyle{}
	for {
		kind, tag, attrs, empty := s.next()
		switch name := string(tag); {
		case kind == endOfXML:
			return out, s.err
		case kind == endTag && name == "style":
			out.byID[id] = style
		case kind != startTag:
		case strings.HasSuffix(name, "PrChange"):
			s.pass(empty)
		case name == "style":
			id, style = attr(attrs, "styleId"), docxStyle{}
			if attr(attrs, "type") == "paragraph" && truth(attr(attrs, "default")) {
				out.usual = id
			}
		case name == "name":
			style.placeholder = strings.EqualFold(strings.ReplaceAll(attr(attrs, "val"), " ", ""), "placeholdertext") || attr(attrs, "val") == "占位符文本"
		case name == "basedOn":
			style.based = attr(attrs, "val")
		case name == "numId":
			style.list = attr(attrs, "val")
		case name == "ilvl":
			style.level, style.hasLevel = max(0, number(attr(attrs, "val"))), true
		}
	}
}

// numberedBy gives the list and the level of a style's paragraphs: its own, else
// those of the style it is based on. The level is the one that the list ties to
// the style (§17.9.23), else the one that the style says.
func (s docxStyles) numberedBy(id string, n *numbering) (list string, level int) {
	if id == "" {
		id = s.usual
	}
	var chain []string
	for ; id != "" && len(chain) < deepest && list == ""; id = s.byID[id].based {
		chain = append(chain, id)
		list = s.byID[id].list
	}
	abstract := n.lists[list].abstract
	for ; id != "" && len(chain) < deepest; id = s.byID[id].based {
		chain = append(chain, id)
	}
	for _, id := range chain {
		if level, tied := n.tied[styleOfList{abstract, id}]; tied {
			return list, level
		}
		if style := s.byID[id]; style.hasLevel {
			return list, style.level
		}
	}
	return list, 0
}

// numberedIn gives the list and the level of a paragraph that has ended: what it
// says itself goes before what its style says.
func (r *docxReader) numberedIn(p docxParagraph) (string, int) {
	list, level := r.styles.numberedBy(p.style, r.lists)
	if p.list != "" {
		if p.list != list {
			level = 0
		}
		list = p.list
	}
	if p.hasLevel {
		level = p.level
	}
	return list, level
}
