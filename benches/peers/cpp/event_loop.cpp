// The reference network as a textbook event loop: one std::priority_queue of events, a std::queue per stage, counts of
// idle servers, and the generators and laws of <random>.
//
//     event_loop reference|reference-tight|mm1 REPLICATIONS SEED [DAYS]
//
// Prints one line of JSON. Times are minutes from the start of a replication.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr double truck_every = 120.0;
constexpr double promise = 720.0;
constexpr int warm_up_days = 3;
// Demand goes on for so long after the last scored order; by then it is delivered.
constexpr double run_out = 2160.0;

struct Model {
    const char *name;
    int servers[3];
    double day;
    double mean_gap;
    bool network;
};

// A day of the M/M/1 is ten times as long, so that it holds about as many orders.
constexpr Model models[] = {
    {"reference", {50, 40, 60}, 1440.0, 0.1, true},
    {"reference-tight", {45, 34, 53}, 1440.0, 0.1, true},
    {"mm1", {0, 0, 1}, 14400.0, 1.25, false},
};

// Sums over the orders placed on one scored day: lead, on time, three waits.
struct Day {
    std::uint64_t orders = 0;
    double sums[5] = {};
};

enum Stage { pick, pack, station };

enum class Kind { arrival, pick_end, pack_end, truck, linehaul_end, station_end };

struct Event {
    double at;
    Kind kind;
    std::uint32_t order;
    bool operator>(const Event &other) const { return at > other.at; }
};

struct Order {
    double placed;
    double joined;
    double waits[3];
};

class Simulation {
  public:
    Simulation(const Model &model, int days, std::uint64_t seed)
        : model(model), rng(seed), gap(1.0 / model.mean_gap), pick_time(lognormal(4.25, 0.5)),
          pack_time(lognormal(3.2, 0.5)), linehaul_time(16.0, 30.0), station_time(4.0, 1.25), serve_time(1.0),
          days(days), end(model.day * (warm_up_days + days) + run_out) {
        for (int s = 0; s < 3; ++s)
            idle[s] = model.servers[s];
    }

    void run() {
        schedule(gap(rng), Kind::arrival, 0);
        if (model.network)
            schedule(truck_every, Kind::truck, 0);
        while (events.top().at <= end) {
            const Event event = events.top();
            events.pop();
            now = event.at;
            handle(event);
        }
    }

    std::vector<Day> tally() const { return days; }
    std::uint64_t completed = 0;

  private:
    static std::lognormal_distribution<double> lognormal(double mean, double cv) {
        const double variance = std::log1p(cv * cv);
        return std::lognormal_distribution<double>(std::log(mean) - variance / 2.0, std::sqrt(variance));
    }

    void schedule(double at, Kind kind, std::uint32_t order) { events.push({at, kind, order}); }

    void handle(const Event &event) {
        switch (event.kind) {
        case Kind::arrival:
            schedule(now + gap(rng), Kind::arrival, 0);
            join(model.network ? pick : station, place());
            break;
        case Kind::pick_end:
            release(pick);
            join(pack, event.order);
            break;
        case Kind::pack_end:
            release(pack);
            dock.push_back(event.order);
            break;
        case Kind::truck:
            for (const std::uint32_t order : dock)
                schedule(now + linehaul_time(rng), Kind::linehaul_end, order);
            dock.clear();
            schedule(now + truck_every, Kind::truck, 0);
            break;
        case Kind::linehaul_end:
            join(station, event.order);
            break;
        case Kind::station_end:
            release(station);
            deliver(event.order);
            break;
        }
    }

    // Numbers of delivered orders are given again, so that memory follows the orders on their way.
    std::uint32_t place() {
        std::uint32_t order;
        if (unused.empty()) {
            order = static_cast<std::uint32_t>(orders.size());
            orders.emplace_back();
        } else {
            order = unused.back();
            unused.pop_back();
        }
        orders[order] = {now, now, {}};
        return order;
    }

    void join(Stage s, std::uint32_t order) {
        orders[order].joined = now;
        if (idle[s] > 0) {
            --idle[s];
            start(s, order);
        } else {
            queues[s].push(order);
        }
    }

    void release(Stage s) {
        if (queues[s].empty()) {
            ++idle[s];
        } else {
            const std::uint32_t next = queues[s].front();
            queues[s].pop();
            start(s, next);
        }
    }

