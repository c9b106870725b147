package grid

import (
	"slices"
	"strings"
)

// arena gives strings that share large blocks of memory, so that a cell's text
// costs no allocation of its own. The zero value is ready; nil gives strings
// that stand alone.
type arena struct {
	block strings.Builder
	size  int // of the next block
}

const (
	smallestBlock = 2 << 10
	largestBlock  = 256 << 10
)

// string gives the bytes as a string.
func (a *arena) string(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if a == nil {
		return string(b)
	}
	if a.block.Cap()-a.block.Len() < len(b) {
		if len(b) > largestBlock/8 {
			return string(b)
		}
		a.next(len(b))
	}
	start := a.block.Len()
	a.block.Write(b)
	return a.block.String()[start:]
}

// next begins a block; the strings of the old one keep it alive.
func (a *arena) next(least int) {
	a.size = min(max(2*a.size, smallestBlock), largestBlock)
	a.block = strings.Builder{}
	a.block.Grow(max(a.size, least))
}

// grown makes room for another element in a list that a part fills evenly: for
// as many as the part will give if it goes on like this, and a few more.
func grown[T any](list []T, s *scanner) []T {
	n := len(list)
	if n < cap(list) {
		return list
	}
	read, size := s.progress()
	switch {
	case n == 0: // an element takes some fifty bytes
		return slices.Grow(list, int(min(size/48, 1000))+8)
	case read == 0 || size <= read:
		return slices.Grow(list, n)
	}
	more := int(float64(n)/float64(read)*float64(size-read)*1.02) + 16
	return slices.Grow(list, min(more, 31*n))
}
