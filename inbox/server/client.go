package server

import (
	"net/http"
	"net/netip"
	"strings"
)

// clientAddr is who a quota belongs to: an IPv4 address, or the /64 network of
// an IPv6 one, which is what one customer of a provider gets.
type clientAddr = netip.Addr

// clientOf is the address a request comes from. Behind a trusted proxy it is the
// last address of X-Forwarded-For that is no trusted proxy: what stands before
// it was written by the client. The zero address stands for an unreadable one.
func clientOf(r *http.Request, trusted []netip.Prefix) clientAddr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return clientAddr{}
	}
	address := plain(peer.Addr())
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && contains(trusted, address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = plain(hop)
	}
	return address
}

func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

func contains(networks []netip.Prefix, a netip.Addr) bool {
	for _, network := range networks {
		if network.Contains(a) {
			return true
		}
	}
	return false
}
