package api

import (
	"net/http"
	"strconv"
	"sync"

	"golang.org/x/time/rate"

	"wubiao/api/rest"
	"wubiao/engine"
)

// callsPerMinute is how often one token, or one account without a token, may ask:
// as many at once, and in the long run. mostLimiters bounds who is remembered.
const (
	callsPerMinute = 300
	mostLimiters   = 10_000
)

// limiters count the calls of each asker. Only those who were let in have one.
type limiters struct {
	perMinute int
	mu        sync.Mutex
	all       map[string]*rate.Limiter
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
		one = rate.NewLimiter(rate.Limit(l.perMinute)/60, l.perMinute)
		l.all[asker] = one
	}
	if one.Allow() {
		return nil
	}
	const wait = 5 // seconds, in which some calls are earned again
	h.Set("Retry-After", strconv.Itoa(wait))
	return rest.Refuse(http.StatusTooManyRequests, engine.Throttled, "rate", "请求太密：每分钟最多"+strconv.Itoa(l.perMinute)+"次，请过几秒再试。")
}
