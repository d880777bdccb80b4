package api

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"wubiao/api/rest"
	"wubiao/engine"
)

// How often one asker may do what, as many at once and in the long run: a token,
// or an account without one, may ask the JSON interface, an account may send
// files and have workbooks made. mostLimiters bounds who is remembered.
const (
	callsPerMinute   = 300
	uploadsPerMinute = 30
	exportsPerMinute = 6
	mostLimiters     = 10_000
)

// limiters count what each asker does. Only those who were let in have one.
type limiters struct {
	perMinute int
	mu        sync.Mutex
	all       map[string]*rate.Limiter
}

// The sentences, with the number per minute and the seconds to wait.
const (
	tooManyCalls = "请求太密：每分钟最多%d次，请过%d秒再试。"
	tooManyFiles = "传得太密：每分钟最多传%d次，这一次没有收。请过%d秒再传一次。"
	tooManyBooks = "导出得太密：每分钟最多导出%d次。请过%d秒再点一次；整本台账可以用“导出全部台账”一次导完。"
)

// allow counts once and refuses where it was too often, with the seconds after
// which it will do.
func (l *limiters) allow(h http.Header, asker, sentence string) error {
	wait := l.wait(asker)
	if wait == 0 {
		return nil
	}
	seconds := int(math.Ceil(wait.Seconds()))
	h.Set("Retry-After", strconv.Itoa(seconds))
	return rest.Refuse(http.StatusTooManyRequests, engine.Throttled, "rate", fmt.Sprintf(sentence, l.perMinute, seconds))
}

// wait is how long the asker must wait; 0: not at all, and it is counted.
func (l *limiters) wait(asker string) time.Duration {
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
	turn := one.Reserve()
	wait := turn.Delay()
	if wait > 0 {
		turn.Cancel() // who is refused is not counted
	}
	return wait
}
