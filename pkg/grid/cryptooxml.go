package grid

import (
	"bytes"
	"crypto/aes"
	"crypto/sha1"
	"encoding/binary"
)

// readEncryptedPackage reads an OOXML package in an encrypted container
// ([MS-OFFCRYPTO] 2.3.4) whose password is the default one.
func readEncryptedPackage(c *container) *Workbook {
	wb := &Workbook{Format: "xlsx"}
	info, err := c.stream("encryptioninfo")
	if err != nil || len(info) < 8 {
		return wb.blame(encrypted())
	}
	open, err := packageCipher(info, c.budget)
	if err != nil {
		return wb.blame(err)
	}
	data, err := c.stream("encryptedpackage")
	if err == nil {
		data, err = open(data)
	}
	if err != nil {
		return wb.blame(err)
	}
	return readPackage(data, c.budget)
}

// packageCipher gives what decrypts the package, or the refusal: the password is
// another, or the scheme is not known.
func packageCipher(info []byte, b *budget) (open func(data []byte) ([]byte, error), err error) {
	major, minor := u16(info), u16(info[2:])
	switch {
	case major == 4 && minor == 4:
		return agileCipher(info[8:], b)
	case major >= 2 && major <= 4 && minor == 2:
		return standardCipher(info[4:], b)
	}
	return nil, encrypted()
}

// encryptionHeader and encryptionVerifier are [MS-OFFCRYPTO] 2.3.2 and 2.3.3.
type encryptionHeader struct {
	algorithm uint32
	keyBits   int
}

type encryptionVerifier struct {
	salt, verifier, hash []byte
}

const (
	algRC4    = 0x6801
	algAES128 = 0x660E
	algAES192 = 0x660F
	algAES256 = 0x6610
)

// parseEncryptionInfo reads what follows the version: flags, the length of the
// header, the header, the verifier.
func parseEncryptionInfo(b []byte) (h encryptionHeader, v encryptionVerifier, ok bool) {
	if len(b) < 8 {
		return h, v, false
	}
	n := int64(u32(b[4:]))
	if n < 32 || 8+n+40 > int64(len(b)) {
		return h, v, false
	}
	head, tail := b[8:8+n], b[8+n:]
	h = encryptionHeader{u32(head[8:]), int(u32(head[16:]))}
	if u32(tail) != 16 {
		return h, v, false
	}
	return h, encryptionVerifier{salt: tail[4:20], verifier: tail[20:36], hash: tail[40:]}, true
}

// standardSpins is how often the password is hashed ([MS-OFFCRYPTO] 2.3.4.7).
const standardSpins = 50000

// standardCipher is standard encryption: AES in ECB mode ([MS-OFFCRYPTO] 2.3.4.5
// to 2.3.4.9).
func standardCipher(info []byte, b *budget) (func([]byte) ([]byte, error), error) {
	h, v, ok := parseEncryptionInfo(info)
	if !ok || len(v.hash) < 32 || h.algorithm != algAES128 && h.algorithm != algAES192 && h.algorithm != algAES256 {
		return nil, encrypted()
	}
	key, err := standardKey(v.salt, h.keyBits/8, b)
	if err != nil {
		return nil, err
	}
	if key == nil || !bytes.Equal(sha1Sum(decryptECB(key, v.verifier)), decryptECB(key, v.hash[:32])[:sha1.Size]) {
		return nil, encrypted()
	}
	return func(data []byte) ([]byte, error) {
		if len(data) < 8 {
			return nil, corrupt("加密的内容残缺")
		}
		whole := (len(data) - 8) / aes.BlockSize * aes.BlockSize
		return cutToSize(decryptECB(key, data[8:8+whole]), binary.LittleEndian.Uint64(data))
	}, nil
}

// cutToSize takes off the padding of a decrypted package, whose size is stored.
func cutToSize(plain []byte, size uint64) ([]byte, error) {
	if size > uint64(len(plain)) {
		return nil, corrupt("加密的内容残缺：应有 %d 字节，只有 %d 字节", size, len(plain))
	}
	return plain[:size], nil
}

func standardKey(salt []byte, size int, b *budget) ([]byte, error) {
	if size != 16 && size != 24 && size != 32 {
		return nil, nil
	}
	h, err := spinHash(sha1Sum, append(bytes.Clone(salt), utf16LE(defaultPassword)...), standardSpins, b)
	if err != nil {
		return nil, err
	}
	h = sha1Sum(withBlock(h, 0))
	inner, outer := bytes.Repeat([]byte{0x36}, 64), bytes.Repeat([]byte{0x5C}, 64)
	for i, c := range h {
		inner[i] ^= c
		outer[i] ^= c
	}
	return append(sha1Sum(inner), sha1Sum(outer)...)[:size], nil
}

// spinHash hashes, and then the hash again and again behind a counter.
func spinHash(sum func([]byte) []byte, first []byte, spins int, b *budget) ([]byte, error) {
	h := sum(first)
	buf := make([]byte, 4+len(h))
	for i := range spins {
		if err := b.step(); err != nil {
			return nil, err
		}
		binary.LittleEndian.PutUint32(buf, uint32(i))
		copy(buf[4:], h)
		h = sum(buf)
	}
	return h, nil
}

// decryptECB decrypts whole blocks, each by itself.
func decryptECB(key, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	for i := 0; i+aes.BlockSize <= len(data); i += aes.BlockSize {
		block.Decrypt(out[i:], data[i:])
	}
	return out
}
