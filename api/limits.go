package api

import (
	"net/http"
	"strconv"
	"sync"

	"golang.org/x/time/rate"

	"wubiao/api/rest"
	"wubiao/engine"
)

// The rate at which one token, or one account without a token, may ask: as many
// as callBurst at once, and callsPerMinute in the long run.
const (
	callsPerMinute = 300
	callBurst      = 300
	mostLimiters   = 10_000
)

// limiters count the calls of each asker. Only those who were let in have one.
type limiters struct {
	mu  sync.Mutex
	all map[string]*rate.Limiter
}

// allow counts a call and refuses it where there were too many.
func (l *limiters) allow(h http.Header, asker string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil || len(l.all) >= mostLimiters {
		l.all = map[string]*rate.Limiter{} // forgetting is kinder than refusing
	}
	one := l.all[asker]
	if one == nil {
		one = rate.NewLimiter(rate.Limit(callsPerMinute)/60, callBurst)
		l.all[asker] = one
	}
	if one.Allow() {
		return nil
	}
	const wait = 5 // seconds, in which 25 more calls are earned
	h.Set("Retry-After", strconv.Itoa(wait))
	return rest.Refuse(http.StatusTooManyRequests, engine.Throttled, "rate", "请求太密：每分钟最多"+strconv.Itoa(callsPerMinute)+"次，请过几秒再试。")
}
