// Package paper reads and writes the papers people keep beside the program: xlsx
// workbooks. It knows tables (engine/table) and nothing of requests and pages.
//
// A workbook comes from anywhere. Only the parts that hold cells are looked at;
// they are counted before they are read, so that a small file cannot fill the
// memory. Formulas are never worked out: what the office program last showed is
// what counts. What is written holds texts, numbers and dates, never formulas.
package paper
