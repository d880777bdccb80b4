package session

import (
	"net/url"
	"strings"
)

// LocalPath gives back a path of this site that is safe to redirect to, with its
// query; anything else becomes fallback. A target must be a plain absolute path:
// no scheme, no host, no backslash, no control character, nothing that a browser
// would read as another site.
func LocalPath(target, fallback string) string {
	if len(target) > 512 || !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") {
		return fallback
	}
	for _, r := range target {
		if r <= ' ' || r == '\\' || r == 0x7f {
			return fallback
		}
	}
	u, err := url.Parse(target)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" {
		return fallback
	}
	// The path once more, decoded: %2f%2f and %5c must not come back as a host.
	if strings.HasPrefix(u.Path, "//") || strings.ContainsAny(u.Path, "\\\r\n\t") {
		return fallback
	}
	local := url.URL{Path: u.Path, RawQuery: u.RawQuery, Fragment: u.Fragment}
	return local.String()
}
