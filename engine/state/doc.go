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
//	    done --> open: 退回重办（评定人，写明原因和重办期限） / 清除完成日和完成人 / 记下退回和重办期限
//	    open --> done: 重办完成（本人，退回重办的事） / 记下完成日和完成人
//
// # 专项任务
//
//	stateDiagram-v2
//	    state "草稿" as draft
//	    state "办理中" as issued
//	    state "已结束" as closed
//	    state "已撤回" as withdrawn
//	    state "已作废" as discarded
//	    [*] --> draft
//	    draft --> draft: 修改（起草人）
//	    draft --> discarded: 作废（起草人）
//	    draft --> issued: 下达（党委工作部，六问齐全、有支部可发，超出用时上限的写明理由） / 编号 / 给收文支部下任务 / 通知支部
//	    issued --> withdrawn: 撤回（党委工作部，写明原因） / 写明原因 / 撤销还没办完的任务 / 通知支部
//	    issued --> closed: 结束（党委工作部） / 撤销还没办完的任务
//	    issued --> closed: 到期结束（系统，结束日已过） / 撤销还没办完的任务
//
// # 督办单
//
//	stateDiagram-v2
//	    state "拟督办" as proposed
//	    state "办理中" as issued
//	    state "已回复待审" as replied
//	    state "已办结" as closed
//	    state "已撤销" as withdrawn
//	    [*] --> proposed
//	    proposed --> issued: 下发（上级，有要求、期限和事项） / 编号 / 记入办理情况 / 通知支部
//	    proposed --> withdrawn: 撤销（上级，写明原因） / 记入办理情况
//	    proposed --> withdrawn: 撤销（系统，写明原因） / 记入办理情况
//	    issued --> replied: 回复办理情况（本人，写明办理情况） / 记入办理情况 / 通知上级
//	    replied --> replied: 回复办理情况（本人，写明办理情况） / 记入办理情况
//	    replied --> closed: 办结（上级） / 记入办理情况 / 通知支部
//	    replied --> issued: 退回重办（上级，写明原因和新的期限） / 记入办理情况 / 改按新的期限计算是否超期 / 通知支部
//	    issued --> withdrawn: 撤销（上级，写明原因） / 记入办理情况 / 通知支部
//	    replied --> withdrawn: 撤销（上级，写明原因） / 记入办理情况 / 通知支部
//
// # 延期申请
//
//	stateDiagram-v2
//	    state "未申请" as none
//	    state "待答复" as asked
//	    state "同意" as granted
//	    state "不同意" as refused
//	    state "已撤回" as withdrawn
//	    [*] --> none
//	    none --> asked: 申请延期（本人，到期前、有原因和预计完成日） / 通知上级
//	    asked --> granted: 同意延期（上级，事情还在办理） / 改按新的期限计算是否超期 / 通知支部
//	    asked --> refused: 不同意延期（上级，写明原因） / 通知支部
//	    asked --> withdrawn: 撤回申请（本人）
//
// # 组织关系转接
//
//	stateDiagram-v2
//	    state "待接收" as sent
//	    state "已接收" as received
//	    state "已退回" as returned
//	    state "已撤回" as withdrawn
//	    [*] --> sent
//	    sent --> received: 接收（接收方） / 改入接收单位的花名册，原单位的岗位同日结束 / 通知转出单位
//	    sent --> returned: 退回（接收方，写明原因） / 写明原因 / 通知转出单位
//	    sent --> withdrawn: 撤回（本人）
//
// # 自查表
//
//	stateDiagram-v2
//	    state "填报中" as filling
//	    state "已审议" as reviewed
//	    state "已提交" as submitted
//	    state "退回修改" as returned
//	    state "已核收" as accepted
//	    [*] --> filling
//	    filling --> filling: 修改回答和说明（本人）
//	    returned --> returned: 修改回答和说明（本人）
//	    reviewed --> filling: 修改回答和说明（本人） / 清除审议
//	    filling --> reviewed: 记下审议（本人，问题都已回答，会议日期合理） / 记下审议的日子和会议 / 记入经过
//	    returned --> reviewed: 记下审议（本人，问题都已回答，会议日期合理） / 记下审议的日子和会议 / 记入经过
//	    reviewed --> reviewed: 记下审议（本人，问题都已回答，会议日期合理） / 记下审议的日子和会议 / 记入经过
//	    reviewed --> submitted: 签字提交（本人，支部书记本人签字，没有新的问题） / 封存得分 / 记入自查台账 / 记入经过 / 通知上级
//	    submitted --> returned: 退回（上级，写明退回原因） / 清除审议 / 解除封存并重算 / 记入经过 / 通知支部
//	    submitted --> accepted: 核收（上级） / 记入经过 / 通知支部
//
// # 记录
//
//	stateDiagram-v2
//	    state "在册" as there
//	    state "已删除" as gone
//	    [*] --> there
//	    there --> gone: 删除（本人，登记人、办理人或支部书记，写明原因） / 原来的内容、时间、办理人和原因留在修改记录里 / 重新核对它完成的任务和相关的得分
//	    gone --> there: 恢复（本人，登记人、办理人或支部书记） / 原来的内容、时间、办理人和原因留在修改记录里 / 重新核对它完成的任务和相关的得分
//
// # 材料
//
//	stateDiagram-v2
//	    state "随表暂存" as draft
//	    state "在册" as kept
//	    state "已撤下" as removed
//	    state "已清除" as erased
//	    [*] --> draft
//	    draft --> kept: 归入记录（本人） / 归到记录名下 / 重新核对它完成的任务和相关的得分
//	    kept --> removed: 撤下（本人，写明原因） / 重新核对它完成的任务和相关的得分
//	    removed --> kept: 恢复（本人） / 重新核对它完成的任务和相关的得分
//	    removed --> erased: 清除（系统） / 清除文件名和内容
package state

//go:generate go test -run TestDiagramsInTheDocumentationAreFresh -update .
