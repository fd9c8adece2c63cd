# The reference network for simmer: a trajectory of seize, timeout and release; arrivals are monitored by the library.
#
#     Rscript simmer_network.R reference|reference-tight|mm1 REPLICATIONS SEED [DAYS]
#
# Prints one line of JSON. Times are minutes from the start of a replication.

suppressPackageStartupMessages(library(simmer))

truck_every <- 120
promise <- 720
warm_up_days <- 3
run_out <- 2160 # demand goes on for so long after the last scored order
servers <- list(reference = c(50, 40, 60), `reference-tight` = c(45, 34, 53))

words <- commandArgs(trailingOnly = TRUE)
if (!(length(words) %in% 3:4) || !(words[1] %in% c(names(servers), "mm1"))) {
  stop("usage: simmer_network.R reference|reference-tight|mm1 REPLICATIONS SEED [DAYS]")
}
model <- words[1]
replications <- as.integer(words[2])
seed <- as.integer(words[3])
days <- if (length(words) == 4) as.integer(words[4]) else 70L
day <- if (model == "mm1") 14400 else 1440 # as many orders a day, about
end <- day * (warm_up_days + days) + run_out

lognormal <- function(mean, cv) {
  variance <- log1p(cv^2)
  function() rlnorm(1, log(mean) - variance / 2, sqrt(variance))
}

network <- function() {
  env <- simmer("network")
  pick_time <- lognormal(4.25, 0.5)
  pack_time <- lognormal(3.2, 0.5)
  to_truck <- function() truck_every - now(env) %% truck_every
  way <- trajectory("order") |>
    seize("pick") |> timeout(pick_time) |> release("pick") |>
    seize("pack") |> timeout(pack_time) |> release("pack") |>
    timeout(to_truck) |>
    timeout(function() rgamma(1, shape = 16, scale = 30)) |>
    seize("station") |> timeout(function() rgamma(1, shape = 4, scale = 1.25)) |> release("station")
  env |>
    add_resource("pick", servers[[model]][1]) |>
    add_resource("pack", servers[[model]][2]) |>
    add_resource("station", servers[[model]][3]) |>
    add_generator("order", way, function() rexp(1000, 10), mon = 1) |>
    run(end)
}

mm1 <- function() {
  way <- trajectory("customer") |>
    seize("serve") |> timeout(function() rexp(1, 1)) |> release("serve")
  simmer("mm1") |>
    add_resource("serve", 1) |>
    add_generator("customer", way, function() rexp(1000, 0.8), mon = 1) |>
    run(end)
}

# Sums of figures over the orders placed on each scored day: rows [orders, figures...].
by_day <- function(placed, figures) {
  on <- floor(placed / day) - warm_up_days
  scored <- on >= 0 & on < days
  rowsum(cbind(1, figures)[scored, , drop = FALSE], on[scored])
}

replicate_once <- function(replication) {
  set.seed(seed + replication - 1L)
  env <- if (model == "mm1") mm1() else network()
  done <- get_mon_arrivals(env)
  done <- done[done$finished, ]
  stays <- get_mon_arrivals(env, per_resource = TRUE)
  waits <- sapply(if (model == "mm1") "serve" else c("pick", "pack", "station"), function(name) {
    stay <- stays[stays$resource == name, ]
    (stay$end_time - stay$start_time - stay$activity_time)[match(done$name, stay$name)]
  })
  lead <- done$end_time - done$start_time
  figures <- if (model == "mm1") waits else cbind(lead, lead <= promise, waits)
  list(rows = by_day(done$start_time, figures), completed = nrow(done))
}

begun <- proc.time()[["elapsed"]]
runs <- lapply(seq_len(replications), replicate_once)
rows <- do.call(rbind, lapply(runs, `[[`, "rows"))
seconds <- proc.time()[["elapsed"]] - begun

figure <- function(name, column) {
  mean <- sum(rows[, column]) / sum(rows[, 1])
  error <- sqrt(sum((rows[, column] / rows[, 1] - mean)^2) / (nrow(rows) - 1) / nrow(rows))
  sprintf("\"%s\": %.10g, \"%s_se\": %.4g", name, mean, name, error)
}
names <- if (model == "mm1") "wait_min" else
  c("mean_lead_min", "on_time", "wait_pick_min", "wait_pack_min", "wait_station_min")
cat(sprintf(
  paste0("{\"peer\": \"simmer\", \"version\": \"%s\", \"model\": \"%s\", \"replications\": %d, \"days\": %d, ",
         "\"orders\": %.0f, \"simulated\": %.0f, \"seconds\": %.6f, %s}\n"),
  paste0(packageVersion("simmer"), ", R ", getRversion()), model, replications, days,
  sum(rows[, 1]), sum(sapply(runs, `[[`, "completed")), seconds,
  paste(mapply(figure, names, seq_along(names) + 1L), collapse = ", ")
))
