package rest

import (
	"mime"
	"strconv"
	"strings"
)

// wantsJSON reports whether an Accept header (RFC 9110 12.5.1) prefers JSON to
// the receipt itself, which is the answer when it does not care.
func wantsJSON(accept []string) bool {
	return quality(accept, "application", "json") > quality(accept, "application", "xml")
}

// quality is the weight of a media type: that of the most specific range that
// names it, 0 when none does.
func quality(accept []string, kind, subtype string) float64 {
	best, weight := 0, 0.0
	for _, part := range strings.Split(strings.Join(accept, ","), ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		specific := 0
		switch name {
		case kind + "/" + subtype:
			specific = 3
		case kind + "/*":
			specific = 2
		case "*/*":
			specific = 1
		}
		if specific > best {
			best, weight = specific, weightOf(params["q"])
		}
	}
	return weight
}

func weightOf(q string) float64 {
	if q == "" {
		return 1
	}
	weight, err := strconv.ParseFloat(q, 64)
	if err != nil || !(weight >= 0 && weight <= 1) {
		return 0
	}
	return weight
}
