//go:build !linux

package storetest

import "syscall"

func dieWithParent(attr *syscall.SysProcAttr) *syscall.SysProcAttr { return attr }

func (c *cluster) run(started chan<- error) {
	err := c.server.Start()
	started <- err
	if err == nil {
		c.ended <- c.server.Wait()
	}
}
