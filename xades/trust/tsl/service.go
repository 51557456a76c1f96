package tsl

import (
	"slices"

	"okienko/xades/xmltree"
)

// service reads a service and its history (TS 119 612 5.5, 5.6).
func (r *reader) service(n xmltree.Node) Service {
	now := r.child(n, "ServiceInformation")
	s := Service{Identity: r.identity(r.child(now, "ServiceDigitalIdentity")), States: []State{r.state(now)}}
	for h := range each(n.Child(Namespace, "ServiceHistory"), Namespace, "ServiceHistoryInstance") {
		if r.err != nil {
			break
		}
		s.States = append(s.States, r.state(h))
	}
	// The standard wants them in this order; equal times stay as they are, the
	// later published one first.
	slices.SortStableFunc(s.States, func(a, b State) int { return b.Since.Compare(a.Since) })
	return s
}

func (r *reader) state(n xmltree.Node) State {
	if r.services++; r.services > maxServices {
		r.fail(n, CodeLimit, "more than %d services", maxServices)
	}
	s := State{
		Type:   r.mandatory(n, "ServiceTypeIdentifier"),
		Status: r.mandatory(n, "ServiceStatus"),
		Since:  r.instant(r.child(n, "StatusStartingTime")),
		Name:   r.names(n.Child(Namespace, "ServiceName")),
	}
	for e := range each(n.Child(Namespace, "ServiceInformationExtensions"), Namespace, "Extension") {
		r.extension(&s, e)
	}
	return s
}

// extension reads one service information extension (TS 119 612 5.5.9).
func (r *reader) extension(s *State, n xmltree.Node) {
	unknown := "nothing in it"
	for e := range n.Elements() {
		unknown = ""
		switch {
		case e.Is(nsQualifiers, "Qualifications"):
			r.qualifications(s, e)
		case e.Is(Namespace, "AdditionalServiceInformation"):
			s.Uses = append(s.Uses, r.mandatory(e, "URI"))
		case e.Is(nsAdditional, "TakenOverBy"):
			s.TakenOverBy = r.takenOver(e)
		case e.Is(Namespace, "ExpiredCertsRevocationInfo"):
			// Says how long revocation lists are kept; nothing here depends on it.
		default:
			unknown = "{" + e.Space() + "}" + e.Local()
		}
		if unknown != "" {
			break
		}
	}
	if critical, _ := n.Attr("", "Critical"); unknown != "" && critical != "false" && critical != "0" {
		s.Unknown = append(s.Unknown, unknown)
	}
}

func (r *reader) takenOver(n xmltree.Node) *TakenOver {
	return &TakenOver{
		URI:       r.text(n.Child(nsAdditional, "URI")),
		Provider:  r.names(n.Child(nsAdditional, "TSPName")),
		Operator:  r.names(n.Child(Namespace, "SchemeOperatorName")),
		Territory: r.optional(n, "SchemeTerritory"),
	}
}
