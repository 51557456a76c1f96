package resident

import (
	"net/http"
	"strings"
	"time"

	"okienko/forms/compose"
	"okienko/inbox"
	"okienko/inbox/web"
)

// known is what need not be asked: of the office, and of a resident who has told
// it for his trusted profile.
func (d *door) known(r *http.Request, box inbox.Box) (compose.Known, error) {
	now, office := d.Site.Now(), box.Entity
	known := compose.Known{
		"entity.name": office.Name, "entity.regon": office.REGON, "box": box.Address(),
		"entity.address": office.Address.String(), "entity.street": office.Address.Street, "entity.house": office.Address.House,
		"entity.postcode": office.Address.Postcode, "entity.town": office.Address.Town,
		"today": string(inbox.DayOf(now)), "now": now.In(inbox.Warsaw()).Format(time.RFC3339),
	}
	actor := web.Actor(r)
	if actor.Role != inbox.RoleResident {
		return known, nil
	}
	known["person.email"] = actor.Login // residents sign in with their address
	person, ok, err := d.Profile.Of(r.Context(), actor)
	if err != nil || !ok {
		return known, err
	}
	known["person.first"], known["person.second"], _ = strings.Cut(person.GivenNames, " ")
	known["person.last"], known["person.pesel"] = person.FamilyName, person.PESEL
	return known, nil
}
