package typeset

import (
	"encoding/binary"
	"math"
)

// srgb is an ICC profile (version 2.1, ICC.1:2001-04) of the colour space
// sRGB (IEC 61966-2-1), which an archivable file must name. Its numbers are the
// standard's, adapted to the white of the profile connection space, D50.
func srgb() []byte {
	curve := toneCurve()
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", descriptionTag("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright, use freely\x00"...)},
		{"wtpt", xyzTag(0.9505, 1, 1.0891)},
		{"rXYZ", xyzTag(0.4360747, 0.2225045, 0.0139322)},
		{"gXYZ", xyzTag(0.3850649, 0.7168786, 0.0971045)},
		{"bXYZ", xyzTag(0.1430804, 0.0606169, 0.7141733)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	at := 128 + 4 + 12*len(tags)
	curveAt := 0
	for _, t := range tags {
		place := at + len(data)
		if t.name[1:] == "TRC" && curveAt > 0 {
			place = curveAt // the three curves are one
		} else {
			if t.name == "rTRC" {
				curveAt = place
			}
			data = append(data, t.data...)
			for len(data)%4 != 0 {
				data = append(data, 0)
			}
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(place))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
	}
	out := append(profileHeader(at+len(data)), table...)
	return append(out, data...)
}

// profileHeader is the header: a display profile, RGB to XYZ, white D50.
func profileHeader(size int) []byte {
	h := make([]byte, 128)
	binary.BigEndian.PutUint32(h, uint32(size))
	binary.BigEndian.PutUint32(h[8:], 0x02100000)
	copy(h[12:], "mntrRGB XYZ ")
	copy(h[24:], words(nil, 1998, 12, 1, 0, 0, 0)) // the day of the sRGB standard's draft
	copy(h[36:], "acsp")
	copy(h[68:], xyzTag(0.9642, 1, 0.8249)[8:])
	return h
}

// xyzTag is a colour as three numbers of 16.16 bits.
func xyzTag(x, y, z float64) []byte {
	out := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		out = binary.BigEndian.AppendUint32(out, uint32(math.Round(v*65536)))
	}
	return out
}

// descriptionTag is a name in ASCII, with empty Unicode and Macintosh forms.
func descriptionTag(s string) []byte {
	out := []byte("desc\x00\x00\x00\x00")
	out = binary.BigEndian.AppendUint32(out, uint32(len(s)+1))
	out = append(out, s...)
	return append(out, make([]byte, 1+4+4+2+1+67)...)
}

// toneCurve is the curve of IEC 61966-2-1 at 1024 points.
func toneCurve() []byte {
	const n = 1024
	out := []byte("curv\x00\x00\x00\x00")
	out = binary.BigEndian.AppendUint32(out, n)
	for i := range n {
		v := float64(i) / (n - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(v*65535)))
	}
	return out
}
