// Package intake holds what every workbook shares, whatever its tables: a template
// that is empty, an export that is full, and between them the way in. Rows wait as a
// draft that only the person who handed them in can open; a preview shows what they
// would do; one confirmation writes what was shown. What a table holds and what
// becomes of its rows is the business of its Owner, in org and practise.
package intake
