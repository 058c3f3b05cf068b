package org.numakerbench.tune.experiment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.numakerbench.firmware.Identity;
import org.numakerbench.tune.search.SearchPlan;

/**
 * An experiment file, validated. Paths are resolved.
 *
 * @param text the file as it is, for the digest that ties results to it
 * @param boards names; empty: all of the profile
 * @param factors macro names with their values, in the file's order
 * @param plan how to search; its boards are filled in by {@link #plan(List)}
 * @param time after which no round begins
 * @param faults what the link does; empty: nothing
 * @param netem a bad network all the time; empty: none
 * @param macros that every build has
 * @param build how images come about; empty: they are there already
 */
public record Experiment(
        Path file,
        String text,
        String name,
        Path profile,
        List<String> boards,
        Map<String, List<Long>> factors,
        SearchPlan plan,
        Optional<Duration> time,
        Optional<Faults> faults,
        Optional<Netem> netem,
        Map<String, String> macros,
        Optional<Build> build) {
    public Experiment {
        boards = List.copyOf(boards);
        macros = Map.copyOf(new TreeMap<>(macros));
    }

    /** The plan for these boards. */
    public SearchPlan plan(List<String> names) {
        return plan.on(names);
    }

    /** @param every the first of so many connections is disturbed */
    public record Faults(int every, List<Pattern> patterns) {
        public Faults {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * A kind of disturbance.
     *
     * @param kind {@code delay}, {@code throttle}, {@code stall}, {@code drop}, {@code reset} or {@code half-close}
     * @param share how often, beside the others
     * @param bytes after so many from the board: from and to
     * @param duration from and to; empty where the kind has none
     * @param bytesPerSecond of a throttle, else 0
     */
    public record Pattern(String kind, double share, List<Long> bytes, List<Duration> duration, long bytesPerSecond) {
        public Pattern {
            bytes = List.copyOf(bytes);
            duration = List.copyOf(duration);
        }

        public long fromBytes() {
            return bytes.get(0);
        }

        public long toBytes() {
            return bytes.get(1);
        }

        /** 0 without a duration. */
        public long fromMs() {
            return duration.isEmpty() ? 0 : duration.get(0).toMillis();
        }

        /** 0 without a duration. */
        public long toMs() {
            return duration.isEmpty() ? 0 : duration.get(1).toMillis();
        }

        /** {@code stall, after 0 to 3200 bytes, 1500 to 12000 ms}. */
        @Override
        public String toString() {
            return kind + ", after " + fromBytes() + " to " + toBytes() + " bytes"
                    + (toMs() > 0 ? ", " + fromMs() + " to " + toMs() + " ms" : "")
                    + (bytesPerSecond > 0 ? ", " + bytesPerSecond + " bytes/s" : "");
        }
    }

    /**
     * Linux's network emulator on an interface of this host.
     *
     * @param program {@code tc}, with what it takes to be allowed to use it
     * @param rateKbit 0: not limited
     */
    public record Netem(
            List<String> program, String device, Duration delay, Duration jitter, double lossPercent, int rateKbit) {
        public Netem {
            program = List.copyOf(program);
        }
    }

    /**
     * A build step.
     *
     * @param app the {@code mbed_app.json} whose copy gets the macros
     * @param image path of the image below the output directory
     * @param inputs what an image depends on beside it
     * @param identity texts in which {@code {board}} stands for the board's name
     */
    public record Build(
            List<String> command,
            Path app,
            String image,
            List<Path> inputs,
            Duration timeout,
            Optional<String> mbedOs,
            List<String> phases,
            Identity identity) {
        public Build {
            command = List.copyOf(command);
            inputs = List.copyOf(inputs);
            phases = List.copyOf(phases);
        }

        /** What is compiled in for {@code board}. */
        public Identity identity(String board) {
            return new Identity(
                    identity.thing().replace("{board}", board),
                    identity.clientId().replace("{board}", board),
                    identity.userTopic().replace("{board}", board),
                    identity.userFilter().replace("{board}", board));
        }
    }
}
