package grid

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
)

// WriteJSON writes the workbook as zwgk cells prints it, indented by two
// spaces, a cell at a time: json.Marshal would hold a large sheet several times
// over.
func (w *Workbook) WriteJSON(out io.Writer) error {
	b := &jsonWriter{w: bufio.NewWriterSize(out, 64<<10)}
	b.open("{")
	b.value("format", w.Format)
	list(b, "sheets", w.Sheets, b.sheet)
	b.value("properties", w.Properties)
	b.value("error", w.Err)
	b.close("}")
	b.w.WriteByte('\n')
	if b.err != nil {
		return b.err
	}
	return b.w.Flush()
}

// jsonWriter writes indented JSON piece by piece; every open object or list
// knows whether something stands in it.
type jsonWriter struct {
	w     *bufio.Writer
	depth int
	some  []bool
	err   error
}

// list writes the elements one by one.
func list[T any](b *jsonWriter, name string, items []T, write func(T)) {
	b.name(name)
	b.open("[")
	for _, item := range items {
		b.item()
		write(item)
	}
	b.close("]")
}

func (b *jsonWriter) sheet(s *Sheet) {
	b.open("{")
	b.value("name", s.Name)
	b.value("visible", s.Visible)
	list(b, "merged", s.Merged, func(r Range) { b.encode(r) })
	list(b, "cells", s.Cells, func(c Cell) { b.encode(c) })
	b.close("}")
}

func (b *jsonWriter) open(bracket string) {
	b.w.WriteString(bracket)
	b.depth++
	b.some = append(b.some, false)
}

func (b *jsonWriter) close(bracket string) {
	last := len(b.some) - 1
	b.depth--
	if b.some[last] {
		b.newLine()
	}
	b.some = b.some[:last]
	b.w.WriteString(bracket)
}

// item begins another element.
func (b *jsonWriter) item() {
	last := len(b.some) - 1
	if b.some[last] {
		b.w.WriteByte(',')
	}
	b.some[last] = true
	b.newLine()
}

func (b *jsonWriter) newLine() {
	b.w.WriteByte('\n')
	b.w.WriteString(strings.Repeat("  ", b.depth))
}

func (b *jsonWriter) name(name string) {
	b.item()
	b.w.WriteString(`"` + name + `": `)
}

func (b *jsonWriter) value(name string, v any) {
	b.name(name)
	b.encode(v)
}

func (b *jsonWriter) encode(v any) {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent(strings.Repeat("  ", b.depth), "  ")
	if err := e.Encode(v); err != nil && b.err == nil {
		b.err = err
	}
	b.w.WriteString(strings.TrimSuffix(text.String(), "\n"))
}
