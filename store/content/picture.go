package content

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

// mostPixels is how large a picture may be: a camera's 200 megapixels and no
// drawing that would fill a reader's memory.
const mostPixels = 250_000_000

// at reads n bytes, or tells that the file ends before.
func at(f File, offset int64, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := f.ReadAt(b, offset); err != nil {
		return nil, broken()
	}
	return b, nil
}

// tooLarge says whether the picture has no size or too much of it.
func tooLarge(width, height uint64) bool {
	return width == 0 || height == 0 || width > 1<<20 || height > 1<<20 || width*height > mostPixels
}

// scripts are words that stand in no camera's notes, and in files made to be read
// as something else.
func scripted(b []byte) bool {
	low := bytes.ToLower(b)
	return slices.ContainsFunc([]string{"<script", "<html", "<?php", "<svg", "<iframe", "javascript:"},
		func(word string) bool { return bytes.Contains(low, []byte(word)) })
}

// checkJPEG walks the segments to the end of the picture and cuts off what stands
// behind it: trailers of phones, and archives that hide there.
func checkJPEG(f File, size int64) (int64, error) {
	pos, framed := int64(2), false
	for {
		head, err := at(f, pos, 4)
		if err != nil || head[0] != 0xFF {
			return 0, broken()
		}
		marker, length := head[1], int64(binary.BigEndian.Uint16(head[2:]))
		if marker == 0xFF { // padding
			pos++
			continue
		}
		if length < 2 || marker < 0xC0 || marker >= 0xD0 && marker <= 0xD9 {
			return 0, broken()
		}
		body, err := at(f, pos+4, int(length-2))
		if err != nil {
			return 0, err
		}
		switch {
		case marker >= 0xE0 && scripted(body):
			return 0, refuse("disguised", "照片里夹带了网页代码，不收")
		case marker >= 0xE0 && marker <= 0xEF:
			if forgetPlace(body, marker) {
				if _, err := f.WriteAt(body, pos+4); err != nil {
					return 0, err
				}
			}
		case marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC:
			if len(body) < 6 || tooLarge(uint64(binary.BigEndian.Uint16(body[3:])), uint64(binary.BigEndian.Uint16(body[1:]))) {
				return 0, broken()
			}
			framed = true
		}
		pos += 2 + length
		if marker != 0xDA {
			continue
		}
		next, err := scanEnd(f, pos, size)
		if err != nil || !framed {
			return 0, broken()
		}
		if end, err := at(f, next, 2); err == nil && end[1] == 0xD9 {
			return next + 2, f.Truncate(next + 2)
		}
		pos = next
	}
}

// scanEnd finds the marker that ends the coded picture that begins at pos.
func scanEnd(f File, pos, size int64) (int64, error) {
	buffer := make([]byte, 64<<10)
	for pos < size-1 {
		n, err := f.ReadAt(buffer, pos)
		if n < 2 && err != nil {
			return 0, broken()
		}
		for i := 0; i+1 < n; i++ {
			if buffer[i] == 0xFF && buffer[i+1] != 0 && buffer[i+1] != 0xFF && (buffer[i+1] < 0xD0 || buffer[i+1] > 0xD7) {
				return pos + int64(i), nil
			}
		}
		pos += int64(n - 1)
	}
	return 0, broken()
}

// checkPNG walks the chunks with their sums to the last and cuts off what stands
// behind it.
func checkPNG(f File, _ int64) (int64, error) {
	pos := int64(8)
	for first := true; ; first = false {
		head, err := at(f, pos, 8)
		if err != nil {
			return 0, err
		}
		length, kind := int64(binary.BigEndian.Uint32(head)), string(head[4:])
		sum := crc32.NewIEEE()
		if n, err := io.Copy(sum, io.NewSectionReader(f, pos+4, length+4)); err != nil || n != length+4 {
			return 0, broken()
		}
		tail, err := at(f, pos+8+length, 4)
		if err != nil || binary.BigEndian.Uint32(tail) != sum.Sum32() || first != (kind == "IHDR") {
			return 0, broken()
		}
		if kind != "IDAT" && length < 1<<20 {
			body, err := at(f, pos+8, int(length))
			if err != nil {
				return 0, err
			}
			if scripted(body) {
				return 0, refuse("disguised", "图片里夹带了网页代码，不收")
			}
			if first && (len(body) < 8 || tooLarge(uint64(binary.BigEndian.Uint32(body)), uint64(binary.BigEndian.Uint32(body[4:])))) {
				return 0, broken()
			}
		}
		pos += 12 + length
		if kind == "IEND" {
			return pos, f.Truncate(pos)
		}
	}
}

// checkWebP wants the container to hold a picture and to be as long as it says;
// what stands behind it is cut off.
func checkWebP(f File, size int64) (int64, error) {
	head, err := at(f, 0, 16)
	if err != nil {
		return 0, err
	}
	end := int64(binary.LittleEndian.Uint32(head[4:])) + 8
	if string(head[:4]) != "RIFF" || string(head[8:15]) != "WEBPVP8" || end > size {
		return 0, broken()
	}
	for pos := int64(12); pos < end; {
		chunk, err := at(f, pos, 8)
		if err != nil {
			return 0, err
		}
		length := int64(binary.LittleEndian.Uint32(chunk[4:]))
		if pos+8+length > end {
			return 0, broken()
		}
		if string(chunk[:3]) != "VP8" && length < 1<<20 {
			body, err := at(f, pos+8, int(length))
			if err != nil {
				return 0, err
			}
			if scripted(body) {
				return 0, refuse("disguised", "图片里夹带了网页代码，不收")
			}
		}
		pos += 8 + length + length&1
	}
	return end, f.Truncate(end)
}
