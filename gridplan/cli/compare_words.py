"""Sentences of `gridplan compare`, in both languages."""

from __future__ import annotations

COMPARE_WORDS: dict[str, dict[str, str]] = {
    "help_compare": {
        "en": "Compare results: what was put in, what comes out, differences to a base; as a workbook and a page.",
        "zh": "对比多个结果：输入、结果及与基准之差，写出工作簿和网页。",
    },
    "arg_compared": {
        "en": "Results folders, the base first; or one folder that holds several, as a sweep leaves it.",
        "zh": "结果文件夹，第一个为基准；或一个含多个结果的文件夹（如批量运行的输出）。",
    },
    "opt_base": {
        "en": "Name (or folder) of the result the others are held against.",
        "zh": "作为基准的结果的名称（或文件夹）。",
    },
    "opt_compare_out": {
        "en": "Folder for the comparison; results/comparison, or <folder>/comparison, if not given.",
        "zh": "对比结果文件夹；缺省为 results/comparison 或 <文件夹>/comparison。",
    },
    "comparing": {"en": "read {place} of {count}: {name}", "zh": "已读取 {place}/{count}：{name}"},
    "compare_writing": {"en": "writing workbook and page", "zh": "写出工作簿和网页"},
    "compare_nothing": {"en": "Nothing was compared or written.", "zh": "未对比，未写出任何文件。"},
    "compare_overwrite": {
        "en": "Add --overwrite to replace it, or --out with another folder.  Nothing was compared.",
        "zh": "加 --overwrite 覆盖，或用 --out 指定其他文件夹。未进行对比。",
    },
    "compare_inputs": {
        "en": "Inputs that differ: {count}; the sheet of inputs and the page list them",
        "zh": "不同的输入 {count} 项，见工作簿和网页",
    },
    "compare_files": {"en": "Workbook: {workbook}\nPage: {page}", "zh": "工作簿：{workbook}\n网页：{page}"},
}
