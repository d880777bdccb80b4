package sim

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/practise"
)

// attach adds the files that the standards want of a record, as a person does who
// has them at hand, in the hundredth part of cases given by the branch's habit.
// What is wanted as a photo gets a drawn picture.
func (p *people) attach(ctx context.Context, actor access.Actor, b *Branch, ledger string, id engine.RecordID) error {
	if id == 0 || !p.sim.edition.WantsFiles(ledger) || p.chance(fmt.Sprintf("photo/%d", id))%100 >= b.photographs() {
		return nil
	}
	page, err := p.sim.Practise.RecordHistory(ctx, actor, id)
	if err != nil {
		return fmt.Errorf("look at record %d: %w", id, err)
	}
	for i, paper := range page.Papers {
		if !paper.Required {
			continue
		}
		picture, err := scene(uint64(id)<<8 + uint64(i))
		if err != nil {
			return fmt.Errorf("draw a photo: %w", err)
		}
		_, err = p.sim.Practise.AddEvidence(ctx, actor, practise.AddEvidenceRequest{Record: id},
			practise.SentFile{Name: paper.Name + ".jpg", Label: paper.Name, Content: bytes.NewReader(picture)})
		if err != nil {
			return fmt.Errorf("add %s to record %d: %w", paper.Name, id, err)
		}
	}
	return nil
}

// photographs says how many in a hundred photos that should be there are.
func (b *Branch) photographs() uint64 {
	switch b.Habit {
	case Diligent:
		return 100
	case Lazy:
		return 75
	}
	return 92
}

// scene draws a small picture that no other is like: a sky, a slope and a board on
// two posts, as on a site.
func scene(n uint64) ([]byte, error) {
	const width, height = 320, 240
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	shade := func(shift uint64, most uint64) uint8 { return uint8(n * 2654435761 >> shift % most) }
	slope, left, top := 150+int(shade(7, 40)), 40+int(shade(13, 120)), 60+int(shade(19, 40))
	board := color.RGBA{30 + shade(5, 90), 70 + shade(11, 90), 120 + shade(17, 90), 255}
	for y := range height {
		for x := range width {
			c := color.RGBA{uint8(150 + y/4), uint8(190 + y/8), 230, 255}
			inside, post := x >= left && x < left+110 && y >= top && y < top+64, y >= top+64 && (x-left)%98 >= 0 && (x-left)%98 < 6 && x >= left && x < left+110
			switch {
			case inside && (y-top)%16 < 3 && (x-left) > 10 && (x-left) < 100-int(shade(uint64(y-top)/16, 30)):
				c = color.RGBA{240, 240, 235, 255} // a line of writing
			case inside:
				c = board
			case post && y < slope+40:
				c = color.RGBA{110, 90, 70, 255}
			case y > slope+(x*int(1+shade(9, 5)))/40:
				c = color.RGBA{uint8(150 - y/6), uint8(125 - y/8), 80, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}
