package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"okienko/inbox"
	"okienko/inbox/config"
	"okienko/inbox/fetch"
	"okienko/inbox/jobs"
	"okienko/inbox/keys"
	"okienko/xades/revocation"
	"okienko/xades/trust"
)

// listTimeout of one list: the largest have 10 MB, and nobody waits for them.
const listTimeout = 2 * time.Minute

// maxLists bounds the trusted lists kept; those of all territories have some
// 60 MB together.
const maxLists = 512 << 20

// loadLists reads the certificates of whom trusted lists are signed by.
func loadLists(settings []config.TrustedList) ([]jobs.List, error) {
	var lists []jobs.List
	for _, s := range settings {
		list := jobs.List{URL: s.URL, Territories: s.Territories}
		for _, file := range s.Signers {
			certificates, err := keys.LoadCertificates(file)
			if err != nil {
				return nil, fmt.Errorf("trust.lists: %w", err)
			}
			list.Signers = append(list.Signers, certificates...)
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// fetchedDir is where a node keeps what it fetched, each kind in a folder of its own.
func fetchedDir(cfg config.Config, kind string) string {
	return filepath.Join(cfg.DataDir, "fetched", kind)
}

// openEvidence makes the cache of what is fetched for held letters; nil where the
// configuration wants nothing fetched.
func (a *app) openEvidence(cfg config.Config, now func() time.Time) error {
	if !cfg.Trust.FetchRevocation {
		return nil
	}
	folder, err := fetch.OpenFolder(fetchedDir(cfg, "evidence"), fetch.MaxEvidence)
	if err != nil {
		return err
	}
	a.evidence = fetch.NewCache(fetch.CacheOptions{
		Client: fetch.New(fetch.Options{Private: cfg.Trust.FetchPrivate}), Folder: folder, Now: now, Log: a.log, Observe: a.countFetch,
	})
	return nil
}

// retryFetched is when the sender of a held letter may ask again: its evidence is
// fetched in seconds, or after the responder was left alone for a while.
const retryFetched = time.Minute

// retryHeld is that where evidence is fetched; else 0, the intake's default.
func (a *app) retryHeld() time.Duration {
	if a.evidence == nil {
		return 0
	}
	return retryFetched
}

// evidenceAtHand is what the server has about a certificate without dialling.
func (a *app) evidenceAtHand(folder *evidenceFolder) func(cert, issuer *x509.Certificate) []revocation.Evidence {
	return func(cert, issuer *x509.Certificate) []revocation.Evidence {
		if a.evidence == nil {
			return folder.read()
		}
		return slices.Concat(a.evidence.Evidence(cert, issuer), folder.read())
	}
}

// openLists makes the lists that are fetched and lets the intake believe those
// kept from before, beside what the configuration's files say; nil without any.
func (a *app) openLists(cfg config.Config, creds credentials, now func() time.Time, log *slog.Logger) error {
	if len(creds.lists) == 0 {
		return nil
	}
	folder, err := fetch.OpenFolder(fetchedDir(cfg, "lists"), maxLists)
	if err != nil {
		return err
	}
	a.lists = jobs.NewLists(jobs.ListOptions{
		Lists: creds.lists, Client: fetch.New(fetch.Options{Private: cfg.Trust.FetchPrivate, Timeout: listTimeout}), Folder: folder,
		Believe: func(anchors []trust.Anchor) {
			a.intake.Believe(trust.Config{Anchors: slices.Concat(creds.trust.Anchors, anchors), Seals: creds.trust.Seals})
		},
		Observe: a.countFetch, Now: now, Log: log,
	})
	return nil
}

func (a *app) countFetch(kind fetch.Kind, outcome fetch.Outcome) {
	a.metrics.Fetch(string(kind), string(outcome))
}

// observe counts an answer, and has the jobs look after a letter that is held.
func (a *app) observe(channel inbox.Channel, out inbox.Outcome, err error, took time.Duration) {
	a.metrics.Letter(channel, out, err, took)
	if out.State != inbox.Held || a.evidence == nil {
		return
	}
	select {
	case a.heldLetter <- struct{}{}:
	default: // told already
	}
}

// work runs the background jobs until ctx ends.
func (a *app) work(ctx context.Context, now func() time.Time) {
	jobs.Run(ctx, jobs.Options{Store: a.store, Intake: a.intake, Desk: a.desk, Evidence: a.evidence, Lists: a.lists, Wake: a.heldLetter, Now: now, Log: a.log})
}
