package org.numakerbench.tune.experiment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.tune.experiment.Experiment.Build;
import org.numakerbench.tune.experiment.Experiment.Faults;
import org.numakerbench.tune.experiment.Experiment.Netem;
import tools.jackson.databind.JsonNode;

/**
 * An experiment as its file has it, with the schema's defaults.
 *
 * @param factors a list of values, or {@code from}, {@code to}, {@code steps} and {@code scale}
 * @param constraints expressions over the factors
 * @param objective always the same
 * @param macros texts and numbers
 */
record ExperimentFile(
        String experiment,
        Path profile,
        List<String> boards,
        long seed,
        Map<String, JsonNode> factors,
        List<String> constraints,
        Optional<Map<String, Long>> baseline,
        Optional<Map<String, Long>> generous,
        Optional<List<String>> objective,
        double confidence,
        double claim,
        double margin,
        String search,
        boolean monotone,
        TrialCounts trials,
        Budget budget,
        Optional<Waits> patience,
        Optional<Faults> faults,
        Optional<Netem> netem,
        Map<String, JsonNode> macros,
        Optional<Build> build) {

    /** @param learn empty: as many as the claim needs */
    record TrialCounts(Optional<Integer> learn, int race, int visit) {}

    record Budget(long loops, Optional<Duration> time) {}

    /** Expressions over the factors, in milliseconds; {@code least} is {@code most} where it is empty. */
    record Waits(String open, String most, Optional<String> least) {}
}
