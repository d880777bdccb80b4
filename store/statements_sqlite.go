package store

// The plan of a period lives in temporary tables of the writing connection. It
// is the same for all chunks of a period, so it is written once and looked up
// by its digest; a rolled-back transaction takes both tables back together.
const (
	sqlPlanTables = `
CREATE TEMP TABLE IF NOT EXISTS issue_plan (
	class INTEGER NOT NULL, n INTEGER NOT NULL,
	duty TEXT NOT NULL, subject TEXT NOT NULL, opens TEXT NOT NULL, due TEXT NOT NULL, estimated INTEGER NOT NULL,
	PRIMARY KEY (class, n)
) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS issue_plan_digest (digest TEXT NOT NULL)`

	sqlPlanDigest   = `SELECT digest FROM temp.issue_plan_digest`
	sqlPlanClear    = `DELETE FROM temp.issue_plan; DELETE FROM temp.issue_plan_digest`
	sqlPlanRemember = `INSERT INTO temp.issue_plan_digest (digest) VALUES (?)`
	sqlPlanInsert   = `INSERT INTO temp.issue_plan (class, n, duty, subject, opens, due, estimated)
SELECT ?, key, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`

	// A chunk is a JSON object of unit and class, {"17":0,"18":2}. It is
	// materialised, else it would be read again for each task. The cross join
	// keeps units outside and duties inside, which is the order of the unique
	// key, so that rows are appended.
	sqlIssueTasks = `
WITH chunk (unit, class) AS MATERIALIZED (SELECT CAST(key AS INTEGER), value FROM json_each(?))
INSERT INTO tasks (period, unit_id, duty, subject, edition, opens, due, estimated,
	state, done_by, reason, version, created_at, updated_at)
SELECT ?, chunk.unit, plan.duty, plan.subject, ?, plan.opens, plan.due, plan.estimated,
	'open', 0, '', 1, ?, ?
FROM chunk CROSS JOIN temp.issue_plan AS plan
WHERE plan.class = chunk.class
ON CONFLICT (period, unit_id, duty, subject) DO NOTHING`

	// Nothing here is SQLite's own; it stands with its likes.
	sqlOpenScores = `
INSERT INTO scores (period, unit_id, edition, last_day, points, max, bonus, result, band, vetoes, lost, gaps, standards,
	trial, sealed, version, created_at, updated_at)
SELECT ?, unit_id, ?, ?, 0, 0, 0, 0, '', '', 0, 0, '', false, false, 1, ?, ? FROM sheets WHERE period = ?
ON CONFLICT (period, unit_id) DO NOTHING`

	sqlOpenSelfChecks = `
INSERT INTO self_checks (period, unit_id, score_id, edition, opens, due, state, review_record, signed_by, result, record_id,
	version, created_at, updated_at)
SELECT period, unit_id, id, edition, ?, ?, 'filling', 0, 0, 0, 0, 1, ?, ? FROM scores WHERE period = ?
ON CONFLICT (period, unit_id) DO NOTHING`

	// The units come as a JSON object of unit and minutes, {"17":40}. Units stand
	// outside, so that each task is found by the unique key: the other way round the
	// object would be read once a task.
	sqlAddressOrder = `
WITH loads (unit, minutes) AS MATERIALIZED (SELECT CAST(key AS INTEGER), CAST(value AS INTEGER) FROM json_each(?))
INSERT INTO order_replies (order_id, unit_id, task_id, load, answered_by, version, created_at, updated_at)
SELECT ?, tasks.unit_id, tasks.id, loads.minutes, 0, 1, ?, ?
FROM loads CROSS JOIN tasks
WHERE tasks.period = ? AND tasks.unit_id = loads.unit AND tasks.duty = ? AND tasks.subject = ''
ON CONFLICT (order_id, unit_id) DO NOTHING`

	sqlIssueSheets = `
INSERT INTO sheets (period, unit_id, edition, created_at)
SELECT ?, CAST(key AS INTEGER), ?, ? FROM json_each(?) WHERE true
ON CONFLICT (period, unit_id) DO NOTHING`

	sqlIssueNotices = `
INSERT INTO notices (dedupe_key, unit_id, post, kind, about_unit, task_id, period, day, text, created_at)
SELECT 'sheet/' || ?1 || '/' || key, CAST(key AS INTEGER), ?2, 'sheet', CAST(key AS INTEGER), 0, ?1, ?3, ?4, ?5
FROM json_each(?6) WHERE true
ON CONFLICT (dedupe_key) DO NOTHING`
)

// Planning for ten thousand branches reads everybody who counts. A row per unit,
// its people packed into one text, costs a fifth of a row per person.
const (
	sqlRegisterPeople = `
SELECT unit_id, group_concat(concat_ws(char(31), id, name, standing, coalesce(joined, ''), coalesce(full_on, ''),
	party_group, no_vote, away, coalesce(from_day, ''), coalesce(left_day, '')), char(30))
FROM people
WHERE unit_id IN (SELECT value FROM json_each(?)) AND standing <> '' AND standing <> '群众'
GROUP BY unit_id`

	sqlRegisterStays = `
SELECT t.unit_id, group_concat(concat_ws(char(31), p.id, p.name, p.standing, coalesce(p.joined, ''), coalesce(p.full_on, ''),
	'', p.no_vote, 0, coalesce(t.from_day, ''), t.left_day), char(30))
FROM transfers t JOIN people p ON p.id = t.person_id
WHERE t.unit_id IN (SELECT value FROM json_each(?)) AND t.left_day >= ? AND t.state = 'received'
	AND p.standing <> '' AND p.standing <> '群众'
GROUP BY t.unit_id`

	sqlRegisterPosts = `
SELECT posts.unit_id, group_concat(concat_ws(char(31), posts.person_id, people.name, posts.name,
	coalesce(posts.from_day, ''), coalesce(posts.to_day, '')), char(30))
FROM posts JOIN people ON people.id = posts.person_id
WHERE posts.unit_id IN (SELECT value FROM json_each(?)) AND posts.name IN (SELECT value FROM json_each(?))
GROUP BY posts.unit_id`
)
