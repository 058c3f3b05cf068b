package org.numakerbench.uart.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.uart.DescriptionCheck;

/** A description made of templates, and what stands in its way. */
final class Proposal {
    private final List<Template> templates;
    private final List<Row> rows = new ArrayList<>();
    private final Sightings sightings;
    private final List<String> decide = new ArrayList<>();
    private final FirmwareDescription description;

    /**
     * @param base without lines
     * @param templates in the order of a run
     */
    Proposal(FirmwareDescription base, List<Template> templates, Sightings sightings) {
        this.templates = templates;
        this.sightings = sightings;
        Names names = new Names();
        templates.forEach(it -> Row.of(it, names).ifPresent(rows::add));
        boolean whole = base.base() == null;
        Row banner = whole ? commonest(sightings.firsts(), null, rows.stream()) : null;
        Row end = whole ? commonest(sightings.lasts(), banner, reversed()) : null;
        rows.removeIf(it -> it == banner || it == end);
        decide.add("Proposed from " + sightings.captures() + (sightings.captures() == 1 ? " capture" : " captures")
                + ": the comments say how often a line comes, and what you have to decide.");
        decide.add("Until a claim names its message (published:, received:), nobody can check it.");
        bounds(banner, end);
        description = new FirmwareDescription(
                null,
                base.base(),
                banner == null ? null : banner.line().pattern(),
                end == null ? null : end.line().pattern(),
                rows.stream().map(Row::line).toList(),
                List.of());
    }

    private Stream<Row> reversed() {
        List<Row> all = new ArrayList<>(rows);
        java.util.Collections.reverse(all);
        return all.stream();
    }

    /** The row that most captures have there; one that can be told by its beginning. */
    private @Nullable Row commonest(List<Template> seen, @Nullable Row other, Stream<Row> orElse) {
        Map<Template, Row> whole = new HashMap<>();
        rows.stream()
                .filter(it -> it != other && isBound(it))
                .forEach(it -> parts(it.of()).forEach(part -> whole.put(part, it)));
        Map<Row, Integer> counts = new LinkedHashMap<>();
        seen.stream()
                .filter(whole::containsKey)
                .forEach(it -> counts.merge(Objects.requireNonNull(whole.get(it)), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseGet(() -> orElse.filter(it -> it != other && isBound(it))
                        .findFirst()
                        .orElse(null));
    }

    private static boolean isBound(Row row) {
        return row.line().pattern() != null && row.of().beginning().length() > 1;
    }

    private static Stream<Template> parts(Template template) {
        return Stream.concat(Stream.of(template), template.parts().stream().flatMap(Proposal::parts));
    }

    private void bounds(@Nullable Row banner, @Nullable Row end) {
        if (banner != null) {
            decide.add("banner: " + often(banner) + "; must be the first line of every boot, and of nothing else");
        }
        if (end != null) {
            decide.add("end: " + often(end) + "; the run waits for it, and ends there");
            if (end.of().mostInOne() > 1) {
                decide.add("end comes more than once: if it is not the last line, name another");
            }
        }
    }

    private String often(Row row) {
        int in = row.of().captures().cardinality();
        int all = sightings.captures();
        String captures = in == all
                ? all == 1 ? "in the capture" : "in all " + all + " captures"
                : "in " + in + " of " + all + " captures";
        return captures + (row.of().mostInOne() > 1 ? ", up to " + row.of().mostInOne() + " times" : "");
    }

    /** The description; it may have problems yet. */
    FirmwareDescription description() {
        return description;
    }

    /** True when there are rows enough for a description. */
    boolean isWhole() {
        return description.extendsExample()
                ? !rows.isEmpty()
                : description.banner() != null && description.end() != null;
    }

    /** What a person has to look at. */
    Learner.Decide decide() {
        List<List<String>> lines = new ArrayList<>();
        for (Row row : rows) {
            List<String> all = new ArrayList<>(List.of(often(row)));
            all.addAll(row.decide());
            lines.add(all);
        }
        return new Learner.Decide(decide, lines, expected());
    }

    /** Names of the lines that every capture has once, each behind the one before it. */
    private List<String> expected() {
        List<String> names = new ArrayList<>();
        Template last = null;
        for (Row row : rows) {
            Template it = row.of();
            boolean once = it.captures().cardinality() == sightings.captures() && it.mostInOne() == 1;
            if (once && row.line().says() != Says.FAILED && (last == null || it.comesBehind(last))) {
                names.add(row.line().row());
                last = it;
            }
        }
        return names;
    }

    /**
     * Takes apart, in the list of templates, what gets in another line's way, or takes it out when it is of one piece.
     *
     * @return false when nothing does
     */
    boolean part() {
        List<Template> wrong = DescriptionCheck.problems(description).stream()
                .filter(it -> it.line() >= 0)
                .map(it -> rows.get(it.line()).of())
                .distinct()
                .toList();
        for (Template each : wrong) {
            int place = templates.indexOf(each);
            templates.remove(place);
            templates.addAll(place, each.parts());
        }
        return !wrong.isEmpty();
    }
}
