package grid

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rc4"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/bits"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var testSalt = []byte("0123456789abcdef")

// enciphered encrypts the bodies of a workbook's records as a writer would: by
// their place in the stream. seal changes one byte.
func enciphered(stream []byte, seal func(c byte, at, size int) byte) []byte {
	out := bytes.Clone(stream)
	started := false
	for at := 0; at+4 <= len(out); {
		id, size := u16(out[at:]), int(u16(out[at+2:]))
		body := out[at+4 : at+4+size]
		skip := 0
		switch id {
		case recBOF, 0x00E1:
			skip = size
		case recFilePass:
			skip, started = size, true
		case recBoundSheet:
			skip = 4
		}
		if started {
			for i := skip; i < size; i++ {
				body[i] = seal(body[i], at+4+i, size)
			}
		}
		at += 4 + size
	}
	return out
}

func rc4Seal(n int, key func(uint32) []byte) func(c byte, at, size int) byte {
	pad := make([]byte, n+rc4Block)
	for i := 0; i < n; i += rc4Block {
		c, _ := rc4.NewCipher(key(uint32(i / rc4Block)))
		c.XORKeyStream(pad[i:i+rc4Block], pad[i:i+rc4Block])
	}
	return func(c byte, at, _ int) byte { return c ^ pad[at] }
}

// sealedVerifier is a verifier and its hash, both encrypted with the first key.
func sealedVerifier(key []byte, sum func([]byte) []byte) (verifier, hash []byte) {
	plain := append(bytes.Clone(testSalt), sum(testSalt)...)
	c, _ := rc4.NewCipher(key)
	c.XORKeyStream(plain, plain)
	return plain[:16], plain[16:]
}

func secretBook(pass []byte) xlsBook {
	var cells [][]byte
	for i := range 80 { // several keys of RC4 serve them
		cells = append(cells, rec(recLabelSST, i, 0, 0, uint32(i%2)), rec(recNumber, i, 1, 2, 43646+float64(i)))
	}
	book := sheetOf(cells...)
	book.filePass = pass
	book.globals = rec(0x00E1, 1200) // INTERFACEHDR stays plain
	return book
}

func xorBook() []byte {
	book := secretBook(rec(recFilePass, 0, int(xorKey(defaultPassword)), int(xorVerifier(defaultPassword))))
	array := xorArray(defaultPassword)
	return enciphered(book.stream(), func(c byte, at, size int) byte { return bits.RotateLeft8(c, 5) ^ array[(at+size)%16] })
}

func rc4Book(password string) []byte {
	key := rc4Key(password, testSalt)
	verifier, hash := sealedVerifier(key(0), md5Sum)
	stream := secretBook(rec(recFilePass, 1, 1, 1, testSalt, verifier, hash)).stream()
	return enciphered(stream, rc4Seal(len(stream), key))
}

// cryptoAPIBook: key of 5 bytes is filled up with zeros to 16.
func cryptoAPIBook(keyBits int) []byte {
	base := sha1Sum(append(bytes.Clone(testSalt), utf16LE(defaultPassword)...))
	key := func(block uint32) []byte {
		k := bytes.Clone(sha1Sum(withBlock(base, block))[:keyBits/8])
		if keyBits == 40 {
			k = append(k, make([]byte, 11)...)
		}
		return k
	}
	verifier, hash := sealedVerifier(key(0), sha1Sum)
	name := wide("Microsoft Enhanced Cryptographic Provider v1.0\x00")
	head := packed(uint32(4), uint32(0), uint32(algRC4), uint32(0x8004), uint32(keyBits), uint32(1), uint32(0), uint32(0), name)
	info := packed(uint32(4), uint32(len(head)), head, uint32(16), testSalt, verifier, uint32(20), hash)
	stream := secretBook(rec(recFilePass, 1, 4, 2, info)).stream()
	return enciphered(stream, rc4Seal(len(stream), key))
}

