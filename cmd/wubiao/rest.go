package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"wubiao/api"
)

// How restlessness is seen: what the program allocates between two looks. The
// first look comes soon, because starting leaves most of its memory unused.
const (
	firstLook  = 2 * time.Second
	lookEvery  = 5 * time.Second
	quietBytes = 128 << 10 // looking for stale scores and a probe's health check allocate less
)

// heldByStore is how many of Go's processors the store may hold while SQLite waits for
// the disk: the writer's and that of whoever moves the log into the file. Were there only
// as many as cores in a rush, nobody might look for up to 10 ms whether requests have
// come. At rest each costs memory.
const heldByStore = 2

// rush says that many people are at work at once.
type rush chan struct{}

// tell never waits: one telling is enough.
func (r rush) tell() {
	select {
	case r <- struct{}{}:
	default:
	}
}

// restWhenQuiet gives memory back to the system once the program has done
// something and then nothing for a while. Go and SQLite keep what they have once
// used for the next rush; here nothing happens for most of the day, and the
// machine is often somebody's desk computer.
func (p *program) restWhenQuiet(ctx context.Context, server *api.Server, rush rush) {
	look := time.NewTimer(firstLook)
	defer look.Stop()
	before, started, rested := allocated(), false, false
	told := rush
	cores := runtime.GOMAXPROCS(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-told:
			debug.SetGCPercent(rushPercent)
			runtime.GOMAXPROCS(cores + heldByStore)
			told, rested = nil, false // until everything is quiet again
			continue
		case <-look.C:
		}
		now := allocated()
		quiet := !started || now-before < quietBytes
		if quiet && !rested {
			if err := p.store.Release(ctx); err != nil && ctx.Err() == nil {
				p.logger.Warn("memory was not given back", "error", err.Error())
			}
			debug.SetGCPercent(servePercent)
			runtime.GOMAXPROCS(cores)
			told = rush
			server.Rest()
			runtime.GC() // pools give up what they hold at the second collection: a compressor is most of a megabyte
			debug.FreeOSMemory()
			now = allocated()
		}
		before, started, rested = now, true, quiet && started
		look.Reset(lookEvery)
	}
}

// allocated is how much the program has allocated since its start.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
