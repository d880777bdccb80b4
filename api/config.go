package api

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"time"

	"wubiao/api/web"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/order"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/engine/use/standard"
)

// Config says how pages are served. The zero value is the safe one: TLS in
// front, no proxy trusted.
type Config struct {
	// Insecure says that browsers reach the pages over plain HTTP, as on a
	// laptop or behind no proxy at all: cookies then lose their Secure mark.
	Insecure bool
	// Origins are further addresses, "https://party.example.cn", under which
	// browsers know this server when a proxy changes the Host header.
	Origins []string
	// TrustedProxies are the networks whose X-Forwarded-For is believed. Empty:
	// the connection's own address is the person's.
	TrustedProxies []netip.Prefix
	// CallsPerMinute is how often one token, or one account without, may call the
	// JSON interface. 0: 300.
	CallsPerMinute int
	// UploadsPerMinute is how often one account may send files. 0: 30.
	UploadsPerMinute int
	// ExportsPerMinute is how often one account may have a workbook made. 0: 6.
	ExportsPerMinute int
	// Rush, where it is given, is called by every request while many are under way
	// at once. It must not wait.
	Rush func()
	// Zone is where moments are shown.
	Zone *time.Location
	// Log receives one line per request and every failure, ids only.
	Log *slog.Logger
}

// UseCases are what pages and scripts call.
type UseCases struct {
	Admin     *admin.Admin
	Practise  *practise.Practise
	SelfCheck *selfcheck.SelfCheck
	Follow    *follow.Follow
	Orders    *order.Orders
	Desk      *desk.Desk
	Handbook  *standard.Reader
	Org       *org.Org
	Runs      web.Runs
}

// check refuses a configuration that cannot serve.
func (c Config) check() error {
	if c.Log == nil || c.Zone == nil {
		return fmt.Errorf("api: the log or the zone is missing")
	}
	for _, p := range c.TrustedProxies {
		if !p.IsValid() {
			return fmt.Errorf("api: a trusted proxy's network is not valid")
		}
	}
	return nil
}

// networks gives the trusted proxies as echo wants them.
func (c Config) networks() []*net.IPNet {
	var out []*net.IPNet
	for _, p := range c.TrustedProxies {
		p = p.Masked()
		out = append(out, &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())})
	}
	return out
}
