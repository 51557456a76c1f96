package intake

import (
	"time"

	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// judgeValidity refuses a letter signed on a day on which its form was not
// offered: a version holds from its first day to the end of its last, and
// letters signed in time are good however late they arrive.
func judgeValidity(v *verdicts, f findings, s *xades.Signature) {
	guide := f.form.Guide
	day, place := inbox.DayOf(f.arrived), xmltree.Node{}
	if s != nil {
		day, place = signedOn(s, f.arrived), s.TimeNode
	}
	args := map[string]string{"form": f.form.Title["pl"], "signed": string(day)}
	switch {
	case guide.ValidFrom != "" && string(day) < guide.ValidFrom:
		args["from"] = guide.ValidFrom
		v.add(inbox.Refuse, reasonAt(place, inbox.CodeFormNotYetValid, args))
	case guide.ValidUntil != "" && string(day) > guide.ValidUntil:
		args["until"] = guide.ValidUntil
		v.add(inbox.Refuse, reasonAt(place, inbox.CodeFormExpired, args))
	}
}

// signedOn is the day a signature counts as made on: that of the trusted time
// that proves it, else the one its signer claims, and arrival at the latest. A
// time without a zone is what a clock in Poland showed.
func signedOn(s *xades.Signature, arrived time.Time) inbox.Day {
	latest := inbox.DayOf(arrived)
	switch {
	case s.BestSignatureTime != nil:
		return min(inbox.DayOf(*s.BestSignatureTime), latest)
	case s.SigningTime == nil:
		return latest
	case s.Zoneless:
		return min(inbox.Day(s.SigningTime.UTC().Format(time.DateOnly)), latest)
	}
	return min(inbox.DayOf(*s.SigningTime), latest)
}
