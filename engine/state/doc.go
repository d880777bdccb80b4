// Package state owns the life cycles: every one is a table of from × event ×
// who × guard → to × effects, and nothing moves but by its table. A use case
// gathers the facts, asks Next, makes the move and its effects in the same
// transaction, and shows the refusal as it is.
//
// The package must not know storage, pages or the clock; a guard sees only the
// facts it is given. The diagrams below are written from the tables by
// `go generate ./engine/state`; a test fails when they are stale.
//
// # 任务
//
//	stateDiagram-v2
//	    state "待办" as open
//	    state "已完成" as done
//	    state "不再适用" as retired
//	    [*] --> open
//	    open --> done: 确认完成（本人，点一下即完成的事项） / 记下完成日和完成人
//	    open --> done: 凭记录完成（记录，凭记录完成的事项） / 记下完成日和完成人
//	    done --> open: 撤回完成（本人，本人当天） / 清除完成日和完成人
//	    done --> open: 记录不再算数（记录，凭记录完成的事项） / 清除完成日和完成人
//	    open --> retired: 撤销（系统，有原因） / 写明原因
//	    retired --> open: 恢复（系统） / 清除原因
package state

//go:generate go test -run TestDiagramsInTheDocumentationAreFresh -update .
