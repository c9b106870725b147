package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds of a workbook that excelize may open. It keeps the whole file in memory
// and fills every row up to its last column, every sheet up to its last row, so
// that a file of 17 kB can take gigabytes.
const (
	maxInflated = 64 << 20
	maxFilled   = 1 << 20 // cells and rows after filling
)

// costly tells whether opening the workbook would cost too much, or the cost
// cannot be told.
func costly(data []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return true
	}
	inflated, filled := int64(0), 0
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return true
		}
		part, err := io.ReadAll(io.LimitReader(r, maxInflated+1))
		r.Close()
		if inflated += int64(len(part)); err != nil || inflated > maxInflated {
			return true
		}
		if !bytes.Contains(part, []byte("sheetData")) {
			continue
		}
		n, ok := filledCells(part)
		if filled += n; !ok || filled > maxFilled {
			return true
		}
	}
	return false
}

// filledCells counts the cells that a sheet has once its rows are filled up.
func filledCells(part []byte) (n int, ok bool) {
	d := xml.NewDecoder(bytes.NewReader(part))
	lastRow, lastCol := 0, 0
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return n + lastCol + lastRow, true
		}
		if err != nil {
			return 0, false
		}
		e, isStart := t.(xml.StartElement)
		if !isStart || e.Name.Local != "row" && e.Name.Local != "c" {
			continue
		}
		at := attribute(e, "r")
		if e.Name.Local == "row" {
			n, lastCol = n+lastCol, 0
			number, _ := strconv.Atoi(at)
			lastRow = max(lastRow, number)
			continue
		}
		col, line, err := excelize.CellNameToCoordinates(strings.TrimSpace(at))
		if err != nil {
			col, line = lastCol+1, lastRow
		}
		lastCol, lastRow = max(lastCol, col), max(lastRow, line)
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
