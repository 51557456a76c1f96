package forms

import (
	"fmt"
	"strings"
)

// numberFault checks PESEL, NIP and REGON wherever they stand: in the shared
// person and institution, and in the form's own namespace. A value of the wrong
// shape is the schema's to report.
func (f *Form) numberFault(space, local, value string) (code, message string) {
	switch space {
	case nsOsoba, nsInstytucja, f.Namespace:
	default:
		return "", ""
	}
	code, valid := numberRule(local)
	if valid == nil || !numberShape(local, value) || valid(value) {
		return "", ""
	}
	return code, fmt.Sprintf("this is no %s: the check digit or a part before it is wrong", local)
}

func numberRule(local string) (code string, valid func(string) bool) {
	switch local {
	case "PESEL":
		return CodePESEL, ValidPESEL
	case "NIP":
		return CodeNIP, ValidNIP
	case "REGON":
		return CodeREGON, ValidREGON
	}
	return "", nil
}

func numberShape(local, value string) bool {
	switch local {
	case "PESEL":
		return digits(value, 11)
	case "NIP":
		return digits(value, 10)
	}
	return digits(value, 9) || digits(value, 14)
}

// maskNumbers keeps PESEL and NIP out of logs: of a value at such an element
// three characters are left. The message is said anew, since it may quote it.
func maskNumbers(p *Problem) {
	_, step := cutLast(p.Path)
	if step != "PESEL" && step != "NIP" || p.Value == "" {
		return
	}
	p.Value = mask(p.Value)
	switch p.Code {
	case CodePESEL, CodeNIP:
	default:
		p.Message = fmt.Sprintf("the value of %s (%s) is not of its type %s", step, p.Value, p.Args["type"])
	}
}

func mask(value string) string {
	runes := []rune(value)
	keep := min(3, len(runes)/2)
	return string(runes[:keep]) + strings.Repeat("*", len(runes)-keep)
}
