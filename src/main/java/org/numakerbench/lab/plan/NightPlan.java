package org.numakerbench.lab.plan;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.Owner;

/**
 * A nightly plan, validated. Its schema is {@code night-plan.schema.json}.
 *
 * @param file where it was read from
 * @param name nights of one name are compared with each other
 * @param profile whose boards run it on this host; empty for a plan that is only submitted
 * @param lab address of a PostgreSQL database over which several hosts share the work; empty: a file beside the runs
 * @param boards by name, {@code left-m487} or {@code bench/left-m487}; empty: all there are
 * @param anyOf instead of boards: each run goes to whichever board of such a target is free
 * @param images image IDs; {@code {board}}, {@code {target}} and {@code {thing}} stand for the board's own
 * @param phases only images built to test exactly these, {@code mqtt}, {@code https} or {@code mqtt+https}; empty: all
 * @param repeats runs a cell
 * @param seed of {@link Order#SHUFFLED}
 * @param quarantineAfter so many bench faults of one board in a row put it out of the night
 * @param patience how long an outage of the cloud or a full disk is waited out before runs go on and say so
 * @param fail what else ends the night with exit code 1
 */
public record NightPlan(
        @JacksonInject("file") Path file,
        @JsonProperty("night") String name,
        Optional<Path> profile,
        Optional<String> lab,
        List<String> boards,
        List<Target> anyOf,
        List<String> images,
        List<String> phases,
        int repeats,
        Order order,
        long seed,
        Optional<Window> window,
        Retries retries,
        int quarantineAfter,
        Duration patience,
        Optional<Webhook> webhook,
        Fail fail) {
    public NightPlan {
        boards = List.copyOf(boards);
        anyOf = List.copyOf(anyOf);
        images = List.copyOf(images);
        phases = List.copyOf(phases);
    }

    /** Which run comes first on a board. */
    public enum Order {
        /** Image by image as listed, all repeats of one before the next. */
        @JsonProperty("images")
        IMAGES,
        /** Every image once, then every image again. */
        @JsonProperty("rounds")
        ROUNDS,
        /** As {@link #ROUNDS}, but what did not pass last night comes first. */
        @JsonProperty("failed-first")
        FAILED_FIRST,
        /** By chance, the same chance for the same seed. */
        @JsonProperty("shuffled")
        SHUFFLED
    }

    /**
     * How often a run is tried again, by whose fault it was not to pass. A pass on retry is {@code FLAKY}.
     *
     * @param device the device failed, or device and cloud disagree
     * @param cloud the endpoint was away, or nothing could be known
     * @param bench a port, a tool, the host, and how they are set up
     */
    public record Retries(int device, int cloud, int bench) {
        /** Retries after a run that {@code owner} has to answer for. */
        public int after(@Nullable Owner owner) {
            return owner == Owner.DEVICE ? device : owner == Owner.CLOUD ? cloud : bench;
        }
    }

    /**
     * What ends a night with exit code 1 beside runs that failed.
     *
     * @param flaky a pass on retry
     * @param heapRegression memory that grew in a build of this night
     */
    public record Fail(boolean flaky, boolean heapRegression) {}

    /**
     * Whom to tell in the morning. The address is a secret: whoever has it can post.
     *
     * @param url where to post
     * @param format the whole result, or text for a chat
     */
    public record Webhook(URI url, Format format) {
        /** What is posted. */
        public enum Format {
            @JsonProperty("json")
            JSON,
            @JsonProperty("slack")
            SLACK
        }

        /** Without the address. */
        @Override
        public String toString() {
            return "webhook to " + url.getHost();
        }
    }
}
