package render

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func TestQR(t *testing.T) {
	data, err := QR("https://okienko.przyklad.pl/check?sha256=" + strings.Repeat("0a", 32))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	modules := picture.Bounds().Dx()/pointsQR - 8
	if modules < 21 || modules%4 != 1 || picture.Bounds().Dx() != picture.Bounds().Dy() {
		t.Fatalf("%d modules", modules)
	}
	for _, corner := range []image.Point{{0, 0}, {modules - 7, 0}, {0, modules - 7}} {
		checkFinder(t, picture, corner)
	}
	for i := range modules + 8 {
		for _, at := range []image.Point{{i, 0}, {i, 3}, {0, i}, {3, i}, {i, modules + 4}, {modules + 7, i}} {
			if dark(picture, at.Sub(image.Point{4, 4})) {
				t.Errorf("the quiet zone is dark at %v", at)
			}
		}
	}
}

// checkFinder looks for the square in a square that scanners search (ISO/IEC 18004 6.3.3).
func checkFinder(t *testing.T, picture image.Image, corner image.Point) {
	t.Helper()
	for y := range 7 {
		for x := range 7 {
			ring := min(x, y, 6-x, 6-y)
			if dark(picture, corner.Add(image.Point{x, y})) != (ring != 1) {
				t.Errorf("no finder pattern at %v", corner)
				return
			}
		}
	}
}

// dark reads a module, counted from the pattern's corner.
func dark(picture image.Image, module image.Point) bool {
	at := module.Add(image.Point{4, 4}).Mul(pointsQR).Add(image.Point{pointsQR / 2, pointsQR / 2})
	return color.GrayModel.Convert(picture.At(at.X, at.Y)).(color.Gray).Y < 128
}

func TestQRRefusesWhatNobodyCanScan(t *testing.T) {
	if _, err := QR(strings.Repeat("x", maxQR+1)); err == nil {
		t.Error("no error")
	}
	if _, err := QR("https://przyklad.pl/" + strings.Repeat("ż", 100)); err != nil {
		t.Error(err)
	}
}
