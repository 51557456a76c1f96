package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"okienko/inbox/config"
	"okienko/inbox/intake"
)

// hangups gives the SIGHUPs of this process until stop is called.
func hangups() (signals <-chan os.Signal, stop func()) {
	ch := make(chan os.Signal, 1) // one that waits says as much as many: read again
	signal.Notify(ch, syscall.SIGHUP)
	return ch, func() { signal.Stop(ch) }
}

// watchForms reads the office's forms again at every hangup until ctx ends.
func (a *app) watchForms(ctx context.Context, cfg config.Config, hangup <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			a.reloadForms(cfg)
		}
	}
}

// reloadForms puts what the forms folder holds now in place of what it held; a
// fault anywhere leaves all as it was. Letters keep the form they were judged by.
func (a *app) reloadForms(cfg config.Config) {
	fresh, err := loadForms(cfg)
	if err == nil {
		err = intake.CheckForms(cfg.Boxes(), fresh)
	}
	if err != nil {
		a.log.Error("forms not read again, those of before stay", "dir", cfg.FormsDir, "err", err)
		return
	}
	a.catalogue.Replace(fresh)
	a.log.Info("forms read again", "dir", cfg.FormsDir, "forms", len(fresh.Forms()))
}