func TestXLSEncrypted(t *testing.T) {
	want := every(Read("a.xls", xlsOf(t, secretBook(nil)), Limits{}))
	v5 := xlsBook{version: 0x500, sheets: []xlsSheet{{name: "a", records: rec(recLabel, 0, 0, 0, 2, "ab")}}}
	v5.filePass = rec(recFilePass, int(xorKey(defaultPassword)), int(xorVerifier(defaultPassword)))
	array := xorArray(defaultPassword)
	old := enciphered(v5.stream(), func(c byte, at, size int) byte { return bits.RotateLeft8(c, 5) ^ array[(at+size)%16] })
	for name, c := range map[string]struct {
		stream []byte
		want   string // "" when it cannot be read
	}{
		"xor":           {xorBook(), want},
		"xor, Excel 95": {old, "A1=ab"},
		"rc4":           {rc4Book(defaultPassword), want},
		"crypto api":    {cryptoAPIBook(128), want},
		"40 bits":       {cryptoAPIBook(40), want},
		"other":         {rc4Book("abc"), ""},
		"other xor":     {secretBook(rec(recFilePass, 0, 1, 2)).stream(), ""},
		"no scheme":     {secretBook(rec(recFilePass, 1, 9, 9)).stream(), ""},
		"cut":           {secretBook(rec(recFilePass, 1, 1, 1)).stream(), ""},
		"empty":         {secretBook(rec(recFilePass)).stream(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xls", compoundOf(t, stream{"Workbook", c.stream}), Limits{})
			if c.want == "" {
				if wb.Err == nil || wb.Err.Kind != Encrypted || len(wb.Sheets) != 0 {
					t.Errorf("%v", wb.Err)
				}
				return
			}
			if wb.Err != nil || every(wb) != c.want {
				t.Errorf("%v\ngot  %.200s\nwant %.200s", wb.Err, every(wb), c.want)
			}
		})
	}
}

// The shift register gives the tables of [MS-OFFCRYPTO] 2.3.7.2: their first and
// last numbers.
func TestXORTables(t *testing.T) {
	v := uint16(0x1021)
	for range 8 {
		v = crcStep(v)
	}
	initial := uint16(0xFFFF)
	for range 8 {
		initial = crcStep(initial)
	}
	if v != 0x3331 || initial != 0xE1F0 {
		t.Errorf("%x %x", v, initial)
	}
}

