package grid

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
)

// isMHTML recognises a web page in a single file (RFC 2557): the headers of a
// mail with the parts of the page.
func isMHTML(head []byte) bool {
	top := bytes.ToLower(head[:min(len(head), 1024)])
	return (bytes.HasPrefix(top, []byte("mime-version:")) || bytes.HasPrefix(top, []byte("content-type:")) || bytes.HasPrefix(top, []byte("from:"))) &&
		(bytes.Contains(top, []byte("multipart/related")) || bytes.Contains(top, []byte("text/html")))
}

// readMHTML reads the pages of an archive one after the other: the first names
// the sheets, the others hold one each.
func readMHTML(data []byte, b *budget) *Workbook {
	wb := &Workbook{Format: "mht"}
	m := &mhtml{htmlReader: newHTMLReader(wb, b)}
	err := m.message(data)
	m.nameSheets()
	if err == nil && len(wb.Sheets) == 0 {
		return noTable("", wb)
	}
	return wb.blame(err)
}

var errCutArchive = corrupt("单个文件网页在中途断开，后面的内容没有了")

type mhtml struct {
	*htmlReader
	pages [][]byte
}

// message splits the file; style sheets are read before the pages.
func (m *mhtml) message(data []byte) error {
	in := bufio.NewReader(bytes.NewReader(bytes.TrimLeft(data, " \t\r\n\ufeff")))
	header, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		return corrupt("单个文件网页的开头不完整")
	}
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err == nil && strings.HasPrefix(kind, "multipart/") {
		err = m.parts(multipart.NewReader(in, params["boundary"]))
		if err == nil && !bytes.Contains(data, []byte("--"+params["boundary"]+"--")) {
			err = errCutArchive
		}
	} else {
		err = m.part(header, in)
	}
	for _, page := range m.pages {
		if more := m.page(page); err == nil {
			err = more
		}
	}
	return err
}

func (m *mhtml) parts(r *multipart.Reader) error {
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = m.part(p.Header, p)
		}
		var d *Error
		switch {
		case errors.As(err, &d):
			return err
		case err != nil:
			return errCutArchive
		}
		if err := m.step(); err != nil {
			return err
		}
	}
}

// part keeps a page and reads a style sheet; pictures and the rest are passed.
func (m *mhtml) part(header textproto.MIMEHeader, body io.Reader) error {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || kind != "text/html" && kind != "text/css" && kind != "application/xhtml+xml" {
		_, err := io.Copy(io.Discard, body)
		return err
	}
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	content, err := io.ReadAll(io.LimitReader(body, m.lim.Inflated+1))
	if int64(len(content)) > m.lim.Inflated {
		return tooLarge("inflated", "网页超过 %d MB 的限制", m.lim.Inflated>>20)
	}
	if kind == "text/css" {
		m.formats.read(string(content))
	} else {
		m.pages = append(m.pages, content)
	}
	return err
}

func (m *mhtml) page(data []byte) error {
	d := decodeMarkup(data)
	m.wb.Encoding = d.encoding
	err := m.read(d.text)
	if err == nil && d.damaged() {
		err = d.loss()
	}
	return err
}
