package grid

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// stream is a stream of a compound file made in a test.
type stream struct {
	name string
	data []byte
}

const (
	freeSector = 0xFFFFFFFF
	chainEnd   = 0xFFFFFFFE
	fatSector  = 0xFFFFFFFD
	noEntry    = 0xFFFFFFFF
)

// compound lays out a compound file ([MS-CFB]): streams, mini stream, mini FAT,
// directory, FAT. All of it stands in the sectors behind the header.
type compound struct {
	sector  int // bytes of a sector
	sectors []byte
	fat     []uint32
	mini    []byte
	miniFAT []uint32
}

// compoundOf makes a compound file of streams at the top level. Large files have
// sectors of 4096 bytes, so that the header holds all places of the FAT.
func compoundOf(t testing.TB, streams ...stream) []byte {
	t.Helper()
	total := 0
	for _, s := range streams {
		total += len(s.data)
	}
	c := &compound{sector: 512}
	if total > 6<<20 {
		c.sector = 4096
	}
	return c.file(streams)
}

// add puts bytes into sectors of a chain and gives the first sector.
func (c *compound) add(data []byte) uint32 {
	return chainInto(&c.sectors, &c.fat, data, c.sector)
}

func chainInto(store *[]byte, fat *[]uint32, data []byte, size int) uint32 {
	if len(data) == 0 {
		return chainEnd
	}
	first := len(*fat)
	for i := 0; i < len(data); i += size {
		*fat = append(*fat, uint32(len(*fat)+1))
		piece := make([]byte, size)
		copy(piece, data[i:])
		*store = append(*store, piece...)
	}
	(*fat)[len(*fat)-1] = chainEnd
	return uint32(first)
}

func (c *compound) file(streams []stream) []byte {
	slices.SortFunc(streams, func(a, b stream) int {
		if len(a.name) != len(b.name) {
			return len(a.name) - len(b.name)
		}
		return strings.Compare(strings.ToUpper(a.name), strings.ToUpper(b.name))
	})
	entries := make([][]byte, 0, len(streams)+1)
	for i, s := range streams {
		right := uint32(noEntry)
		if i < len(streams)-1 {
			right = uint32(i + 2)
		}
		first := uint32(0)
		if len(s.data) >= 4096 {
			first = c.add(s.data)
		} else {
			first = chainInto(&c.mini, &c.miniFAT, s.data, 64)
		}
		entries = append(entries, dirEntry(s.name, 2, right, noEntry, first, len(s.data)))
	}
	miniFirst := c.add(c.mini)
	miniTable := c.add(words(c.miniFAT))
	root := dirEntry("Root Entry", 5, noEntry, 1, miniFirst, len(c.mini))
	directory := append(root, bytes.Join(entries, nil)...)
	for len(directory)%c.sector != 0 {
		directory = append(directory, dirEntry("", 0, noEntry, noEntry, 0, 0)...)
	}
	dirFirst := c.add(directory)
	return c.finish(dirFirst, miniTable)
}

// finish appends the FAT, which names its own sectors too, and the header.
func (c *compound) finish(dirFirst, miniTable uint32) []byte {
	perSector := c.sector / 4
	n := 0
	for n*perSector < len(c.fat)+n {
		n++
	}
	fatFirst := len(c.fat)
	for range n {
		c.fat = append(c.fat, fatSector)
	}
	for len(c.fat)%perSector != 0 {
		c.fat = append(c.fat, freeSector)
	}
	c.sectors = append(c.sectors, words(c.fat)...)
	head := make([]byte, c.sector)
	copy(head, oleMagic)
	put := binary.LittleEndian
	put.PutUint16(head[24:], 0x3E)
	put.PutUint16(head[26:], 3)
	put.PutUint16(head[28:], 0xFFFE)
	put.PutUint16(head[30:], 9)
	if c.sector == 4096 {
		put.PutUint16(head[26:], 4)
		put.PutUint16(head[30:], 12)
	}
	put.PutUint16(head[32:], 6)
	put.PutUint32(head[44:], uint32(n))
	put.PutUint32(head[48:], dirFirst)
	put.PutUint32(head[56:], 4096)
	put.PutUint32(head[60:], miniTable)
	if miniTable != chainEnd {
		put.PutUint32(head[64:], uint32((len(c.miniFAT)*4+c.sector-1)/c.sector))
	}
	put.PutUint32(head[68:], chainEnd)
	for i := range 109 {
		at := uint32(freeSector)
		if i < n {
			at = uint32(fatFirst + i)
		}
		put.PutUint32(head[76+4*i:], at)
	}
	return append(head, c.sectors...)
}

func words(list []uint32) []byte {
	var out []byte
	for _, v := range list {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return out
}

func dirEntry(name string, kind byte, right, child, first uint32, size int) []byte {
	e := make([]byte, 128)
	put := binary.LittleEndian
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		put.PutUint16(e[2*i:], u)
	}
	if name != "" {
		put.PutUint16(e[64:], uint16(2*len(units)+2))
	}
	e[66], e[67] = kind, 1
	put.PutUint32(e[68:], noEntry)
	put.PutUint32(e[72:], right)
	put.PutUint32(e[76:], child)
	put.PutUint32(e[116:], first)
	put.PutUint32(e[120:], uint32(size))
	return e
}
