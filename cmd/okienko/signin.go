package main

import (
	"fmt"

	"okienko/inbox/config"
	"okienko/inbox/fetch"
	"okienko/inbox/web"
)

// loadSignIns makes the providers that people may sign in with.
func loadSignIns(cfg config.Config) ([]web.SignIn, error) {
	var list []web.SignIn
	for _, s := range cfg.SignIns {
		secret, err := firstLine(s.SecretFile)
		if err != nil {
			return nil, fmt.Errorf("sign_ins: %s: %w", s.ID, err)
		}
		client := fetch.New(fetch.Options{Private: s.Private})
		list = append(list, web.SignIn{ID: s.ID, Title: s.Title, Issuer: s.Issuer, Provider: client.OpenID(fetch.OpenIDOptions{
			Issuer: s.Issuer, ClientID: s.ClientID, ClientSecret: secret, RedirectURL: cfg.PublicURL + "/login/with/" + s.ID + "/back",
		})})
	}
	return list, nil
}
