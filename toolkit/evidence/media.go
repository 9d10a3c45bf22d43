package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	_ "image/jpeg" // so that a picture's size can be read
	_ "image/png"
	"io"
)

// pixelLimit is the largest picture, in pixels: a small file can unpack to a picture that fills a computer's memory.
const pixelLimit = 200 << 20

// checkPNG walks the picture's chunks: they begin at the first byte and end at the last.
func (f *file) checkPNG() error {
	if err := f.checkPicture(); err != nil {
		return err
	}
	at, head := int64(8), make([]byte, 8)
	for at+12 <= f.size {
		if _, err := f.r.ReadAt(head, at); err != nil {
			return err
		}
		at += 12 + int64(binary.BigEndian.Uint32(head))
		if string(head[4:]) != "IEND" {
			continue
		}
		if at != f.size {
			return whyTwo
		}
		return nil
	}
	return whyDamaged
}

// checkJPEG refuses a picture that is another kind of file too. Cameras put their own data after the picture, so it does not
// look for the end.
func (f *file) checkJPEG(head []byte) error {
	if err := f.checkPicture(); err != nil {
		return err
	}
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) {
		return whyTwo
	}
	return f.refuseArchive()
}

func (f *file) checkPicture() error {
	c, _, err := image.DecodeConfig(io.NewSectionReader(f.r, 0, f.size))
	if err != nil {
		return whyDamaged
	}
	if int64(c.Width)*int64(c.Height) > pixelLimit {
		return whyBomb
	}
	return nil
}

// refuseArchive refuses a file that an unpacking program would take for an archive: such programs look at the end of a
// file.
func (f *file) refuseArchive() error {
	if _, err := zip.NewReader(f.r, f.size); err == nil || !errors.Is(err, zip.ErrFormat) {
		return whyTwo
	}
	return nil
}
