package standard

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Reader lets people read the edition in force.
type Reader struct {
	Store port.Store // for the moment it is asked
	Book  *Book
	Zone  *time.Location
}

// Contents is the handbook's table of contents, or what a search found in it.
type Contents struct {
	Title   string         `json:"title"`
	Edition string         `json:"edition"`
	Search  string         `json:"search"`
	Found   int            `json:"found"`
	Total   int            `json:"total"`
	Best    []ContentsLine `json:"best"` // those whose title says what was sought; not again in Parts
	Parts   []ContentsPart `json:"parts"`
}

// ContentsPart is one part of the book.
type ContentsPart struct {
	Title     string         `json:"title"`
	Standards []ContentsLine `json:"standards"`
}

// ContentsLine is one standard in the table of contents.
type ContentsLine struct {
	Code   string       `json:"code"`
	Title  string       `json:"title"`
	Post   string       `json:"post"`
	What   string       `json:"what"`
	Line   string       `json:"line"`
	Kind   string       `json:"kind"`
	Points *rule.Amount `json:"points"`
}

// Contents lists the standards by part; with a search, those that say it
// anywhere in what a person reads.
func (r *Reader) Contents(ctx context.Context, actor access.Actor, search string) (Contents, error) {
	e, err := r.inForce(ctx, actor)
	if err != nil {
		return Contents{}, err
	}
	words := strings.Fields(strings.ToLower(search))
	out := Contents{Title: e.Title, Edition: e.Name, Search: strings.Join(words, " "), Total: len(e.Standards)}
	if len(words) > 0 {
		out.Best = named(e, words)
	}
	for _, part := range e.Parts {
		group := ContentsPart{Title: firstOf(part.Title, part.Name)}
		for _, s := range e.Standards {
			if s.Part != part.Name || !says(s, words) || len(words) > 0 && titled(s, words) {
				continue
			}
			group.Standards = append(group.Standards, contentsLine(s))
		}
		out.Found += len(group.Standards)
		if len(group.Standards) > 0 {
			out.Parts = append(out.Parts, group)
		}
	}
	out.Found += len(out.Best)
	return out, nil
}

// named lists the standards whose code or title says what is sought: what one
// looks for comes before what merely mentions it.
func named(e *rule.Edition, words []string) []ContentsLine {
	var out []ContentsLine
	for _, part := range e.Parts {
		for _, s := range e.Standards {
			if s.Part == part.Name && titled(s, words) {
				out = append(out, contentsLine(s))
			}
		}
	}
	return out
}

// titled tells whether every word occurs in the standard's code or title.
func titled(s *rule.Standard, words []string) bool {
	text := strings.ToLower(s.Code + "\n" + s.Title)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

func contentsLine(s *rule.Standard) ContentsLine {
	return ContentsLine{Code: s.Code, Title: s.Title, Post: s.Who.Post, What: s.What, Line: s.Line, Kind: s.Kind, Points: s.Points}
}

// Standard gives one standard of the edition in force; small letters do as well
// as capitals.
func (r *Reader) Standard(ctx context.Context, actor access.Actor, code string) (Page, error) {
	e, err := r.inForce(ctx, actor)
	if err != nil {
		return Page{}, err
	}
	s := e.Standard(code)
	if s == nil {
		s = e.Standard(strings.ToUpper(code))
	}
	if s == nil {
		return Page{}, engine.Fail(engine.NotFound, "no_standard", "现行手册里没有这项标准，请回到手册目录查找。")
	}
	return Describe(e, s), nil
}

func (r *Reader) inForce(ctx context.Context, actor access.Actor) (*rule.Edition, error) {
	if _, err := access.Authorize(actor, access.HandbookRead); err != nil {
		return nil, err
	}
	var today calendar.Date
	err := r.Store.View(ctx, func(tx port.Tx) error {
		today = calendar.DateOf(tx.Now(), r.Zone)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("ask for today: %w", err)
	}
	e, err := r.Book.On(today)
	if err != nil {
		return nil, NoEdition().Because(err)
	}
	return e, nil
}

// says tells whether every word occurs in the standard.
func says(s *rule.Standard, words []string) bool {
	if len(words) == 0 {
		return true
	}
	parts := []string{s.Code, s.Title, s.What, s.Why, s.When, s.Degree, s.Who.Post, s.Who.Text, s.Line}
	parts = append(append(parts, s.Who.With...), s.How...)
	for _, d := range s.Duties {
		parts = append(parts, d.Title, d.Post)
	}
	for _, r := range s.Scoring {
		parts = append(parts, r.Text)
	}
	for _, src := range s.Sources {
		parts = append(parts, src.Title)
	}
	text := strings.ToLower(strings.Join(parts, "\n"))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
