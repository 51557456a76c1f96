package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"okienko/inbox"
	"okienko/inbox/config"
	"okienko/inbox/profile"
	"okienko/inbox/store"
)

var userCommand = command{
	name:    "user",
	usage:   "add --config FILE --login NAME --role ROLE [--department ID] [--name TEXT] [--password-stdin] | factor-off --config FILE --login NAME",
	summary: "creates or replaces an account and prints its new token; or removes a second factor that was lost",
	run:     runUser,
}

var userRoles = []inbox.Role{inbox.RoleIntegrator, inbox.RoleClerk, inbox.RoleHead, inbox.RoleRegistrar, inbox.RoleConfirmer, inbox.RoleAuditor, inbox.RoleAdministrator}

func runUser(ctx context.Context, e env, args []string) error {
	if len(args) > 0 && args[0] == "factor-off" {
		return runFactorOff(ctx, e, args[1:])
	}
	if len(args) == 0 || args[0] != "add" {
		return usagef("the word after user is add or factor-off")
	}
	flags := newFlags("user add")
	file := flags.String("config", "", "configuration file")
	login := flags.String("login", "", "name to sign in with")
	role := flags.String("role", "", fmt.Sprint(userRoles))
	department := flags.String("department", "", "id of the department, for clerks and heads")
	name := flags.String("name", "", "name shown to people")
	fromStdin := flags.Bool("password-stdin", false, "the first line of standard input is the password")
	rest, err := parseArgs(e, flags, args[1:])
	if err != nil {
		return err
	}
	if len(rest) > 0 || *file == "" || *login == "" {
		return usagef("--config, --login and --role are required")
	}
	cfg, err := config.Load(*file)
	if err != nil {
		return err
	}
	account := inbox.Account{Login: *login, Name: *name, Role: inbox.Role(*role), Department: *department}
	if err := checkAccount(account, cfg); err != nil {
		return err
	}
	password := ""
	if *fromStdin {
		line, err := bufio.NewReader(e.stdin).ReadString('\n')
		if password = strings.TrimRight(line, "\r\n"); password == "" {
			return fmt.Errorf("no password on standard input: %v", err)
		}
	}
	return addUser(ctx, e, cfg, account, password)
}

func checkAccount(a inbox.Account, cfg config.Config) error {
	if !slices.Contains(userRoles, a.Role) {
		return usagef("--role is one of %v", userRoles)
	}
	working := a.Role == inbox.RoleClerk || a.Role == inbox.RoleHead
	known := slices.ContainsFunc(cfg.Departments(), func(d inbox.Department) bool { return d.ID == a.Department })
	if working && !known {
		return usagef("a %s needs --department, one of the configuration's", a.Role)
	}
	if !working && a.Department != "" {
		return usagef("a %s has no department", a.Role)
	}
	return nil
}

func addUser(ctx context.Context, e env, cfg config.Config, a inbox.Account, password string) error {
	db, err := store.Open(ctx, cfg.Database, store.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	people := profile.New(db, e.now, rand.Reader)
	token, err := people.NewToken()
	if err != nil {
		return err
	}
	if err := people.Create(ctx, a, password, token); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "account %s, %s %s\ntoken %s\n", a.Login, a.Role, a.Department, token)
	return nil
}
