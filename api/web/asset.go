package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"

	"wubiao/api/route"
	"wubiao/engine/access"
)

//go:embed static
var staticFiles embed.FS

// asset is one static file under a name that carries its fingerprint.
type asset struct {
	name string
	kind string
	body []byte
}

// assets are the static files by the name in the URL.
type assets map[string]asset

var assetKinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func loadAssets() (assets, error) {
	files, err := staticFiles.ReadDir("static")
	if err != nil {
		return nil, fmt.Errorf("list static files: %w", err)
	}
	all := assets{}
	for _, f := range files {
		body, err := staticFiles.ReadFile("static/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read static file: %w", err)
		}
		ext := path.Ext(f.Name())
		kind := assetKinds[ext]
		if kind == "" {
			return nil, fmt.Errorf("static file %s has no known kind", f.Name())
		}
		sum := sha256.Sum256(body)
		hashed := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		all[hashed] = asset{name: f.Name(), kind: kind, body: body}
	}
	return all, nil
}

// url gives the address of a static file by its plain name.
func (all assets) url(name string) string {
	for hashed, a := range all {
		if a.name == name {
			return "/static/" + hashed
		}
	}
	panic("web: no static file " + name)
}

// serveAsset serves a static file; its name changes with its content, so it may
// be kept for ever.
func (w *Web) serveAsset(c *route.Call) error {
	a, ok := w.assets[c.Param("file")]
	if !ok {
		return access.Absent()
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, a.kind, a.body)
}

// serveIcon answers browsers that ask for the icon at its old place.
func (w *Web) serveIcon(c *route.Call) error {
	return c.Redirect(http.StatusFound, w.assets.url("icon.svg"))
}