// agileOf encrypts a package with agile encryption, as [MS-OFFCRYPTO] 2.3.4.11 to
// 2.3.4.15 say.
func agileOf(t testing.TB, data []byte, password, hash string, spins, keyBits int) []stream {
	t.Helper()
	k := agileKeys{salt: testSalt, blockSize: 16, keySize: keyBits / 8, hash: agileHashes[hash]}
	seal := func(key, vector, data []byte) []byte {
		for len(data)%16 != 0 {
			data = append(bytes.Clone(data), 0)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		out := make([]byte, len(data))
		cipher.NewCBCEncrypter(block, vector).CryptBlocks(out, data)
		return out
	}
	base, _ := spinHash(k.sum, append(bytes.Clone(testSalt), utf16LE(password)...), spins, newBudget(Limits{}))
	value := func(block, data []byte) string {
		key := resized(k.sum(append(bytes.Clone(base), block...)), k.keySize)
		return base64.StdEncoding.EncodeToString(seal(key, testSalt, data))
	}
	key := bytes.Repeat([]byte{7}, k.keySize)
	sealed := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	for i := 0; i*4096 < len(data); i++ {
		n := binary.LittleEndian.AppendUint32(nil, uint32(i))
		sealed = append(sealed, seal(key, k.vector(n), data[i*4096:min(i*4096+4096, len(data))])...)
	}
	secret := bytes.Repeat([]byte{9}, k.hash().Size())
	mac := hmac.New(k.hash, secret)
	mac.Write(sealed)
	b64 := base64.StdEncoding.EncodeToString
	common := fmt.Sprintf(`saltSize="16" blockSize="16" keyBits="%d" hashSize="%d" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="%s" saltValue="%s"`,
		keyBits, k.hash().Size(), hash, b64(testSalt))
	xml := `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">` +
		`<keyData ` + common + `/><dataIntegrity encryptedHmacKey="` + b64(seal(key, k.vector(blockHmacKey), secret)) + `" encryptedHmacValue="` + b64(seal(key, k.vector(blockHmacHash), mac.Sum(nil))) + `"/>` +
		`<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="` + fmt.Sprint(spins) + `" ` + common +
		` encryptedVerifierHashInput="` + value(blockVerifier, testSalt) + `" encryptedVerifierHashValue="` + value(blockVerifierHash, k.sum(testSalt)) +
		`" encryptedKeyValue="` + value(blockKey, key) + `"/></keyEncryptor></keyEncryptors></encryption>`
	return []stream{{"EncryptionInfo", packed(4, 4, uint32(0x40), xml)}, {"EncryptedPackage", sealed}}
}

func TestPackageEncrypted(t *testing.T) {
	var rows strings.Builder
	for i := range 2000 { // several segments of 4096 bytes
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%d</v></c></row>`, i+1, i+1, i*i*7919%100003)
	}
	plain := xlsxOf(t, `<sheetData>`+rows.String()+`</sheetData>`, "", "")
	want := every(Read("a.xlsx", plain, Limits{}))
	standard := func(password string) []byte {
		b, err := excelize.Encrypt(plain, &excelize.Options{Password: password})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	agile := func(password, hash string, keyBits int) []byte {
		data := compoundOf(t, agileOf(t, plain, password, hash, 1000, keyBits)...)
		if got, err := excelize.Decrypt(data, &excelize.Options{Password: password}); err != nil || !bytes.Equal(got[:len(plain)], plain) {
			t.Errorf("%s: another reader cannot decrypt what the test wrote: %v", hash, err)
		}
		return data
	}
	changed := agileOf(t, plain, defaultPassword, "SHA512", 10, 256)
	changed[1].data[5000]++
	cut := agileOf(t, plain, defaultPassword, "SHA512", 10, 256)
	cut[1].data = cut[1].data[:6000]
	scheme := agileOf(t, plain, defaultPassword, "SHA512", 10, 256)
	scheme[0].data = bytes.ReplaceAll(scheme[0].data, []byte("ChainingModeCBC"), []byte("ChainingModeCFB"))
	noPackage := agileOf(t, []byte("text"), defaultPassword, "SHA512", 10, 256)
	for name, c := range map[string]struct {
		data []byte
		kind Kind
	}{
		"agile":          {agile(defaultPassword, "SHA512", 256), ""},
		"agile, SHA1":    {agile(defaultPassword, "SHA1", 128), ""},
		"agile, SHA256":  {agile(defaultPassword, "SHA256", 256), ""},
		"standard":       {standard(defaultPassword), ""},
		"other agile":    {agile("abc", "SHA512", 256), Encrypted},
		"other standard": {standard("abc"), Encrypted},
		"other scheme":   {compoundOf(t, scheme...), Encrypted},
		"changed":        {compoundOf(t, changed...), Corrupt},
		"cut":            {compoundOf(t, cut...), Corrupt},
		"no package":     {compoundOf(t, noPackage...), Corrupt},
	} {
		t.Run(name, func(t *testing.T) {
			wb := Read("a.xlsx", c.data, Limits{})
			if c.kind == "" {
				if wb.Err != nil || every(wb) != want {
					t.Errorf("%v %.100s", wb.Err, every(wb))
				}
			} else if wb.Err == nil || wb.Err.Kind != c.kind {
				t.Errorf("got %v, want %s", wb.Err, c.kind)
			}
		})
	}
	spins := agileOf(t, plain, "abc", "SHA512", 10, 256)
	spins[0].data = bytes.ReplaceAll(spins[0].data, []byte(`spinCount="10"`), []byte(`spinCount="9999999"`))
	start := time.Now()
	if wb := Read("a.xlsx", compoundOf(t, spins...), Limits{Time: 100 * time.Millisecond}); wb.Err == nil || wb.Err.Kind != TooLarge || time.Since(start) > 5*time.Second {
		t.Error(wb.Err)
	}
}

// Saved by LibreOffice with the default password: RC4 and standard encryption as
// another program writes them.
func TestEncryptedByLibreOffice(t *testing.T) {
	for _, name := range []string{"encrypted.xls", "encrypted.xlsx"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		wb := Read(name, data, Limits{})
		if wb.Err != nil || len(wb.Sheets) != 1 || len(wb.Sheets[0].Cells) != 80 || !strings.HasPrefix(every(wb), "A1=示例县|B1=12.5 number|A2=示例县公开 formula|B2=25 number formula|A3=第2项工作|") {
			t.Errorf("%s: %v %s", name, wb.Err, every(wb))
		}
	}
}
