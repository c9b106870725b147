package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// parts is a zip writer that puts the parts of a workbook into a fixed order:
// excelize writes streamed sheets, and the list of content types, in the order of a map.
type parts struct {
	out  io.Writer
	list []*part
	kept kept
}

type part struct {
	name string
	bytes.Buffer
}

func orderedZip(w io.Writer) excelize.ZipWriter { return &parts{out: w} }

func (p *parts) Create(name string) (io.Writer, error) {
	e := &part{name: name}
	p.list = append(p.list, e)
	return e, nil
}

func (p *parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

const contentTypes = "[Content_Types].xml"

func (p *parts) Close() error {
	p.kept.settle(p.list)
	slices.SortStableFunc(p.list, func(a, b *part) int {
		switch {
		case a.name == contentTypes:
			return -1
		case b.name == contentTypes:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	z := zip.NewWriter(p.out)
	for _, e := range p.list {
		w, err := z.Create(e.name)
		if err != nil {
			return err
		}
		data := e.Bytes()
		if e.name == contentTypes {
			data = sortedTypes(data)
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}

var contentType = regexp.MustCompile(`<(Default|Override) [^>]*?(/>|></(Default|Override)>)`)

// sortedTypes puts the entries of the list into the order of their text; their order means nothing.
func sortedTypes(data []byte) []byte {
	entries := contentType.FindAllString(string(data), -1)
	if len(entries) == 0 {
		return data
	}
	slices.Sort(entries)
	first := contentType.FindIndex(data)[0]
	rest := contentType.ReplaceAllString(string(data[first:]), "")
	return []byte(string(data[:first]) + strings.Join(slices.Compact(entries), "") + rest)
}
