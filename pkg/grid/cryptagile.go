package grid

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"hash"
)

// agileKeys is an element of the description of agile encryption, keyData or
// encryptedKey ([MS-OFFCRYPTO] 2.3.4.10).
type agileKeys struct {
	salt                                 []byte
	blockSize, keySize, hashSize, spins  int
	hash                                 func() hash.Hash
	known                                bool // AES in CBC mode, with a hash that is known
	verifier, verifierHash, encryptedKey []byte
}

type agileInfo struct {
	data, password    agileKeys
	hmacKey, hmacHash []byte
}

// The block keys of [MS-OFFCRYPTO] 2.3.4.13 and 2.3.4.14.
var (
	blockVerifier     = []byte{0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79}
	blockVerifierHash = []byte{0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E}
	blockKey          = []byte{0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6}
	blockHmacKey      = []byte{0x5F, 0xB2, 0xAD, 0x01, 0x0C, 0xB9, 0xE1, 0xF6}
	blockHmacHash     = []byte{0xA0, 0x67, 0x7F, 0x02, 0xB2, 0x2C, 0x84, 0x33}
)

// maxSpins bounds the hashing of the password ([MS-OFFCRYPTO] 2.3.4.10, spinCount).
const maxSpins = 10_000_000

var agileHashes = map[string]func() hash.Hash{
	"MD5": md5.New, "SHA1": sha1.New, "SHA-1": sha1.New, "SHA256": sha256.New, "SHA384": sha512.New384, "SHA512": sha512.New}

// agileCipher is agile encryption with a password, described in XML.
func agileCipher(xml []byte, b *budget) (func([]byte) ([]byte, error), error) {
	info := parseAgile(xml)
	p := &info.password
	if !info.data.known || !p.known || p.spins < 0 || p.spins > maxSpins {
		return nil, encrypted()
	}
	base, err := spinHash(p.sum, append(bytes.Clone(p.salt), utf16LE(defaultPassword)...), p.spins, b)
	if err != nil {
		return nil, err
	}
	verifier := p.open(base, blockVerifier, p.verifier)
	stored := p.open(base, blockVerifierHash, p.verifierHash)
	if len(verifier) < 16 || len(stored) < p.hashSize || !bytes.Equal(p.sum(verifier[:16]), stored[:p.hashSize]) {
		return nil, encrypted()
	}
	key := p.open(base, blockKey, p.encryptedKey)
	if len(key) < info.data.keySize {
		return nil, encrypted()
	}
	key = key[:info.data.keySize]
	return func(data []byte) ([]byte, error) { return info.open(key, data) }, nil
}

func (k *agileKeys) sum(b []byte) []byte {
	h := k.hash()
	h.Write(b)
	return h.Sum(nil)
}

// open decrypts a value of the password's element: its key is the hash of the
// password and a block key, its vector the salt.
func (k *agileKeys) open(base, block, data []byte) []byte {
	key := resized(k.sum(append(bytes.Clone(base), block...)), k.keySize)
	return decryptCBC(key, resized(k.salt, k.blockSize), data)
}

// resized cuts a hash to a length, or fills it up with 0x36 ([MS-OFFCRYPTO] 2.3.4.11).
func resized(b []byte, n int) []byte {
	for len(b) < n {
		b = append(bytes.Clone(b), bytes.Repeat([]byte{0x36}, n-len(b))...)
	}
	return b[:n]
}

// vector is the initialisation vector of a value or segment of the data.
func (k *agileKeys) vector(block []byte) []byte {
	return resized(k.sum(append(bytes.Clone(k.salt), block...)), k.blockSize)
}

// agileSegment is how much of a package is encrypted in one go ([MS-OFFCRYPTO] 2.3.4.15).
const agileSegment = 4096

// open verifies and decrypts the package.
func (a *agileInfo) open(key, data []byte) ([]byte, error) {
	if len(data) < 8 {
		return nil, corrupt("加密的内容残缺")
	}
	if !a.intact(key, data) {
		return nil, corrupt("加密的内容与校验码不符，可能没有传完整")
	}
	body := data[8:]
	body = body[:len(body)/aes.BlockSize*aes.BlockSize]
	plain := make([]byte, 0, len(body))
	var number [4]byte
	for i := 0; i*agileSegment < len(body); i++ {
		binary.LittleEndian.PutUint32(number[:], uint32(i))
		piece := body[i*agileSegment : min((i+1)*agileSegment, len(body))]
		plain = append(plain, decryptCBC(key, a.data.vector(number[:]), piece)...)
	}
	return cutToSize(plain, binary.LittleEndian.Uint64(data))
}

// intact checks the HMAC over the encrypted package ([MS-OFFCRYPTO] 2.3.4.14).
// Without one there is nothing to check; the package inside has checksums too.
func (a *agileInfo) intact(key, data []byte) bool {
	if a.hmacKey == nil && a.hmacHash == nil {
		return true
	}
	secret := decryptCBC(key, a.data.vector(blockHmacKey), a.hmacKey)
	stored := decryptCBC(key, a.data.vector(blockHmacHash), a.hmacHash)
	if len(secret) < a.data.hashSize || len(stored) < a.data.hashSize {
		return false
	}
	mac := hmac.New(a.data.hash, secret[:a.data.hashSize])
	mac.Write(data)
	return hmac.Equal(mac.Sum(nil), stored[:a.data.hashSize])
}

// decryptCBC gives nil when key, vector or data have no right length.
func decryptCBC(key, vector, data []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(vector) != aes.BlockSize || len(data)%aes.BlockSize != 0 {
		return nil
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, vector).CryptBlocks(out, data)
	return out
}

func parseAgile(xml []byte) *agileInfo {
	info := &agileInfo{}
	s := scanner{b: xml}
	for {
		kind, tag, attrs, _ := s.next()
		if kind == endOfXML {
			return info
		}
		if kind != startTag {
			continue
		}
		switch string(tag) {
		case "keyData":
			info.data = parseAgileKeys(attrs)
		case "encryptedKey":
			info.password = parseAgileKeys(attrs)
		case "dataIntegrity":
			info.hmacKey = base64Attr(attrs, "encryptedHmacKey")
			info.hmacHash = base64Attr(attrs, "encryptedHmacValue")
		}
	}
}

func parseAgileKeys(attrs []byte) agileKeys {
	k := agileKeys{
		salt:      base64Attr(attrs, "saltValue"),
		blockSize: number(attr(attrs, "blockSize")), keySize: number(attr(attrs, "keyBits")) / 8,
		hashSize: number(attr(attrs, "hashSize")), spins: number(attr(attrs, "spinCount")),
		hash:         agileHashes[attr(attrs, "hashAlgorithm")],
		verifier:     base64Attr(attrs, "encryptedVerifierHashInput"),
		verifierHash: base64Attr(attrs, "encryptedVerifierHashValue"),
		encryptedKey: base64Attr(attrs, "encryptedKeyValue"),
	}
	k.known = attr(attrs, "cipherAlgorithm") == "AES" && attr(attrs, "cipherChaining") == "ChainingModeCBC" && k.hash != nil &&
		k.hashSize == k.hash().Size() && k.blockSize == aes.BlockSize && (k.keySize == 16 || k.keySize == 24 || k.keySize == 32)
	return k
}

func base64Attr(attrs []byte, name string) []byte {
	b, err := base64.StdEncoding.DecodeString(attr(attrs, name))
	if err != nil {
		return nil
	}
	return b
}
