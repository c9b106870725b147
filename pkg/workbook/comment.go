package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"

	"github.com/xuri/excelize/v2"
)

// maxComments bounds the comments that a sheet gets: excelize looks through all
// of them for each new one. Cells beyond it are filled, and stand in the list.
const maxComments = 2000

// commentText joins the findings of a cell, as many as a box can show; the list has the rest.
func (in *MarkInput) commentText(list []finding.Finding) string {
	l := in.Layout.Returned
	text, more := l.Mark, "\n"+fill(l.More, map[string]string{"name": l.Name})
	for i, f := range list {
		part := "\n" + fill(l.Comment, map[string]string{"severity": word(l.Severity, string(f.Severity)), "message": f.Message})
		if f.Hint != "" {
			part += "\n" + fill(l.Hint, map[string]string{"hint": f.Hint})
		}
		rest := more
		if i == len(list)-1 {
			rest = ""
		}
		if _, _, fits := boxOf(text + part + rest); !fits && i > 0 {
			return clean(text + more)
		}
		text += part
	}
	return clean(text)
}

// solved is what the comment of a mended cell says.
func (in *MarkInput) solved() string {
	return in.Layout.Returned.Mark + "\n" + in.Layout.Returned.Solved
}

// comment puts a comment on every marked cell, below the one that it has. In a
// workbook that comes back again our earlier words give way to the new ones. part has
// the comments that are there.
func (in *MarkInput) comment(file *excelize.File, sheet, part string, cells map[string][]finding.Finding, again bool) error {
	there, err := file.GetComments(sheet)
	if err != nil {
		return err
	}
	if len(there) > 0 && file.Comments[part] == nil {
		return fmt.Errorf("the comments of sheet %q are not in the part %q", sheet, part)
	}
	has := map[string]bool{}
	for _, c := range there {
		has[c.Cell] = true
		switch list := cells[c.Cell]; {
		case len(list) > 0:
			in.extend(file, part, c, in.commentText(list))
		case again && strings.Contains(commentString(c), in.Layout.Returned.Mark):
			in.extend(file, part, c, in.solved())
		}
	}
	if len(there) > 0 {
		if there, err = file.GetComments(sheet); err != nil {
			return err
		}
		growBoxes(file, sheet, drawingBeside(part), textsWith(there, in.Layout.Returned.Mark))
	}
	for i, at := range slices.SortedFunc(maps.Keys(cells), finding.CompareCells) {
		if i == maxComments {
			break
		}
		if has[at] {
			continue
		}
		if err := file.AddComment(sheet, in.newComment(at, in.commentText(cells[at]))); err != nil {
			return err
		}
	}
	return nil
}

func (in *MarkInput) newComment(at, text string) excelize.Comment {
	width, height, _ := boxOf(text)
	return excelize.Comment{Cell: at, Author: clean(in.Office), Width: uint(width), Height: uint(height),
		Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Family: in.Layout.Fonts.Body, Size: boxSize}}}}
}

func commentString(c excelize.Comment) string {
	text := c.Text
	for _, run := range c.Paragraph {
		text += run.Text
	}
	return text
}

// extend writes our text below an existing comment, in place: deleting and
// adding it again would leave the drawing of the old one behind.
func (in *MarkInput) extend(file *excelize.File, part string, c excelize.Comment, text string) {
	list := file.Comments[part].CommentList.Comment
	own, _, marked := strings.Cut(commentString(c), in.Layout.Returned.Mark)
	own = strings.TrimRight(own, "\n")
	for i := range list {
		if list[i].Ref != c.Cell {
			continue
		}
		t := &list[i].Text
		n := len(t.R)
		if marked && n > 1 && t.R[n-1].T != nil && strings.HasPrefix(strings.TrimLeft(t.R[n-1].T.Val, "\n"), in.Layout.Returned.Mark) {
			n, marked = n-1, false // our run of an earlier return
		}
		if n > 0 && !marked && t.R[n-1].T != nil {
			run := t.R[n-1]
			run.T = cloned(run.T)
			run.T.Val = "\n" + text
			run.T.Space = xml.Attr{Name: xml.Name{Space: excelize.NameSpaceXML, Local: "space"}, Value: "preserve"}
			t.R = append(t.R[:n:n], run)
			return
		}
		whole := strings.TrimPrefix(own+"\n"+text, "\n")
		t.R, t.T = nil, &whole
		return
	}
}

func cloned[T any](p *T) *T {
	c := *p
	return &c
}

var shapeID = regexp.MustCompile(`(<v:shape\s(?:[^>]*\s)?id=)(["'])([^"']*)["']`)

// numberShapes gives the drawings of comments the IDs that Excel gives them.
// LibreOffice writes shape_0, at which excelize refuses to add a comment.
func numberShapes(file *excelize.File) {
	file.Pkg.Range(func(name, content any) bool {
		data, ok := content.([]byte)
		if !ok || !strings.HasSuffix(name.(string), ".vml") {
			return true
		}
		data = usualPrefixes(data)
		n := 1024
		file.Pkg.Store(name, shapeID.ReplaceAllFunc(data, func(m []byte) []byte {
			part := shapeID.FindSubmatch(m)
			if _, err := strconv.Atoi(strings.TrimPrefix(string(part[3]), "_x0000_s")); err == nil {
				return m
			}
			n++
			return fmt.Appendf(nil, "%s%s_x0000_s%d%s", part[1], part[2], n, part[2])
		}))
		return true
	})
}

// vmlPrefixes are those that the library writes drawings with. It keeps what is
// inside a shape as text, in which other prefixes would mean nothing any more.
var vmlPrefixes = map[string]string{"urn:schemas-microsoft-com:vml": "v:", "urn:schemas-microsoft-com:office:office": "o:",
	"urn:schemas-microsoft-com:office:excel": "x:", "": ""}

// usualPrefixes writes a drawing anew with the usual prefixes, when it has others
// (openpyxl writes ns0, ns1 …). One that cannot be read stays as it is.
func usualPrefixes(data []byte) []byte {
	if bytes.Contains(data, []byte("<v:shape")) {
		return data
	}
	var out bytes.Buffer
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	for first := true; ; {
		tok, err := d.Token()
		if err == io.EOF {
			return out.Bytes()
		}
		if err != nil {
			return data
		}
		switch e := tok.(type) {
		case xml.StartElement:
			out.WriteString("<" + vmlPrefixes[e.Name.Space] + e.Name.Local)
			if first {
				for _, ns := range slices.Sorted(maps.Keys(vmlPrefixes)) {
					if prefix := strings.TrimSuffix(vmlPrefixes[ns], ":"); prefix != "" {
						fmt.Fprintf(&out, " xmlns:%s=%q", prefix, ns)
					}
				}
				first = false
			}
			for _, a := range e.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
					continue
				}
				out.WriteString(" " + vmlPrefixes[a.Name.Space] + a.Name.Local + `="`)
				xml.EscapeText(&out, []byte(a.Value))
				out.WriteString(`"`)
			}
			out.WriteString(">")
		case xml.EndElement:
			out.WriteString("</" + vmlPrefixes[e.Name.Space] + e.Name.Local + ">")
		case xml.CharData:
			xml.EscapeText(&out, e)
		}
	}
}
