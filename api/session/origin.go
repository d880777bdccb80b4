package session

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// Origin says whether a request that changes something comes from our own
// pages, as far as the browser tells.
type Origin struct{ guard *http.CrossOriginProtection }

// NewOrigin makes the check. Besides the host of the request itself it trusts
// the external origins, "https://host[:port]", under which a proxy serves us.
func NewOrigin(external ...string) (Origin, error) {
	guard := http.NewCrossOriginProtection()
	for _, o := range external {
		if err := guard.AddTrustedOrigin(o); err != nil {
			return Origin{}, fmt.Errorf("external origin: %w", err)
		}
	}
	return Origin{guard: guard}, nil
}

var errNoOrigin = errors.New("the browser does not say which page the request comes from")

// Check refuses what comes from elsewhere. A browser too old to send Origin or
// Sec-Fetch-Site is asked for its Referer; one that sends none of the three is
// refused.
func (o Origin) Check(r *http.Request) error {
	if err := o.guard.Check(r); err != nil {
		return err
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
	if safe || r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != "" {
		return nil
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" || from.Host != r.Host {
		return errNoOrigin
	}
	return nil
}
