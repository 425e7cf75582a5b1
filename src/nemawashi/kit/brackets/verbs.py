"""What delegations type for an operation or a stance, behind the names of parties and alone, in three languages."""

from nemawashi.kit.clauses.operations import Operation

# A reserve is a reserve here,
# whatever its kind: files do not tell them apart reliably.
SUPPORT, OPPOSE = "support", "oppose"
_SAID_OF_PARTIES: dict[str, str] = {
    Operation.INSERT: (
        "propose; proposes; proposed; proposal; add; adds; insert; inserts; suggest; suggests; request; requests; "
        "предлагает; предлагают; предлагаем; добавить; включить; вставить; 提案; 追加; 挿入"
    ),
    Operation.DELETE: (
        "delete; deletes; del; deletion; to delete; to be deleted; to be removed; to be struck; deleted; sup; propose to delete; proposes to delete; propose deletion; "
        "proposes deletion; strike; strikes; to strike; strike out; remove; removes; to remove; omit; omits; to omit; drop; drops; "
        "would delete; would like to delete; would prefer to delete; would remove; would strike; wants to delete; wishes to delete; prefers to delete; requests deletion; suggests deletion; wants deletion; supports deletion; asks for deletion; seeks deletion; prefers deletion; favours deletion; wants to strike; proposes to strike; proposes to remove; suggests to delete; "
        "исключить; исключает; исключают; снять; снимает; снимают; изъять; удалить; удаляет; убрать; "
        "предлагает исключить; предлагают исключить; предлагает снять; предлагает удалить; просит исключить; "
        "削除; 削除する; 削除を提案; 削除を提案する; 削除を求める; は削除を提案; は削除を求める"
    ),
    Operation.ALTERNATIVE: "alt; alternative; prefer; prefers; альт; альт.; 代案",
    OPPOSE: "oppose; would oppose; opposes; opposed; against; object; objects; does not support; cannot support; cannot accept; does not accept; против; возражает; возражают; 反対",
    SUPPORT: (
        "ok; okay; no objection; no objections; fine with it; support; supports; supported by; retain; retains; keep; keeps; to retain; to keep; to be retained; to be kept; retained; maintain; maintains; prefers to keep; "
        "prefers to retain; wants to keep; wants to retain; wishes to keep; wishes to retain; could accept; can accept; supporting; would support; would keep; would retain; would like to keep; would like to retain; would prefer to keep; would prefer to retain; "
        "поддерживает; поддерживают; за; сохранить; сохраняет; сохраняют; оставить; оставляет; 支持; 維持; 維持する; 存置"
    ),
    Operation.RESERVE: (
        "reserve; reserves; reservation; reserves its position; reserve their position; reserve their positions; "
        "general reserve; general reservation; scrutiny reserve; scrutiny reservation; резерв; оговорка; "
        "резервирует позицию; резервирует свою позицию; резервируют свои позиции; резервируют свою позицию; "
        "は立場を留保する; は立場を留保; は態度を留保する; は留保する; 立場を留保; 留保; 一般留保; 精査留保"
    ),
    Operation.COMMENT: "comment; comments; notes; note; considering; considering drafting; комментарий; コメント",
    Operation.FOOTNOTE: "footnote",
    Operation.PLACEHOLDER: "placeholder",
}
# Of those that support: who says so of words that somebody wants out is against that.
KEEPS = frozenset(
    "retain; retains; keep; keeps; to retain; to keep; to be retained; to be kept; retained; maintain; maintains; prefers to keep; "
    "prefers to retain; wants to keep; wants to retain; wishes to keep; wishes to retain; would keep; would retain; would like to keep; would like to retain; would prefer to keep; would prefer to retain; сохранить; сохраняет; сохраняют; "
    "оставить; оставляет; 維持; 維持する; 存置".split("; ")
)
VERBS = {said: kind for kind, words in _SAID_OF_PARTIES.items() for said in words.split("; ")}
_SAID_ALONE: dict[str, str] = {
    Operation.PLACEHOLDER: "placeholder; to be completed; tbc; tbd; to be determined; заглушка; место для текста; プレースホルダー; 後日記入",
    Operation.COMMENT: "nb; n.b.; nota bene; remark; remarks; question; reminder; rationale; explanation; editorial note; editor's note; "
    "secretariat note; drafter's note; background; прим.; вопрос; пояснение; обоснование; 備考; 注記; "
    "comment; note; drafting note; negotiators' note; negotiators’ note; chair's note; примечание; 注",
    Operation.FOOTNOTE: "footnote; сноска; 脚注",
}
KINDS = {said: kind for kind, words in _SAID_ALONE.items() for said in words.split("; ")}
