package tsl

import (
	"slices"
	"strings"
	"time"
)

// weigh holds what the certificate says of itself against what the list says
// of it: the list prevails (TS 119 615 4.4, 4.5).
func (v *Verdict) weigh(state *State, f *facts, t time.Time) determination {
	if len(state.Unknown) > 0 {
		v.find(CodeExtension, t, "critical extension "+strings.Join(state.Unknown, ", "))
		return determination{} // and so not granted, see State.Unknown
	}
	w := &weighing{verdict: v, t: t, said: f.said, qualifiers: state.qualifiersOf(f)}
	for _, a := range w.qualifiers {
		if a == Open {
			v.find(CodeCriterion, t, "a criterion of the list cannot be evaluated")
			break
		}
	}
	d := determination{granted: true, qualified: w.qualified(), use: w.use(), device: w.device()}
	if d.qualified == Yes && !t.Before(regulation) {
		d.qualified = w.usable(d.use, state.Uses)
	}
	return d
}

// qualifiersOf tells of each qualifier in the state whether a certificate has
// it; one that is missing in the map it has not.
func (s *State) qualifiersOf(f *facts) map[string]Answer {
	has := map[string]Answer{}
	for i := range s.Qualifications {
		q := &s.Qualifications[i]
		met := q.Criteria.meets(f)
		if met == No {
			continue
		}
		for _, uri := range q.Qualifiers {
			if has[uri] != Yes {
				has[uri] = met
			}
		}
	}
	return has
}

// weighing is one certificate under one state of its service.
type weighing struct {
	verdict    *Verdict
	t          time.Time
	said       Statements
	qualifiers map[string]Answer
}

// any says whether the certificate has one of the qualifiers.
func (w *weighing) any(uris ...string) Answer {
	some := No
	for _, uri := range uris {
		if met, ok := w.qualifiers[uri]; ok {
			some = or(some, met)
		}
	}
	return some
}

func (w *weighing) conflict(detail string) Answer {
	w.verdict.find(CodeConflict, w.t, detail)
	return Open
}

// settle decides between two qualifiers and what holds without either.
func (w *weighing) settle(yes, no, otherwise Answer, what string) Answer {
	switch {
	case yes == Yes && no == Yes:
		return w.conflict("the list says both that the certificate is " + what + " and that it is not")
	case no == No && (yes == Yes || otherwise == Yes):
		return Yes
	case yes == No && (no == Yes || otherwise == No):
		return No
	}
	return Open
}

func (w *weighing) qualified() Answer {
	denied := w.any(QualifierNotQualified)
	a := w.settle(w.any(QualifierQualified), denied, answer(w.said.Qualified), "qualified")
	switch {
	case a == No && denied == Yes:
		w.verdict.find(CodeDenied, w.t, "the list says the certificate is not qualified")
	case a == No:
		w.verdict.find(CodeNoStatement, w.t, "neither the certificate nor the list says it is qualified")
	}
	return a
}

// device says whether the key is in a qualified device (TS 119 615 4.5). "As in
// the certificate" says what the certificate says.
func (w *weighing) device() Answer {
	yes := w.any(QualifierDevice, QualifierDeviceOld, QualifierDeviceManaged)
	no := w.any(QualifierNoDevice, QualifierNoDeviceOld)
	if asInCert := w.any(QualifierAsInCert, QualifierAsInCertOld); w.said.Device {
		yes = or(yes, asInCert)
	} else {
		no = or(no, asInCert)
	}
	return w.settle(yes, no, answer(w.said.Device), "in a qualified device")
}

// use finds what the certificate is for; one of which nobody says so is for
// signatures (ETSI EN 319 412-5 4.2.3).
func (w *weighing) use() string {
	uses, open := w.listedUses()
	if len(uses) == 0 {
		uses = w.said.Uses
	}
	legal := w.any(QualifierLegalPerson)
	switch {
	case open:
		return ""
	case len(uses) > 1:
		w.conflict("the certificate is for several uses")
		return ""
	case legal != No && (len(uses) == 0 || uses[0] == ForSignatures):
		w.conflict("a certificate for signatures, but of a legal person")
		return ""
	case len(uses) == 0:
		return ForSignatures
	}
	return uses[0]
}

// listedUses are the uses the list gives the certificate, and whether there
// may be more.
func (w *weighing) listedUses() (uses []string, open bool) {
	for _, q := range [][2]string{{QualifierSignature, ForSignatures}, {QualifierSeal, ForSeals}, {QualifierWebsite, ForWebsites}} {
		switch w.any(q[0]) {
		case Yes:
			uses = append(uses, q[1])
		case Open:
			open = true
		}
	}
	return uses, open
}

// usable says whether a service of the Regulation is granted for such
// certificates; one that does not say for what it is granted leaves it open
// (TS 119 612 5.5.9.4).
func (w *weighing) usable(use string, granted []string) Answer {
	known := func(u string) bool { return u == ForSignatures || u == ForSeals || u == ForWebsites }
	switch {
	case use == "":
		return Open
	case slices.Contains(granted, use):
		return Yes
	case slices.ContainsFunc(granted, known):
		w.verdict.find(CodeUse, w.t, "the service is granted for other uses than "+use)
		return No
	}
	w.verdict.find(CodeUse, w.t, "the service does not say for what use it is granted")
	return Open
}
