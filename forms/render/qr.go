package render

import (
	"fmt"

	"rsc.io/qr"
)

const (
	// maxQR is the longest address that is drawn, in octets: longer ones give
	// patterns so fine that telephones cannot read them from paper.
	maxQR = 300
	// pointsQR is how many pixels a module of the pattern has in each direction: a
	// browser shows the picture smaller, and paper gets enough dots.
	pointsQR = 8
)

// QR draws an address as a QR code with the quiet zone around it that ISO/IEC
// 18004 9.1 asks for, as a PNG. It withstands the loss of 15 % of its surface.
func QR(address string) ([]byte, error) {
	if len(address) > maxQR {
		return nil, fmt.Errorf("an address of %d octets is too long for a QR code", len(address))
	}
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return nil, err
	}
	code.Scale = pointsQR
	return code.PNG(), nil
}
