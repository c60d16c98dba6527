"""Texts of the faults of district heat: heat demand, heat and power, boilers, heat pumps, heat stores."""

from __future__ import annotations

from gridplan.case.message import Message

HEAT = {
    "heat_without_source": Message(
        3,
        "heat demand in {value}, but no heat-and-power cohort, boiler or heat pump there",
        "{value} 有供热需求，但没有热电联产机组、锅炉或热泵",
        "add rows to chp or heat_sources",
        "请在 chp 或 heat_sources 中补充",
    ),
    "chp_state_unknown": Message(
        3,
        "retrofits offers no such state for {cohort}",
        "改造表中 {cohort} 没有此状态",
        "use as_is, or a state of the table retrofits",
        "请用 as_is 或改造表中已有的状态",
    ),
    "chp_without_commitment": Message(
        4,
        "the cohort has no commitment, so there is no online capacity to take heat from",
        "该机组群不模拟启停，没有在线容量可供热",
        "set commitment to yes",
        "请将 commitment 设为 yes",
    ),
    "back_pressure_without_heat": Message(
        4,
        "back-pressure units run on heat alone, and {region} has no heat demand: they would stand still all year",
        "背压机组以热定电，而 {region} 没有供热需求，机组将全年停运",
        "add a row to heat_demand",
        "请在 heat_demand 中补充一行",
    ),
    "chp_without_heat": Message(
        5,
        "{region} has no heat demand: the row does nothing",
        "{region} 没有供热需求，本行不起作用",
        severity="warning",
    ),
    "back_pressure_must_run": Message(
        4,
        "{cohort} must run all year (must_run_share {share}), a back-pressure unit runs only while heat is asked for",
        "{cohort} 要求全年开机（must_run_share {share}），背压机组只能在有热负荷时运行",
        "clear must_run_share",
        "请清空 must_run_share",
    ),
    "back_pressure_without_row": Message(
        4,
        "no row of chp for {cohort} in the state back_pressure: what it gives is not known",
        "chp 表中没有 {cohort} 背压状态的行，供热参数未知",
        "add a row to chp",
        "请在 chp 中补充一行",
    ),
    "chp_free_heat": Message(
        4,
        "power_loss and power_floor are both 0: heat would need no fuel at all",
        "power_loss 与 power_floor 均为 0，供热将不耗燃料",
    ),
    "chp_heat_out_of_reach": Message(
        5,
        "heat of {value} GWth per GW needs more than full load at these ratios; {most} can be reached",
        "按所填系数，每 GW 供热 {value} GWth 超过额定负荷，最多 {most}",
        "lower heat_gwth_per_gw, power_loss or power_floor",
        "请减小 heat_gwth_per_gw、power_loss 或 power_floor",
        "warning",
    ),
    "chp_beyond_fuel": Message(
        5,
        "with full heat and the least power, {cohort} would turn {used} % of its fuel into power and heat",
        "{cohort} 在满供热、最小电出力时，燃料将有 {used}% 转为电和热",
        "no unit does; raise power_floor or power_loss, or correct net_rate_g_per_kwh",
        "任何机组都达不到；请增大 power_floor 或 power_loss，或更正 net_rate_g_per_kwh",
        "warning",
    ),
    "heat_forced_twice": Message(
        5,
        "heat demand already forces this cohort's heat-and-power units to run: this minimum counts it twice",
        "供热需求已经决定该机组群的供暖季最小运行方式，此处重复计入",
        "clear the cell",
        "请清空该单元格",
        "warning",
    ),
    "heat_credited_twice": Message(
        5,
        "the saving of a heating retrofit is the credit for heat, which chp gives already; the rate itself "
        "changes by {most}",
        "供热改造的煤耗下降来自供热分摊（好处归电），chp 已经计入；机组本身的煤耗变化为 {most}",
        "write {most}",
        "请填 {most}",
        "warning",
    ),
    "heat_fuel_missing": Message(
        3,
        "a {kind} burns a fuel",
        "{kind} 需要燃料",
        "name a fuel of the table fuels",
        "请填写 fuels 表中的燃料",
    ),
    "heat_value_unused": Message(
        5,
        "not used by a {kind}",
        "{kind} 不使用此项",
        severity="warning",
    ),
    "heat_source_gains": Message(
        4,
        "a {kind} cannot give more than {most} of what it takes",
        "{kind} 的效率不能高于 {most}",
        "only heat pumps give more heat than they take power",
        "只有热泵的供热量可大于用电量",
    ),
    "heat_pump_stands_still": Message(
        4,
        "the efficiency of a heat pump must stay above 0",
        "热泵能效比必须大于 0",
    ),
    "heat_asset_without_heat": Message(
        5,
        "{value} has no heat demand: the row does nothing",
        "{value} 没有供热需求，本行不起作用",
        severity="warning",
    ),
}
