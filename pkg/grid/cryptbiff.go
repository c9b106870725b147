package grid

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"math/bits"
)

// defaultPassword is what Excel encrypts with when a workbook is protected but has
// no password to open it; every program tries it first.
const defaultPassword = "VelvetSweatshop"

func encrypted() error {
	return &Error{Kind: Encrypted, Message: "文件设有打开密码。请取消密码后再报。"}
}

// decrypt replaces the stream by its plain text, when FILEPASS ([MS-XLS] 2.4.117)
// names a scheme whose password is the default one.
func (b *biffBook) decrypt(pass biffRecord) error {
	body := pass.body
	if b.plain || len(body) < 2 { // there is one such record
		return encrypted()
	}
	b.plain = true
	if b.version == 8 {
		body = body[2:]
	}
	if b.version == 5 || u16(pass.body) == 0 {
		if len(body) < 4 || u16(body) != xorKey(defaultPassword) || u16(body[2:]) != xorVerifier(defaultPassword) {
			return encrypted()
		}
		return b.decryptBodies(pass, xorCipher(defaultPassword))
	}
	if len(body) < 4 {
		return encrypted()
	}
	var key func(block uint32) []byte
	switch {
	case u16(body) == 1 && len(body) >= 52:
		key = rc4Key(defaultPassword, body[4:20])
		if !rc4Verified(key(0), body[20:36], body[36:52], md5Sum) {
			return encrypted()
		}
	case u16(body) >= 2 && u16(body) <= 4 && u16(body[2:]) == 2:
		if key = cryptoAPIKey(body[4:]); key == nil {
			return encrypted()
		}
	default:
		return encrypted()
	}
	return b.decryptBodies(pass, rc4Cipher(b.data, key))
}

func md5Sum(b []byte) []byte  { s := md5.Sum(b); return s[:] }
func sha1Sum(b []byte) []byte { s := sha1.Sum(b); return s[:] }

// plainRecords are never encrypted ([MS-XLS] 2.2.10): BOF, FILEPASS, USREXCL,
// FILELOCK, INTERFACEHDR, RRDINFO and RRDHEAD.
var plainRecords = map[uint16]bool{recBOF: true, recFilePass: true, 0x0194: true, 0x0195: true, 0x00E1: true, 0x0196: true, 0x0138: true}

// decryptBodies makes the bodies of all records from FILEPASS on plain. open
// decrypts a body, or the end of one, that stands at a place of the stream; size
// is that of the whole body.
func (b *biffBook) decryptBodies(pass biffRecord, open func(body []byte, at, size int)) error {
	out := bytes.Clone(b.data)
	s := biffStream{data: out, pos: pass.at}
	for {
		r, ok := s.next()
		if !ok { // a record that is cut stays as it is: it is not read
			break
		}
		if err := b.step(); err != nil {
			return err
		}
		if plainRecords[r.id] {
			continue
		}
		skip := 0
		if r.id == recBoundSheet {
			skip = min(4, len(r.body)) // the position of the sheet stays plain
		}
		open(r.body[skip:], r.at+4+skip, len(r.body))
	}
	b.data = out
	return nil
}

// xorCipher is XOR obfuscation, method 1 ([MS-OFFCRYPTO] 2.3.7.3): the place in the
// array follows from the place in the stream and the length of the record.
func xorCipher(password string) func(body []byte, at, size int) {
	array := xorArray(password)
	return func(body []byte, at, size int) {
		for i := range body {
			body[i] = bits.RotateLeft8(body[i]^array[(at+i+size)%16], 3)
		}
	}
}

// crcStep is one step of the shift register that the tables of
// [MS-OFFCRYPTO] 2.3.7.2 are made with.
func crcStep(v uint16) uint16 {
	if v&0x8000 != 0 {
		return v<<1 ^ 0x1021
	}
	return v << 1
}

// xorKey is the key of a password of one-byte characters, up to 15 of them
// ([MS-OFFCRYPTO] 2.3.7.2, CreateXorKey_Method1).
func xorKey(password string) uint16 {
	key, base, end := uint16(0), uint16(0x1021), uint16(0xFFFF)
	for i := len(password) - 1; i >= 0; i-- {
		for bit := range 8 {
			if bit < 7 && password[i]>>bit&1 != 0 {
				key ^= base
			}
			base, end = crcStep(base), crcStep(end)
		}
	}
	return key ^ end
}

// xorVerifier is the hash that tells whether a password is right
// ([MS-OFFCRYPTO] 2.3.7.1).
func xorVerifier(password string) uint16 {
	v := uint16(0)
	for i := len(password) - 1; i >= -1; i-- {
		v = v>>14&1 | v<<1&0x7FFF
		if i >= 0 {
			v ^= uint16(password[i])
		} else {
			v ^= uint16(len(password))
		}
	}
	return v ^ 0xCE4B
}

// xorArray is the obfuscation array ([MS-OFFCRYPTO] 2.3.7.2, CreateXorArray_Method1).
func xorArray(password string) (array [16]byte) {
	pad := []byte{0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00, 0x00}
	key := xorKey(password)
	copy(array[copy(array[:], password):], pad)
	for i := range array {
		half := byte(key)
		if i%2 == 1 {
			half = byte(key >> 8)
		}
		array[i] = bits.RotateLeft8(array[i]^half, -1)
	}
	return array
}

// rc4Block is how many bytes of the stream one key serves ([MS-XLS] 2.2.10).
const rc4Block = 1024

// rc4Cipher decrypts by the place in the stream: heads of records count for the
// key stream, though they are plain.
func rc4Cipher(stream []byte, key func(block uint32) []byte) func(body []byte, at, size int) {
	pad := make([]byte, len(stream))
	for i := 0; i < len(pad); i += rc4Block {
		c, err := rc4.NewCipher(key(uint32(i / rc4Block)))
		if err != nil {
			break
		}
		piece := pad[i:min(i+rc4Block, len(pad))]
		c.XORKeyStream(piece, piece)
	}
	return func(body []byte, at, _ int) {
		for i := range body {
			body[i] ^= pad[at+i]
		}
	}
}

// rc4Key makes the keys of RC4 encryption ([MS-OFFCRYPTO] 2.3.6.2).
func rc4Key(password string, salt []byte) func(block uint32) []byte {
	h := md5Sum(utf16LE(password))[:5]
	once := append(bytes.Clone(h), salt...)
	h = md5Sum(bytes.Repeat(once, 16))[:5]
	return func(block uint32) []byte { return md5Sum(withBlock(h, block)) }
}

func withBlock(h []byte, block uint32) []byte {
	return append(bytes.Clone(h), byte(block), byte(block>>8), byte(block>>16), byte(block>>24))
}

// rc4Verified tells whether the key is right: the verifier and its hash, decrypted
// in one go, belong together ([MS-OFFCRYPTO] 2.3.6.4, 2.3.5.6).
func rc4Verified(key, verifier, hash []byte, sum func([]byte) []byte) bool {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return false
	}
	plain := make([]byte, len(verifier)+len(hash))
	c.XORKeyStream(plain, append(bytes.Clone(verifier), hash...))
	return bytes.Equal(sum(plain[:len(verifier)]), plain[len(verifier):])
}

// cryptoAPIKey makes the keys of RC4 CryptoAPI encryption ([MS-OFFCRYPTO] 2.3.5.2)
// from what follows the version; nil when the password is another.
func cryptoAPIKey(info []byte) func(block uint32) []byte {
	h, v, ok := parseEncryptionInfo(info)
	if !ok || h.algorithm != algRC4 && h.algorithm != 0 || len(v.hash) < sha1.Size {
		return nil
	}
	size := h.keyBits / 8
	if size == 0 {
		size = 5
	}
	if size < 5 || size > 16 {
		return nil
	}
	base := sha1Sum(append(bytes.Clone(v.salt), utf16LE(defaultPassword)...))
	key := func(block uint32) []byte {
		k := sha1Sum(withBlock(base, block))[:size]
		if size == 5 { // 40 bits are filled up with zeros
			k = append(bytes.Clone(k), make([]byte, 11)...)
		}
		return k
	}
	if !rc4Verified(key(0), v.verifier, v.hash[:sha1.Size], sha1Sum) {
		return nil
	}
	return key
}

func utf16LE(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}
