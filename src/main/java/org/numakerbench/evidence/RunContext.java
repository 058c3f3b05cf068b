package org.numakerbench.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that judging needs to know of a run beside what happens in it. First entry of every log, so that a log alone can
 * be judged again on another machine.
 *
 * @param schema version of the log format
 * @param run name of the run directory
 * @param phases what the firmware is built to test, in order: {@code mqtt}, {@code https}
 * @param ramBytes RAM of the target that heap and static data share
 * @param secrets regular expressions of what reports must not show, beside what every report hides; null in old logs
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
        @Nullable List<String> secrets) {

    /** Format written by this version. */
    public static final int SCHEMA = 1;

    public RunContext {
        phases = List.copyOf(phases);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }

    /** @param staticBytes static RAM from the MAP file, when known */
    public record ImageFacts(
            String id,
            String sha256,
            @Nullable String mbedOs,
            @Nullable Long staticBytes) {}

    /** What is compiled into the image. */
    public record IdentityFacts(String thing, String clientId, String userTopic, String userFilter) {}

    /** @param host as the device and the witness both name it */
    public record EndpointFacts(String host, int mqttPort, int httpsPort) {}

    /**
     * @param firstByteMs from reset to the first UART byte
     * @param bannerMs from reset to the boot banner
     * @param silenceMs longest silence of a running device before it counts as hung
     * @param runMs whole capture
     * @param messageWaitMs how long the witness waits for a message after the device's last claim
     * @param lifecycleWaitMs the same for lifecycle events, which AWS delivers late
     */
    public record LimitFacts(
            long firstByteMs, long bannerMs, long silenceMs, long runMs, long messageWaitMs, long lifecycleWaitMs) {}
}
