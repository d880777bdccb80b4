package job

import "wubiao/engine"

// Board is the jobs and what they did last.
type Board struct {
	Jobs []Job        `json:"jobs"`
	Runs []engine.Run `json:"runs"`
}

// Job is one thing that runs by itself. When says in words how often.
type Job struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	When  string `json:"when"`
}
