package typeset

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"time"

	"zwgk/pkg/document"
	"zwgk/pkg/value"
)

// producer names the program in the file.
const producer = "zwgk"

// description is what the file says about the document.
type description struct {
	title, author, language string
	date                    time.Time
	dated                   bool
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// describe takes the date from the document, never from the clock: an undated
// document has an undated file.
func describe(doc *document.Document) description {
	d := description{title: oneLine(doc.Title), author: oneLine(doc.From), language: doc.Language}
	if !languageTag.MatchString(d.language) {
		d.language = "zh-CN"
	}
	d.date, d.dated = dayOf(doc.Date)
	return d
}

// dayOf reads a date in the ways that value.ParseDate knows; a month alone is no day.
func dayOf(s string) (time.Time, bool) {
	d, ok := value.ParseDate(oneLine(s), 0)
	if !ok || !d.Possible() || d.Day == 0 {
		return time.Time{}, false
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC), true
}

// info is the old information dictionary; it says the same as the XMP packet.
func (d description) info() []byte {
	out := []byte("<<")
	if d.title != "" {
		out = fmt.Appendf(out, "/Title %s ", textString(d.title))
	}
	if d.author != "" {
		out = fmt.Appendf(out, "/Author %s ", textString(d.author))
	}
	if d.dated {
		day := d.date.Format("20060102150405")
		out = fmt.Appendf(out, "/CreationDate (D:%sZ) /ModDate (D:%sZ) ", day, day)
	}
	return fmt.Appendf(out, "/Producer (%s)>>", producer)
}

func (d description) xmp() []byte {
	var b bytes.Buffer
	part := func(prefix, space string, lines ...string) {
		fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:%s="%s">`, prefix, space)
		for _, l := range lines {
			b.WriteString(l)
		}
		b.WriteString("</rdf:Description>\n")
	}
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
	part("pdfaid", "http://www.aiim.org/pdfa/ns/id/", "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>")
	core := []string{"<dc:format>application/pdf</dc:format>"}
	if d.title != "" {
		core = append(core, `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, escaped(d.title), `</rdf:li></rdf:Alt></dc:title>`)
	}
	if d.author != "" {
		core = append(core, `<dc:creator><rdf:Seq><rdf:li>`, escaped(d.author), `</rdf:li></rdf:Seq></dc:creator>`)
	}
	part("dc", "http://purl.org/dc/elements/1.1/", core...)
	if d.dated {
		day := d.date.Format("2006-01-02T15:04:05Z07:00")
		part("xmp", "http://ns.adobe.com/xap/1.0/", "<xmp:CreateDate>", day, "</xmp:CreateDate><xmp:ModifyDate>", day, "</xmp:ModifyDate>")
	}
	part("pdf", "http://ns.adobe.com/pdf/1.3/", "<pdf:Producer>", producer, "</pdf:Producer>")
	b.WriteString("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return b.Bytes()
}

func escaped(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes everything
	return b.String()
}
