package org.numakerbench.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.evidence.RunContext.ModuleFacts;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.CleanRecords;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.secret.SecretText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * What the history keeps of one run. All of it follows from the evidence log; no text of the device is in it.
 *
 * @param run name of the run directory
 * @param comparable false for a run whose figures say nothing of its build: the device stopped before its end, or they
 *     are impossible or torn
 * @param currentBytes heap in use at the end
 * @param maxBytes peak heap
 * @param stackBytes greatest use of any thread's stack
 * @param loops current heap after each loop of the test, where there are several
 * @param measurements all figures of a run in which the device came to its own end; none in what an older bench kept
 */
public record RunRow(
        String run,
        String bench,
        String board,
        Instant started,
        String outcome,
        boolean comparable,
        SeriesKey series,
        ImageRow image,
        @Nullable Long currentBytes,
        @Nullable Long maxBytes,
        @Nullable Long stackBytes,
        List<Long> loops,
        @Nullable List<Measurement> measurements) {
    /** Outcomes of runs in which the device came to its own end. */
    private static final Set<Outcome> WHOLE = Set.of(Outcome.PASS, Outcome.MISMATCH, Outcome.INCONCLUSIVE);

    public RunRow {
        loops = List.copyOf(loops);
        measurements = measurements == null ? List.of() : List.copyOf(measurements);
    }

    /**
     * What the history keeps of an image.
     *
     * @param staticBytes by the MAP file, as {@code flashBytes}
     * @param modules RAM and flash by module
     */
    public record ImageRow(
            String image,
            String sha256,
            @Nullable String buildId,
            @Nullable String commit,
            @Nullable Long commitNumber,
            @Nullable String mbedOs,
            @Nullable String toolchain,
            Map<String, String> macros,
            @Nullable Long staticBytes,
            @Nullable Long flashBytes,
            long ramBytes,
            Map<String, ModuleFacts> modules) {
        public ImageRow {
            macros = java.util.Collections.unmodifiableMap(new TreeMap<>(macros));
            modules = java.util.Collections.unmodifiableMap(new TreeMap<>(modules));
        }
    }

    /** From a finished run. */
    public static RunRow of(RunRecord record) {
        RunContext context = record.context();
        List<Claim> claims = lastBoot(record.claims());
        List<Long> current = figures(claims, ClaimKind.HEAP_CURRENT);
        List<Long> max = figures(claims, ClaimKind.HEAP_MAX);
        boolean trusted = record.judgement().findings().stream()
                .filter(it -> it.step().equals("heap"))
                .map(Finding::verdict)
                .noneMatch(it -> it == Verdict.REFUTED || it == Verdict.UNSEEN);
        return new RunRow(
                context.run(),
                context.bench(),
                context.board(),
                record.started(),
                record.judgement().outcome().name(),
                trusted && !max.isEmpty() && isWhole(record),
                series(context),
                image(context),
                last(current),
                max.stream().max(Long::compare).orElse(null),
                claims.stream()
                        .filter(it -> it.kind() == ClaimKind.THREAD_STACK)
                        .map(it -> it.number("maxStackBytes"))
                        .filter(Objects::nonNull)
                        .max(Long::compare)
                        .orElse(null),
                current.size() > 1 ? current : List.of(),
                isWhole(record) ? record.judgement().measurements() : List.of());
    }

    /**
     * The same, as others may read it; it is in a database that hosts share. A log whose expressions nobody here knows keeps
     * its names all the same: they are what a series is told by, and come from a profile and a manifest, not from a device.
     */
    static RunRow of(RunRecord record, KnownExpressions known) {
        SecretText secrets = known.of(record.context());
        return new CleanRecords(secrets.isWithheld() ? SecretText.BUILT_IN : secrets).clean(of(record));
    }

    /** What fails by a limit alone is as good a figure as any; what was beyond is what its history is for. */
    private static boolean isWhole(RunRecord record) {
        Failure failure = record.judgement().failure();
        return WHOLE.contains(record.judgement().outcome())
                || failure != null && failure.code() == FailureCode.OUT_OF_LIMITS;
    }

    /** The median of this measurement's samples; null when the run has none that counts. */
    public @Nullable Double median(String name) {
        return measurements.stream()
                .filter(it -> it.name().equals(name))
                .map(it -> (Double) it.samples().median())
                .findFirst()
                .orElse(null);
    }

    /** Growth of the current heap a loop: the median of its steps; null for a firmware that tests once. */
    public @Nullable Double perLoopBytes() {
        if (loops.size() < 2) {
            return null;
        }
        double[] growth = new double[loops.size() - 1];
        for (int i = 0; i < growth.length; i++) {
            growth[i] = loops.get(i + 1) - loops.get(i);
        }
        java.util.Arrays.sort(growth);
        int half = growth.length / 2;
        return growth.length % 2 == 1 ? growth[half] : (growth[half - 1] + growth[half]) / 2;
    }

    private static SeriesKey series(RunContext context) {
        BuildFacts build = context.build();
        String network = build == null || build.network() == null ? "unknown" : build.network();
        String toolchain = build == null || build.toolchain() == null ? "unknown" : family(build.toolchain());
        IdentityFacts identity = context.identity();
        return new SeriesKey(
                context.target(),
                network,
                toolchain,
                String.join("+", context.phases()),
                String.join(
                        ".",
                        length(identity.thing()),
                        length(identity.clientId()),
                        length(identity.userTopic()),
                        length(identity.userFilter())));
    }

    /** {@code GCC_ARM 12.2.1} is of the family GCC_ARM. */
    private static String family(String toolchain) {
        String first = toolchain.strip().split("[\\s/]", 2)[0];
        return first.isEmpty() ? "unknown" : first;
    }

    private static String length(String text) {
        return String.valueOf(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static ImageRow image(RunContext context) {
        RunContext.ImageFacts image = context.image();
        BuildFacts build = context.build();
        return new ImageRow(
                image.id(),
                image.sha256(),
                build == null ? null : build.buildId(),
                build == null ? null : build.commit(),
                build == null ? null : build.commitNumber(),
                image.mbedOs(),
                build == null ? null : build.toolchain(),
                build == null || build.macros() == null ? Map.of() : build.macros(),
                image.staticBytes(),
                build == null ? null : build.flashBytes(),
                context.ramBytes(),
                build == null || build.modules() == null ? Map.of() : build.modules());
    }

    private static List<Claim> lastBoot(List<Claim> claims) {
        int from = 0;
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).kind() == ClaimKind.BOOT_BANNER) {
                from = i;
            }
        }
        return claims.subList(from, claims.size());
    }

    private static List<Long> figures(List<Claim> claims, ClaimKind kind) {
        List<Long> figures = new ArrayList<>();
        for (Claim claim : claims) {
            Long bytes = claim.kind() == kind ? claim.number("bytes") : null;
            if (bytes != null) {
                figures.add(bytes);
            }
        }
        return figures;
    }

    private static @Nullable Long last(List<Long> figures) {
        return figures.isEmpty() ? null : figures.get(figures.size() - 1);
    }
}
