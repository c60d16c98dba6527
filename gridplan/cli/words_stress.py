"""Sentences of `gridplan stress`, in both languages."""

from __future__ import annotations

STRESS_WORDS: dict[str, dict[str, str]] = {
    "help_stress": {
        "en": "Put a finished plan to weather years it has not seen: capacities held, every hour dispatched anew.",
        "zh": "用未见过的气象年检验方案：容量保持不变，逐时重新优化运行。",
    },
    "arg_result": {"en": "Results folder of the plan.", "zh": "方案的结果文件夹。"},
    "opt_weather_years": {
        "en": "How many further weather years to generate; 10 if none are named.",
        "zh": "另行生成的气象年个数；未指定其他气象年时为 10。",
    },
    "opt_seeds": {"en": "Weather seeds, as in 11-20 or 3,7,11.", "zh": "气象种子，例如 11-20 或 3,7,11。"},
    "opt_series": {
        "en": "Weather years of your own: a CSV file (one year), or a folder of them; may be given again.",
        "zh": "自备气象年：一个 CSV 文件（一年）或含多个文件的文件夹；可重复给出。",
    },
    "opt_limit_hours": {
        "en": "Hours short a year that are put up with, mean over the weather years (LOLE); more is exit code 3.",
        "zh": "可接受的年缺电小时数（各气象年均值，LOLE）；超过则退出码为 3。",
    },
    "opt_stress_out": {
        "en": "Folder for all weather years and the report; results/<plan>-stress if not given.",
        "zh": "各气象年结果和报告的文件夹；缺省为 results/<方案>-stress。",
    },
    "opt_stress_workers": {
        "en": "Weather years dispatched at once; as many as processors and memory allow if not given.",
        "zh": "同时运行的气象年数；缺省由处理器和内存决定。",
    },
    "opt_stress_again": {"en": "Dispatch even what is there already.", "zh": "已有结果的气象年也重新计算。"},
    "stress_seeds_wrong": {
        "en": "--seeds {given}: cannot be read at {part}; write 11-20 or 3,7,11 (0 to 1000000, at most 1000 of them).  "
        "Nothing was solved.",
        "zh": "--seeds {given}：无法读取 {part}；请写作 11-20 或 3,7,11（0 至 1000000，最多 1000 个）。未求解。",
    },
    "stress_not_generated": {
        "en": "No series of this plan is generated from a weather seed: other seeds change nothing.  "
        "Bring weather years with --series (docs/stress.md).  Nothing was solved.",
        "zh": "该方案没有由气象种子生成的曲线，更换种子不起作用。"
        "请用 --series 提供气象年（见 docs/stress.md）。未求解。",
    },
    "stress_only_own": {
        "en": "{given} is the weather the plan was made for, and no other was asked for.  Nothing was solved.",
        "zh": "{given} 就是规划所用气象，没有其他气象年。未求解。",
    },
    "stress_own_seed": {
        "en": "seed {seed} is the plan's own weather; it is in the test anyway",
        "zh": "种子 {seed} 即规划所用气象，检验中已包含",
    },
    "stress_twice": {
        "en": "The weather year {name} is given twice.  Nothing was solved.",
        "zh": "气象年 {name} 重复给出。未求解。",
    },
    "stress_folder_taken": {
        "en": "{path} holds something else than a stress test; it is left alone, choose another --out.  "
        "Nothing was solved.",
        "zh": "{path} 已有其他内容，不会改动；请换一个 --out。未求解。",
    },
    "stress_plan_of": {
        "en": "the plan of {title}: {count} weather years and its own, {hours} hours each",
        "zh": "方案“{title}”：{count} 个气象年及规划所用气象，各 {hours} 小时",
    },
    "stress_anew": {"en": "made anew with each seed: {names}", "zh": "随种子重新生成：{names}"},
    "stress_kept": {"en": "as the plan has them in every year: {names}", "zh": "各年均与方案相同：{names}"},
    "stress_ended": {
        "en": "{title}: {status}, {energy} unserved  {seconds:.0f} s",
        "zh": "{title}：{status}，缺供 {energy}  {seconds:.0f} 秒",
    },
    "stress_overall": {"en": "weather years", "zh": "气象年"},
    "stress_reading": {"en": "adding up the weather years", "zh": "汇总各气象年"},
    "stress_files": {"en": "Results: {folder}\nPage: {page}", "zh": "结果：{folder}\n网页：{page}"},
    "stress_stopped": {
        "en": "Stopped (Ctrl-C or SIGTERM).  Finished weather years are kept and reported; run again to go on.",
        "zh": "已停止（Ctrl-C 或 SIGTERM）。已完成的气象年保留并列入报告，重新运行即可继续。",
    },
}
