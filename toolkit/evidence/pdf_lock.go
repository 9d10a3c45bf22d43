package evidence

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // the format of PDF says so
	"crypto/rc4" //nolint:gosec // likewise
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// pdfLock is how a PDF says that it is encrypted (ISO 32000, 7.6): enough to try the empty password.
type pdfLock struct {
	filter      string
	revision    int64
	bits        int64 // of the key; 0 is 40
	owner, user []byte
	rights      int64
	id          []byte // of the file
	metadata    bool   // whether they are encrypted too
}

// byPassword is the filter of PDFs that passwords open.
const byPassword = "Standard"

// opens says whether the empty password opens the file.
func (l pdfLock) opens() bool {
	if l.filter != byPassword {
		return false // a certificate or a rights label
	}
	switch {
	case l.revision >= 2 && l.revision <= 4 && len(l.owner) >= 32 && len(l.user) >= 16:
		return l.opensByKey()
	case l.revision == 5 && len(l.user) >= 48:
		sum := sha256.Sum256(l.user[32:40])
		return bytes.Equal(sum[:], l.user[:32])
	case l.revision == 6 && len(l.user) >= 48:
		return bytes.Equal(hardened(l.user[32:40]), l.user[:32])
	}
	return false
}

// padding is put in the place of the characters that a password lacks.
var padding = []byte("\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08" +
	"\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a")

// opensByKey makes the key of the empty password and looks whether it is the user's.
func (l pdfLock) opensByKey() bool {
	h := md5.New() //nolint:gosec // see above
	h.Write(padding)
	h.Write(l.owner[:32])
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(l.rights))) //nolint:gosec // 32 bits with a sign
	h.Write(l.id)
	if l.revision == 4 && !l.metadata {
		h.Write([]byte{255, 255, 255, 255})
	}
	key, long := h.Sum(nil), 5
	if l.revision > 2 {
		if l.bits >= 40 && l.bits <= 128 {
			long = int(l.bits / 8)
		}
		for range 50 {
			sum := md5.Sum(key[:long]) //nolint:gosec // see above
			key = sum[:]
		}
	}
	key = key[:long]
	if l.revision == 2 {
		return len(l.user) >= 32 && bytes.Equal(ciphered(key, padding), l.user[:32])
	}
	sum := md5.Sum(append(bytes.Clone(padding), l.id...)) //nolint:gosec // see above
	text := sum[:]
	for turn := range 20 {
		turned := bytes.Clone(key)
		for i := range turned {
			turned[i] ^= byte(turn)
		}
		text = ciphered(turned, text)
	}
	return bytes.Equal(text, l.user[:16])
}

func ciphered(key, text []byte) []byte {
	c, err := rc4.NewCipher(key) //nolint:gosec // see above
	if err != nil {
		return nil
	}
	out := make([]byte, len(text))
	c.XORKeyStream(out, text)
	return out
}

// hardened is the hash of the empty password with a salt, of revision 6.
func hardened(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for turn := 0; ; turn++ {
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		text := bytes.Repeat(k, 64)
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(text, text)
		rest := 0
		for _, b := range text[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			sum := sha256.Sum256(text)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(text)
			k = sum[:]
		default:
			sum := sha512.Sum512(text)
			k = sum[:]
		}
		if turn >= 63 && int(text[len(text)-1]) <= turn-31 {
			return k[:32]
		}
	}
}
