//go:build cgo

package hsm

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/miekg/pkcs11"
)

// process guards what a PKCS#11 library keeps once for the whole process: whether
// it is started, and all handles. Whoever calls one holds it for reading; to start
// a library anew, which makes the handles of every Key worthless, takes it whole.
// It is a variable of the package because that state is one of the process.
var process struct {
	sync.RWMutex
	restarts int
}

// module is a loaded PKCS#11 library. Several may stand for one library, so that
// none is finalised when it is no longer used; the end of the process does it.
type module struct{ *pkcs11.Ctx }

func load(path string) (module, error) {
	if _, err := os.Stat(path); err != nil {
		return module{}, fmt.Errorf("PKCS#11 module: %w", err)
	}
	ctx := pkcs11.New(path)
	if ctx == nil {
		return module{}, fmt.Errorf("PKCS#11 module %s: cannot be loaded as a PKCS#11 library", path)
	}
	return module{ctx}, nil
}

// start initialises the library unless that was done already.
func (m module) start() error {
	err := m.Initialize()
	if err != nil && !is(err, pkcs11.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
		return failed("starting the PKCS#11 module", err)
	}
	return nil
}

func (m module) restart() error {
	process.Lock()
	defer process.Unlock()
	process.restarts++
	_ = m.Finalize() // it may never have been started
	return m.start()
}

// slotOf finds the one initialised token that the URI selects. Slots may be
// numbered anew whenever a token comes or goes.
func (m module) slotOf(u URI) (uint, pkcs11.TokenInfo, error) {
	library, err := m.GetInfo()
	if err != nil {
		return 0, pkcs11.TokenInfo{}, failed("asking the PKCS#11 module", err)
	}
	slots, err := m.GetSlotList(true)
	if err != nil {
		return 0, pkcs11.TokenInfo{}, failed("listing tokens", err)
	}
	var found []uint
	var token pkcs11.TokenInfo
	var present []string
	for _, slot := range slots {
		info, err := m.GetTokenInfo(slot)
		if err != nil || info.Flags&pkcs11.CKF_TOKEN_INITIALIZED == 0 {
			continue // a broken or blank token beside the right one is no reason to stop
		}
		present = append(present, strconv.Quote(info.Label))
		if u.selects(m.describe(library, slot, info)) {
			found, token = append(found, slot), info
		}
	}
	switch len(found) {
	case 1:
		return found[0], token, nil
	case 0:
		return 0, token, fmt.Errorf("%w: present are %s", errNoToken, orNone(present))
	}
	return 0, token, fmt.Errorf("the URI selects %d tokens: add token= or serial=", len(found))
}

var errNoToken = errors.New("the token is not there")

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (m module) describe(library pkcs11.Info, slot uint, token pkcs11.TokenInfo) map[string]string {
	have := map[string]string{
		"library-manufacturer": library.ManufacturerID,
		"library-description":  library.LibraryDescription,
		"library-version":      fmt.Sprintf("%d.%d", library.LibraryVersion.Major, library.LibraryVersion.Minor),
		"slot-id":              strconv.FormatUint(uint64(slot), 10),
		"token":                token.Label,
		"manufacturer":         token.ManufacturerID,
		"model":                token.Model,
		"serial":               token.SerialNumber,
	}
	if info, err := m.GetSlotInfo(slot); err == nil {
		have["slot-description"], have["slot-manufacturer"] = info.SlotDescription, info.ManufacturerID
	}
	for name, value := range have { // the standard pads with blanks, some libraries with zero octets
		have[name] = strings.TrimRight(value, " \x00")
	}
	return have
}
