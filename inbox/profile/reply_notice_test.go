package profile_test

import (
	"context"
	"errors"
	"testing"

	"okienko/inbox"
	"okienko/inbox/profile"
)

// TestWhoIsToldOfAReply: the identity that signed, not the account that posted.
func TestWhoIsToldOfAReply(t *testing.T) {
	p := newProvider(t)
	ctx := context.Background()
	p.create(t, inbox.Account{Login: "system", Role: inbox.RoleIntegrator}, "", "")
	p.create(t, inbox.Account{Login: "dawny@example.pl", Role: inbox.RoleResident, Disabled: true}, "", "")
	p.confirm(t, anna, annaIdentity, examined)
	for name, c := range map[string]struct {
		login, pesel string
		again        bool
		to, kind     string // "" = nobody
	}{
		"the signer":             {"", annaIdentity.PESEL, false, anna, profile.NoticeReply},
		"the signer, again":      {jan, annaIdentity.PESEL, true, anna, profile.NoticeReplyAgain},
		"no profile of a PESEL":  {anna, janIdentity.PESEL, false, "", ""},
		"an account":             {jan, "", false, jan, profile.NoticeReply},
		"no such account":        {"nikt@example.pl", "", false, "", ""},
		"a system has no letter": {"system", "", false, "", ""},
		"an account that is off": {"dawny@example.pl", "", false, "", ""},
		"nobody":                 {"", "", false, "", ""},
	} {
		p.post.sent = nil
		told, err := p.TellOfReply(ctx, c.login, c.pesel, c.again)
		if err != nil || told != (c.to != "") || len(p.post.sent) > 1 {
			t.Errorf("%s: told %v, %v, %v", name, told, p.post.sent, err)
		}
		if told && (p.post.sent[0].To != c.to || p.post.sent[0].Kind != c.kind || p.post.sent[0].Code != "") {
			t.Errorf("%s: %+v", name, p.post.sent[0])
		}
	}
	p.post.fail = errors.New("the relay is away")
	if told, err := p.TellOfReply(ctx, jan, "", false); told || inbox.ErrorCode(err) != inbox.CodeUnavailable {
		t.Errorf("%v, %v", told, err)
	}
	if told, err := newRoom(t).TellOfReply(ctx, jan, "", false); told || err != nil {
		t.Errorf("without a provider: %v, %v", told, err)
	}
}