    void start(Stage s, std::uint32_t order) {
        orders[order].waits[s] = now - orders[order].joined;
        switch (s) {
        case pick:
            schedule(now + pick_time(rng), Kind::pick_end, order);
            break;
        case pack:
            schedule(now + pack_time(rng), Kind::pack_end, order);
            break;
        case station:
            schedule(now + (model.network ? station_time(rng) : serve_time(rng)), Kind::station_end, order);
            break;
        }
    }

    void deliver(std::uint32_t number) {
        const Order &order = orders[number];
        ++completed;
        unused.push_back(number);
        const double day = std::floor(order.placed / model.day) - warm_up_days;
        if (day < 0.0 || day >= static_cast<double>(days.size()))
            return;
        Day &sums = days[static_cast<std::size_t>(day)];
        const double lead = now - order.placed;
        ++sums.orders;
        sums.sums[0] += lead;
        sums.sums[1] += lead <= promise ? 1.0 : 0.0;
        for (int s = 0; s < 3; ++s)
            sums.sums[2 + s] += order.waits[s];
    }

    const Model &model;
    std::mt19937_64 rng;
    std::exponential_distribution<double> gap;
    std::lognormal_distribution<double> pick_time, pack_time;
    std::gamma_distribution<double> linehaul_time, station_time;
    std::exponential_distribution<double> serve_time;
    std::vector<Day> days;
    double end;
    double now = 0.0;
    int idle[3];
    std::queue<std::uint32_t> queues[3];
    std::vector<std::uint32_t> dock;
    std::vector<Order> orders;
    std::vector<std::uint32_t> unused;
    std::priority_queue<Event, std::vector<Event>, std::greater<Event>> events;
};

// The mean over all scored orders, and its standard error from the scatter of the days' means.
void print_mean(const char *name, const std::vector<Day> &days, int figure) {
    double sum = 0.0, scatter = 0.0;
    std::uint64_t orders = 0;
    for (const Day &day : days) {
        sum += day.sums[figure];
        orders += day.orders;
    }
    const double mean = sum / static_cast<double>(orders);
    for (const Day &day : days) {
        const double off = day.sums[figure] / static_cast<double>(day.orders) - mean;
        scatter += off * off;
    }
    const double n = static_cast<double>(days.size());
    std::printf(", \"%s\": %.10g, \"%s_se\": %.4g", name, mean, name, std::sqrt(scatter / (n - 1.0) / n));
}

} // namespace

int main(int argc, char **argv) {
    const Model *model = nullptr;
    for (const Model &candidate : models)
        if (argc >= 4 && std::strcmp(argv[1], candidate.name) == 0)
            model = &candidate;
    const int replications = argc >= 4 ? std::atoi(argv[2]) : 0;
    const int days = argc >= 5 ? std::atoi(argv[4]) : 70;
    if (model == nullptr || replications < 1 || days < 1) {
        std::fprintf(stderr, "usage: event_loop reference|reference-tight|mm1 REPLICATIONS SEED [DAYS]\n");
        return 2;
    }
    const std::uint64_t seed = std::strtoull(argv[3], nullptr, 10);

    const auto begun = std::chrono::steady_clock::now();
    std::vector<Day> all;
    std::uint64_t completed = 0, orders = 0;
    for (int replication = 0; replication < replications; ++replication) {
        Simulation simulation(*model, days, seed + static_cast<std::uint64_t>(replication));
        simulation.run();
        completed += simulation.completed;
        for (const Day &day : simulation.tally()) {
            all.push_back(day);
            orders += day.orders;
        }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;

    std::printf("{\"peer\": \"C++ priority_queue\", \"version\": \"%s\", \"model\": \"%s\", \"replications\": %d, "
                "\"days\": %d, \"orders\": %llu, \"simulated\": %llu, \"seconds\": %.6f",
                "g++ " __VERSION__, model->name, replications, days, static_cast<unsigned long long>(orders),
                static_cast<unsigned long long>(completed), seconds.count());
    if (model->network) {
        print_mean("mean_lead_min", all, 0);
        print_mean("on_time", all, 1);
        print_mean("wait_pick_min", all, 2);
        print_mean("wait_pack_min", all, 3);
        print_mean("wait_station_min", all, 4);
    } else {
        print_mean("wait_min", all, 4);
    }
    std::printf("}\n");
    return 0;
}
