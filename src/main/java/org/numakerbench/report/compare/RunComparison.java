package org.numakerbench.report.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.evidence.RunContext.ModuleFacts;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.run.RunRecord;

/**
 * Two runs side by side.
 *
 * @param settings what board, image and endpoint were, where they differ
 * @param macros of the two builds, where they differ
 * @param findings whose verdict is another, or that only one has
 * @param figures all that either has, those that differ first
 * @param modules of the MAP files whose size is another
 * @param text where the UART text differs, once variable fields are set aside
 * @param linesCut true when a capture is so long that only its beginning is compared
 */
public record RunComparison(
        Side a,
        Side b,
        List<Difference> settings,
        List<Difference> macros,
        List<FindingPair> findings,
        List<FigurePair> figures,
        List<ModulePair> modules,
        List<Passage> text,
        boolean linesCut) {
    /** More is not read by a person, and would take minutes. */
    private static final int MOST_BYTES = 1 << 20;

    /** One of the two runs. */
    public record Side(String run, String board, String target, String image, Outcome outcome, String reason) {
        static Side of(RunRecord run) {
            RunContext context = run.context();
            return new Side(
                    context.run(),
                    context.board(),
                    context.target(),
                    context.image().id(),
                    run.judgement().outcome(),
                    run.judgement().reason());
        }
    }

    /** Something that has a name; null where a run has none of it. */
    public record Difference(
            String name, @Nullable String a, @Nullable String b) {}

    /** What became of one claim; null where the device did not make it. */
    public record FindingPair(
            String step,
            @Nullable String claim,
            @Nullable Verdict a,
            @Nullable Verdict b,
            String reason) {}

    /**
     * A figure of the two runs, the median of its samples, in its unit; null where a run has none.
     *
     * @param step that it belongs to; null for the run's own
     * @param difference b less a; null where one is missing
     * @param differs false for what its resolution cannot tell apart
     */
    public record FigurePair(
            String name,
            @Nullable String step,
            String unit,
            @Nullable Double a,
            @Nullable Double b,
            @Nullable Double difference,
            boolean differs) {}

    /** Bytes of a module; null where a build has none of that name. */
    public record ModulePair(
            String name,
            @Nullable Long ramA,
            @Nullable Long ramB,
            @Nullable Long flashA,
            @Nullable Long flashB) {}

    /** Whatever was logged can be compared; secrets are hidden in both, or they show. */
    public static RunComparison of(RunRecord a, RunRecord b) {
        List<MaskedLine> linesA = MaskedLine.of(a, MOST_BYTES);
        List<MaskedLine> linesB = MaskedLine.of(b, MOST_BYTES);
        return new RunComparison(
                Side.of(a),
                Side.of(b),
                differing(settings(a.context()), settings(b.context())),
                differing(macros(a.context()), macros(b.context())),
                findings(a, b, linesA, linesB),
                figures(a.judgement().measurements(), b.judgement().measurements()),
                modules(a.context(), b.context()),
                Passage.differing(linesA, linesB),
                isCut(linesA) || isCut(linesB));
    }

    private static boolean isCut(List<MaskedLine> lines) {
        return lines.size() > Passage.MOST_LINES
                || lines.stream().mapToLong(it -> it.text().length() + 1L).sum() > MOST_BYTES - 2;
    }

    /** True when nothing but what varies anyway is different. */
    public boolean isSame() {
        return a.outcome() == b.outcome()
                && settings.isEmpty()
                && macros.isEmpty()
                && findings.isEmpty()
                && modules.isEmpty()
                && text.isEmpty();
    }

    private static Map<String, String> settings(RunContext run) {
        Map<String, String> all = new LinkedHashMap<>();
        BuildFacts build = run.build();
        all.put("bench", run.bench());
        all.put("board", run.board());
        all.put("target", run.target());
        all.put("image", run.image().id());
        all.put("image.sha256", run.image().sha256());
        all.put("mbedOs", run.image().mbedOs());
        all.put("phases", String.join(", ", run.phases()));
        all.put("endpoint", run.endpoint().host());
        all.put("thing", run.identity().thing());
        all.put("clientId", run.identity().clientId());
        all.put("userTopic", run.identity().userTopic());
        if (build != null) {
            all.put("network", build.network());
            all.put("toolchain", build.toolchain());
            all.put("buildId", build.buildId());
            all.put("commit", build.commit());
        }
        if (run.firmware() != null) {
            all.put("firmware", run.firmware().name());
        }
        return all;
    }

    private static Map<String, String> macros(RunContext run) {
        return run.build() == null || run.build().macros() == null
                ? Map.of()
                : run.build().macros();
    }

    private static List<Difference> differing(Map<String, String> a, Map<String, String> b) {
        Set<String> names = new LinkedHashSet<>(a.keySet());
        names.addAll(b.keySet());
        return names.stream()
                .filter(it -> !Objects.equals(a.get(it), b.get(it)))
                .map(it -> new Difference(it, a.get(it), b.get(it)))
                .toList();
    }

    /** The same claim of two runs: the same words on the same step, as often as they are said. */
    private record ClaimKey(String step, String words, int time) {}

    private static List<FindingPair> findings(
            RunRecord a, RunRecord b, List<MaskedLine> linesA, List<MaskedLine> linesB) {
        Map<ClaimKey, Finding> left = byClaim(a, linesA);
        Map<ClaimKey, Finding> right = byClaim(b, linesB);
        Set<ClaimKey> all = new LinkedHashSet<>(left.keySet());
        all.addAll(right.keySet());
        List<FindingPair> pairs = new ArrayList<>();
        for (ClaimKey key : all) {
            Finding one = left.get(key);
            Finding other = right.get(key);
            Finding shown = Objects.requireNonNull(other == null ? one : other);
            if (one == null || other == null || one.verdict() != other.verdict()) {
                pairs.add(new FindingPair(
                        key.step(),
                        shown.claim(),
                        one == null ? null : one.verdict(),
                        other == null ? null : other.verdict(),
                        shown.reason()));
            }
        }
        return pairs;
    }

    private static Map<ClaimKey, Finding> byClaim(RunRecord run, List<MaskedLine> lines) {
        Map<Integer, String> words = new HashMap<>();
        lines.forEach(it -> words.put(it.number(), it.same()));
        Map<String, Integer> times = new HashMap<>();
        Map<ClaimKey, Finding> found = new LinkedHashMap<>();
        for (Finding finding : run.judgement().findings()) {
            String said = finding.line() == null
                    ? String.valueOf(finding.claim())
                    : words.getOrDefault(finding.line(), String.valueOf(finding.claim()));
            int time = times.merge(finding.step() + " " + said, 1, Integer::sum);
            found.put(new ClaimKey(finding.step(), said, time), finding);
        }
        return found;
    }

    private static List<FigurePair> figures(List<Measurement> a, List<Measurement> b) {
        Map<String, Measurement> left = byName(a);
        Map<String, Measurement> right = byName(b);
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        List<FigurePair> pairs =
                names.stream().map(it -> pair(left.get(it), right.get(it))).toList();
        return Stream.concat(
                        pairs.stream().filter(FigurePair::differs),
                        pairs.stream().filter(it -> !it.differs()))
                .toList();
    }

    private static Map<String, Measurement> byName(List<Measurement> all) {
        Map<String, Measurement> named = new TreeMap<>();
        all.forEach(it -> named.put(it.name() + " " + (it.step() == null ? "" : it.step()), it));
        return named;
    }

    private static FigurePair pair(@Nullable Measurement a, @Nullable Measurement b) {
        Measurement any = Objects.requireNonNull(a == null ? b : a);
        Double left = a == null ? null : a.samples().median();
        Double right = b == null ? null : b.samples().median();
        Double difference = left == null || right == null ? null : right - left;
        return new FigurePair(
                any.name(),
                any.step(),
                any.unit(),
                left,
                right,
                difference,
                difference == null || Math.abs(difference) > any.resolution());
    }

    private static List<ModulePair> modules(RunContext a, RunContext b) {
        Map<String, ModuleFacts> left = modules(a);
        Map<String, ModuleFacts> right = modules(b);
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        return names.stream()
                .filter(it -> !Objects.equals(left.get(it), right.get(it)))
                .map(it -> module(it, left.get(it), right.get(it)))
                .toList();
    }

    private static Map<String, ModuleFacts> modules(RunContext run) {
        return run.build() == null || run.build().modules() == null
                ? Map.of()
                : run.build().modules();
    }

    private static ModulePair module(String name, @Nullable ModuleFacts a, @Nullable ModuleFacts b) {
        return new ModulePair(
                name,
                a == null ? null : a.ramBytes(),
                b == null ? null : b.ramBytes(),
                a == null ? null : a.flashBytes(),
                b == null ? null : b.flashBytes());
    }
}
