package api_test

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// tree parses the answer's page.
func (a answer) tree() *html.Node {
	a.t.Helper()
	n, err := html.Parse(strings.NewReader(a.Body.String()))
	if err != nil {
		a.t.Fatal(err)
	}
	return n
}

// text is what a reader sees, blanks folded.
func (a answer) text() string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "title") {
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(a.tree())
	return strings.Join(strings.Fields(b.String()), " ")
}

// says reports which of the words the page does not have.
func (a answer) says(words ...string) {
	a.t.Helper()
	text := a.text()
	for _, word := range words {
		if !strings.Contains(text, word) {
			a.t.Errorf("the page does not say %q:\n%s", word, text)
		}
	}
}

// hides reports which of the words the page has after all.
func (a answer) hides(words ...string) {
	a.t.Helper()
	for _, word := range words {
		if strings.Contains(a.Body.String(), word) {
			a.t.Errorf("the page says %q", word)
		}
	}
}

// all lists the elements with the tag.
func (a answer) all(tag string) []*html.Node {
	var found []*html.Node
	for n := range a.tree().Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, at := range n.Attr {
		if at.Key == name {
			return at.Val
		}
	}
	return ""
}

// form gives the fields of the form that goes to action, as a browser would send
// them; nil where the page has none.
func (a answer) form(action string) url.Values {
	for _, f := range a.all("form") {
		if attr(f, "action") != action || attr(f, "method") != "post" {
			continue
		}
		values := url.Values{}
		for n := range f.Descendants() {
			if n.Type == html.ElementNode && n.Data == "input" {
				values.Set(attr(n, "name"), attr(n, "value"))
			}
		}
		return values
	}
	return nil
}

// byID finds the element, or nil.
func (a answer) byID(id string) *html.Node {
	for n := range a.tree().Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == id {
			return n
		}
	}
	return nil
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
