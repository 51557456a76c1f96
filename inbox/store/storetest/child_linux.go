package storetest

import (
	"runtime"
	"syscall"
)

// dieWithParent lets the kernel end a server whose test process was killed.
func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr {
	with := *attr
	with.Pdeathsig = syscall.SIGQUIT
	return &with
}

// run keeps the thread that started the server: the signal of its death counts
// as the parent's.
func (c *cluster) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := c.server.Start()
	started <- err
	if err == nil {
		c.ended <- c.server.Wait()
	}
}
