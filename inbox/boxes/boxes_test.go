package boxes

import (
	"testing"

	"okienko/inbox"
)

func box(entity, name string, anonymous bool) inbox.Box {
	return inbox.Box{Entity: inbox.Entity{ID: entity}, Name: name, Policy: inbox.BoxPolicy{Anonymous: anonymous}}
}

func TestFind(t *testing.T) {
	set, err := New([]inbox.Box{box("umprzykladowo", "skrytka", true), box("umprzykladowo", "awizo", false)})
	if err != nil {
		t.Fatal(err)
	}
	found, err := set.Find("umprzykladowo", "skrytka")
	if err != nil || found.Address() != "/umprzykladowo/skrytka" {
		t.Errorf("Find = %q, %v", found.Address(), err)
	}
	for _, absent := range [][2]string{{"umprzykladowo", "Skrytka"}, {"umprzykladowo", ""}, {"", "skrytka"}, {"umprzykladowo/skrytka", ""}} {
		if _, err := set.Find(absent[0], absent[1]); inbox.ErrorCode(err) != inbox.CodeBoxUnknown {
			t.Errorf("Find(%q) = %v, want %s", absent, err, inbox.CodeBoxUnknown)
		}
	}
	if found, err := set.ByAddress("/umprzykladowo/awizo"); err != nil || found.Name != "awizo" {
		t.Errorf("ByAddress = %q, %v", found.Name, err)
	}
	if all := set.All(); len(all) != 2 || all[0].Name != "skrytka" {
		t.Errorf("All is not in the order given: %v", all)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, list := range map[string][]inbox.Box{
		"doubled":   {box("um", "a", true), box("um", "a", false)},
		"no entity": {box("", "a", true)},
		"no name":   {box("um", "", true)},
	} {
		if _, err := New(list); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestMayPost(t *testing.T) {
	open, closed := box("um", "open", true), box("um", "closed", false)
	set, err := New([]inbox.Box{open, closed})
	if err != nil {
		t.Fatal(err)
	}
	integrator := func(entity string) inbox.Actor {
		return inbox.Actor{Login: "system", Role: inbox.RoleIntegrator, Entity: entity}
	}
	for _, c := range []struct {
		name  string
		actor inbox.Actor
		box   inbox.Box
		want  string
	}{
		{"nobody, open box", inbox.Actor{}, open, ""},
		{"nobody, closed box", inbox.Actor{}, closed, inbox.CodeAuthRequired},
		{"resident, closed box", inbox.Actor{Login: "anna", Role: inbox.RoleResident}, closed, ""},
		{"integrator of all", integrator(""), closed, ""},
		{"own integrator", integrator("um"), closed, ""},
		{"another entity's integrator", integrator("gmina"), closed, inbox.CodeForbidden},
		{"another entity's integrator, open box", integrator("gmina"), open, inbox.CodeForbidden},
	} {
		if got := inbox.ErrorCode(set.MayPost(c.actor, c.box)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
