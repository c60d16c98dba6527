"""Words of the solvers beside HiGHS."""

WORDS_SOLVERS: dict[str, dict[str, str]] = {
    "opt_method": {
        "en": "How to solve: certified (to a proven gap), direct (the whole programme), one of HiGHS's methods, or "
        "gurobi or copt (direct, by that solver); auto is certified from 4380 blocks on, all weather years together.",
        "zh": "求解方法：certified（求到可证明的间隙）、direct（整体求解）、HiGHS 的某一方法，或 gurobi、copt"
        "（用该求解器整体求解）；auto 自 4380 个时段起（各气象年合计）采用 certified。",
    },
    "opt_solver": {
        "en": "Which solver does the work, whatever the method: highs (always there), or gurobi or copt where "
        "installed and licensed.",
        "zh": "用哪个求解器计算（与求解方法无关）：highs（始终可用），或已安装并有许可证的 gurobi、copt。",
    },
    "solvers_differ": {
        "en": "--method {method} is not one of --solver {solver}: leave one of the two out",
        "zh": "--method {method} 不属于 --solver {solver}：请去掉其中之一",
    },
    "refused": {"en": "{reason}.\nNothing was written.", "zh": "{reason}。\n未写入任何文件。"},
}
