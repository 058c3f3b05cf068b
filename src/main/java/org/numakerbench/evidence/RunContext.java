package org.numakerbench.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Direction;

/**
 * All that judging needs to know of a run beside what happens in it. First entry of every log, so that a log alone can
 * be judged again on another machine.
 *
 * @param schema version of the log format
 * @param run name of the run directory
 * @param phases what the firmware is built to test, in order: {@code mqtt}, {@code https}
 * @param ramBytes RAM of the target that heap and static data share
 * @param secrets regular expressions of what reports must not show, beside what every report hides, as this host's profile
 *     had them; names only, never to be used because a log says so, and in no log that has left its host
 * @param build what heap figures are compared by; null in old logs
 * @param firmware what the user's own firmware prints; null: the example firmware
 * @param altered keys of {@code firmware} that are not as they were, since secrets were hidden in them; none in a log that has
 *     not left its host
 */
public record RunContext(
        int schema,
        String run,
        String bench,
        String board,
        String target,
        ImageFacts image,
        IdentityFacts identity,
        EndpointFacts endpoint,
        List<String> phases,
        long ramBytes,
        LimitFacts limits,
        @Nullable List<String> secrets,
        @Nullable BuildFacts build,
        @Nullable FirmwareDescription firmware,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<String> altered) {

    /** Format written by this version. */
    public static final int SCHEMA = 1;

    /** RAM of a machine that the bench knows nothing of. */
    public static final long UNKNOWN_RAM = Integer.MAX_VALUE;

    public RunContext {
        phases = List.copyOf(phases);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        altered = altered == null ? List.of() : List.copyOf(altered);
    }

    /** Of the example firmware. */
    public RunContext(
            int schema,
            String run,
            String bench,
            String board,
            String target,
            ImageFacts image,
            IdentityFacts identity,
            EndpointFacts endpoint,
            List<String> phases,
            long ramBytes,
            LimitFacts limits,
            @Nullable List<String> secrets,
            @Nullable BuildFacts build) {
        this(
                schema, run, bench, board, target, image, identity, endpoint, phases, ramBytes, limits, secrets, build,
                null, null);
    }

    /** The same, of firmware that this describes. */
    public RunContext of(@Nullable FirmwareDescription description) {
        return new RunContext(
                schema,
                run,
                bench,
                board,
                target,
                image,
                identity,
                endpoint,
                phases,
                ramBytes,
                limits,
                secrets,
                build,
                description,
                null);
    }

    /** The same, in whose description these keys are not as they were. */
    public RunContext altered(List<String> keys) {
        return new RunContext(
                schema, run, bench, board, target, image, identity, endpoint, phases, ramBytes, limits, secrets, build,
                firmware, keys);
    }

    @Override
    public List<String> altered() {
        return Objects.requireNonNull(altered);
    }

    /** True when what the description says of one of its lines, from 0, is not as it was. */
    public boolean isAltered(int line) {
        return altered().stream().anyMatch(it -> it.startsWith("lines[" + line + "]"));
    }

    /** RAM of the target; null where nobody knows it. */
    public @Nullable Long knownRamBytes() {
        return ramBytes >= UNKNOWN_RAM ? null : Long.valueOf(ramBytes);
    }

    /** @param staticBytes static RAM from the MAP file, when known */
    public record ImageFacts(
            String id,
            String sha256,
            @Nullable String mbedOs,
            @Nullable Long staticBytes) {}

    /**
     * @param network how the board reaches the network, {@code ethernet}, {@code esp8266}
     * @param commitNumber place of the commit in the firmware's history
     * @param macros of the build; values of secret ones are left out
     * @param flashBytes by the MAP file
     * @param modules RAM and flash by module of the MAP file
     * @param minHeadroomBytes RAM that must be left above static data and peak heap; null when nobody asks
     * @param measurements what the profile says of measurements, by name; null in old logs
     */
    public record BuildFacts(
            @Nullable String network,
            @Nullable String toolchain,
            @Nullable String buildId,
            @Nullable String commit,
            @Nullable Long commitNumber,
            @Nullable Map<String, String> macros,
            @Nullable Long flashBytes,
            @Nullable Map<String, ModuleFacts> modules,
            @Nullable Long minHeadroomBytes,
            @Nullable Map<String, MeasurementFacts> measurements) {
        public BuildFacts {
            macros = macros == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(macros));
            modules = modules == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(modules));
            measurements = measurements == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(measurements));
        }
    }

    /**
     * What is asked of a measurement, in its unit; null where nothing is.
     *
     * @param min a smaller sample fails the run
     * @param max a larger sample fails the run
     * @param floor smaller changes between builds are none
     */
    public record MeasurementFacts(
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double floor,
            @Nullable Direction direction) {}

    /** Bytes of one module. */
    public record ModuleFacts(long ramBytes, long flashBytes) {}

    /** What is compiled into the image. */
    public record IdentityFacts(String thing, String clientId, String userTopic, String userFilter) {}

    /** @param host as the device and the witness both name it */
    public record EndpointFacts(String host, int mqttPort, int httpsPort) {}

    /**
     * @param firstByteMs from reset to the first UART byte
     * @param bannerMs from reset to the boot banner
     * @param silenceMs longest silence of a running device before it counts as hung
     * @param networkMs the same while it joins its network; null in old logs
     * @param runMs whole capture
     * @param messageWaitMs how long the witness waits for a message after the device's last claim
     * @param lifecycleWaitMs the same for lifecycle events, which AWS delivers late
     * @param loops of firmware that tests in a loop: how many are judged; null: one
     */
    public record LimitFacts(
            long firstByteMs,
            long bannerMs,
            long silenceMs,
            @Nullable Long networkMs,
            long runMs,
            long messageWaitMs,
            long lifecycleWaitMs,
            @Nullable Integer loops) {
        /** Where nobody said more. */
        public LimitFacts(
                long firstByteMs, long bannerMs, long silenceMs, long runMs, long messageWaitMs, long lifecycleWaitMs) {
            this(firstByteMs, bannerMs, silenceMs, null, runMs, messageWaitMs, lifecycleWaitMs, null);
        }
    }
}
