package typeset

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strconv"
)

// file is a PDF file taken apart: the bodies of its objects by number.
type file struct {
	objects    [][]byte
	root, info int
}

var errPlain = errors.New("drawn pdf is not as expected")

var (
	startxref = regexp.MustCompile(`startxref\s+(\d+)`)
	rootRef   = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoRef   = regexp.MustCompile(`/Info (\d+) 0 R`)
)

// readFile takes apart what gofpdf wrote: one cross-reference table, entries
// of 20 bytes, objects one after the other.
func readFile(data []byte) (*file, error) {
	at := numberIn(startxref, data[max(0, len(data)-64):])
	if at <= 0 || at >= len(data) {
		return nil, errPlain
	}
	places, err := readPlaces(data[at:])
	if err != nil {
		return nil, err
	}
	trailer := data[at+bytes.LastIndex(data[at:], []byte("trailer")):]
	f := &file{objects: make([][]byte, len(places)), root: numberIn(rootRef, trailer), info: numberIn(infoRef, trailer)}
	if f.root <= 0 || f.root >= len(places) || f.info <= 0 || f.info >= len(places) {
		return nil, errPlain
	}
	ends := append(slices.Sorted(slices.Values(places)), at)
	for i := 1; i < len(places); i++ {
		next, _ := slices.BinarySearch(ends, places[i]+1)
		body := data[places[i]:ends[next]]
		from, to := bytes.Index(body, []byte("obj")), bytes.LastIndex(body, []byte("endobj"))
		if from < 0 || to < from {
			return nil, errPlain
		}
		f.objects[i] = bytes.TrimSpace(body[from+3 : to])
	}
	return f, nil
}

// readPlaces reads a cross-reference table: where each object stands.
func readPlaces(table []byte) ([]int, error) {
	from := bytes.Index(table, []byte("0000000000 65535 f"))
	end := bytes.Index(table, []byte("trailer"))
	if from < 0 || end < from {
		return nil, errPlain
	}
	var out []int
	for at := from; at+20 <= end; at += 20 {
		n, err := strconv.Atoi(string(table[at : at+10]))
		if err != nil {
			return nil, errPlain
		}
		out = append(out, n)
	}
	if len(out) < 2 {
		return nil, errPlain
	}
	return out, nil
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func numberIn(re *regexp.Regexp, b []byte) int {
	m := re.FindSubmatch(b)
	if m == nil {
		return 0
	}
	return number(string(m[1]))
}

// add puts an object into the file and gives its number.
func (f *file) add(body []byte) int {
	f.objects = append(f.objects, body)
	return len(f.objects) - 1
}
