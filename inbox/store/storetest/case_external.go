package storetest

import (
	"context"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
)

func externalIdentities(t *testing.T, url string) {
	ctx := context.Background()
	s := OpenURL(t, url, store.Options{})
	event := func(login string) inbox.PersonEvent {
		return inbox.PersonEvent{Login: login, At: Arrived, Kind: "linked"}
	}
	id := func(issuer, subject string) inbox.ExternalIdentity {
		return inbox.ExternalIdentity{Issuer: issuer, Subject: subject}
	}
	anna := inbox.Account{Login: "anna", Role: inbox.RoleResident}
	noError(t, s.PutAccount(ctx, anna))
	for _, c := range []struct {
		name string
		id   inbox.ExternalIdentity
		want bool
	}{
		{"first", id("i", "s"), true},
		{"the same again", id("i", "s"), false},
		{"a second of the provider", id("i", "s2"), false},
		{"of another provider", id("j", "s"), true},
	} {
		done, err := s.LinkExternalIdentity(ctx, c.id, event("anna"))
		noError(t, err)
		equal(t, c.name, done, c.want)
	}
	got, ok, err := s.AccountByExternalIdentity(ctx, "i", "s")
	noError(t, err)
	equal(t, "account", []any{got, ok}, []any{anna, true})
	_, ok, err = s.AccountByExternalIdentity(ctx, "i", "s2")
	noError(t, err)
	equal(t, "unknown", ok, false)

	for _, c := range []struct {
		login string
		id    inbox.ExternalIdentity
		want  bool
	}{{"nowa", id("i", "s3"), true}, {"anna", id("k", "s4"), false}, {"jan", id("i", "s3"), false}} {
		done, err := s.AddLinkedAccount(ctx, inbox.Account{Login: c.login, Role: inbox.RoleResident}, c.id, event(c.login))
		noError(t, err)
		equal(t, "add "+c.login, done, c.want)
	}
	_, ok, err = s.AccountByLogin(ctx, "jan")
	noError(t, err)
	equal(t, "account of a taken sign-in", ok, false)
	_, ok, err = s.AccountByExternalIdentity(ctx, "k", "s4")
	noError(t, err)
	equal(t, "sign-in of a taken login", ok, false)

	issuers, err := s.ExternalIssuers(ctx, "anna")
	noError(t, err)
	equal(t, "issuers", issuers, []string{"i", "j"})
	done, err := s.UnlinkExternalIdentity(ctx, "i", event("anna"))
	noError(t, err)
	equal(t, "unlink", done, true)
	done, err = s.UnlinkExternalIdentity(ctx, "i", event("anna"))
	noError(t, err)
	equal(t, "unlink again", done, false)
}
