package org.numakerbench.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.evidence.RunContext.MeasurementFacts;
import org.numakerbench.evidence.RunContext.ModuleFacts;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.footprint.Footprint;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.MeasurementLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run records of its build, so that its heap figures can be compared with others' years later. */
public final class BuildContext {
    /** Names of macros whose values are nobody's business. */
    private static final Pattern SECRET = Pattern.compile("(?i)pass|secret|psk|token|credential|private|api.?key");

    private static final Logger LOG = LoggerFactory.getLogger(BuildContext.class);

    private BuildContext() {}

    static BuildFacts of(RunPlan plan) {
        Long minHeadroom =
                plan.profile().heap().minHeadroomBytes(plan.board().target()).orElse(null);
        return of(
                plan.image(), network(plan.board()), minHeadroom, plan.profile().measurements());
    }

    /** @param asked of its measurements, by name */
    static BuildFacts of(
            Image image, String network, @Nullable Long minHeadroomBytes, Map<String, MeasurementLimits> asked) {
        Map<String, MeasurementFacts> measurements = new TreeMap<>();
        asked.forEach((name, it) -> measurements.put(
                name,
                new MeasurementFacts(
                        it.min().orElse(null),
                        it.max().orElse(null),
                        it.floor().orElse(null),
                        it.direction().orElse(null))));
        Manifest manifest = image.manifest();
        Optional<Footprint> footprint = footprint(image);
        return new BuildFacts(
                network,
                manifest.toolchain(),
                manifest.buildId(),
                manifest.commit(),
                manifest.commitNumber(),
                macros(manifest.macros()),
                footprint.map(Footprint::flashBytes).orElse(null),
                footprint.map(BuildContext::modules).orElse(null),
                minHeadroomBytes,
                measurements);
    }

    /** What the manifest says of static data, else the map. */
    static @Nullable Long staticBytes(Image image) {
        Long said = image.manifest().staticBytes();
        return said != null
                ? said
                : footprint(image).map(Footprint::staticBytes).orElse(null);
    }

    /** A map that is gone or another image's costs the run its modules, not the night. */
    private static Optional<Footprint> footprint(Image image) {
        try {
            return image.footprint();
        } catch (ImageException wrong) {
            LOG.warn("{}; the run goes on without a footprint", wrong.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, ModuleFacts> modules(Footprint footprint) {
        Map<String, ModuleFacts> modules = new TreeMap<>();
        footprint
                .modules()
                .forEach((name, bytes) -> modules.put(name, new ModuleFacts(bytes.ramBytes(), bytes.flashBytes())));
        return modules;
    }

    /** A simulator's network is not that of a real board, whatever the profile was copied from. */
    public static String network(BoardProfile board) {
        return board.virtual().isPresent()
                ? "virtual"
                : board.qemu().isPresent() ? "qemu" : board.network().orElse("unknown");
    }

    private static Map<String, String> macros(Map<String, String> all) {
        Map<String, String> shown = new TreeMap<>();
        all.forEach((name, value) -> shown.put(name, SECRET.matcher(name).find() ? "(not recorded)" : value));
        return shown;
    }
}
