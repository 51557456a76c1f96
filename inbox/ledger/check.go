package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"okienko/inbox"
)

// checkpoint is what a signed note says.
type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func (c checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.origin, c.size, base64.StdEncoding.EncodeToString(c.root[:]))
}

// ErrCheckpoint is returned for a note that is no checkpoint of this log.
var ErrCheckpoint = errors.New("ledger: not a checkpoint")

func parseCheckpoint(text, origin string) (checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		return checkpoint{}, ErrCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return checkpoint{}, ErrCheckpoint
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return checkpoint{}, ErrCheckpoint
	}
	c := checkpoint{origin: origin, size: size}
	copy(c.root[:], root)
	if c.text() != text {
		return checkpoint{}, ErrCheckpoint // one spelling only
	}
	return c, nil
}

// CheckCheckpoint verifies a checkpoint and returns the log's size and root.
func CheckCheckpoint(signed []byte, verifier note.Verifier) (size int64, root tlog.Hash, err error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	c, err := parseCheckpoint(opened.Text, verifier.Name())
	return c.size, c.root, err
}

// Check verifies a proof against the log's public key alone: the checkpoint's
// signature, and that the leaf stands at its index under the root it names.
func Check(p Proof, verifier note.Verifier) error {
	size, root, err := CheckCheckpoint(p.Checkpoint, verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(p.Path, size, root, p.Index, tlog.RecordHash(p.Leaf))
}

// internal keeps the store's own errors and hides others behind a code.
func internal(err error) error {
	if err == nil {
		return nil
	}
	if own, ok := errors.AsType[*inbox.Error](err); ok {
		return own
	}
	return &inbox.Error{Code: inbox.CodeInternal, Cause: err}
}
