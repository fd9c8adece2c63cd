"""The figures of leadtime's `outcome.json`, in the words of the peers."""

from statistics import NormalDist


def read(model, outcome):
    """Orders simulated, and {figure: (mean, standard error)}."""
    replications = outcome["replications"]
    waits = {stage["stage"]: estimate(stage["wait"], replications, 1 / 60) for stage in outcome["stages"]}
    if model == "mm1":
        return outcome["orders_simulated"], {"wait_min": waits["serve"]}
    level = outcome["service_levels"][0]
    return outcome["orders_simulated"], {
        "mean_lead_min": estimate(level["lead_time"]["mean"], replications, 1 / 60),
        "on_time": estimate(level["on_time"], replications, 1.0),
        "wait_pick_min": waits["pick"],
        "wait_pack_min": waits["pack"],
        "wait_station_min": waits["station"],
    }


def estimate(figure, replications, unit):
    """Its intervals are of 95 %, from Student's law over replications."""
    if figure["low"] is None:
        return figure["value"] * unit, 0.0
    half = (figure["high"] - figure["low"]) / 2 * unit
    return figure["value"] * unit, half / student(replications - 1)


def student(degrees):
    """The .975 quantile of Student's law by the expansion of Cornish and Fisher: right to 1e-3 from 5 degrees on."""
    z = NormalDist().inv_cdf(0.975)
    return (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )
