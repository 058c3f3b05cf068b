package org.numakerbench.uart.grammar;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.evidence.OwnPhase;
import org.numakerbench.model.Step;
import org.numakerbench.model.StepTable;
import org.numakerbench.text.Nearest;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing;
import org.numakerbench.uart.Standing.Sort;

/** The lines of a user's description as rows of the grammar, ahead of those of the description that it extends. */
final class OwnRows {
    /** Kinds of the example firmware that a line in other words may be: those that one line tells. */
    private static final Set<ClaimKind> KINDS = EnumSet.of(
            ClaimKind.NETWORK,
            ClaimKind.MQTT_CONNECT,
            ClaimKind.MQTT_SUBSCRIBE,
            ClaimKind.MQTT_UNSUBSCRIBE,
            ClaimKind.MQTT_DISCONNECT,
            ClaimKind.HEAP_CURRENT,
            ClaimKind.HEAP_MAX,
            ClaimKind.TRACE);

    /** What a claim has beside the fields of its kind. */
    private static final Set<String> TAKEN = Set.of("line", "step", "kind", "ok", "text", FirmwareDescription.ROW);

    /** A longer beginning is no other line's by chance. */
    private static final int SURE_BEGINNING = 6;

    private static final Standing JUDGED =
            new Standing("own", Sort.JUDGED, "OwnLineRule", "the message or request that its description names");
    private static final Standing PHASE_END =
            new Standing("own-phase", Sort.JUDGED, "OwnPhaseEnd", "what was claimed in the phase that it ends");
    private static final Standing FAILURE =
            new Standing("own-failure", Sort.JUDGED, "OwnLineRule", "nothing: the device's own word against itself");
    private static final Standing UNSEEN =
            new Standing("own-unseen", Sort.NEUTRAL, null, "its description names no evidence for it");

    private OwnRows() {}

    /**
     * All rows of a description, its base's behind its own.
     *
     * @throws GrammarException when one of its own is not right
     */
    static List<GrammarRow> of(FirmwareDescription description) {
        List<GrammarRow> rows = new ArrayList<>();
        for (int i = 0; i < description.lines().size(); i++) {
            rows.add(row(description.lines().get(i), i, table(description), description));
        }
        if (description.banner() != null) {
            rows.add(banner(description.banner(), table(description)));
        }
        if (description.end() != null) {
            rows.add(end(description.end(), table(description)));
        }
        return onBase(rows, description);
    }

    /** What a description extends comes behind its own rows; one in the same words is the description's. */
    static List<GrammarRow> onBase(List<GrammarRow> own, FirmwareDescription description) {
        List<GrammarRow> rows = new ArrayList<>(own);
        if (description.extendsExample()) {
            Set<String> same = own.stream().map(GrammarRow::pattern).collect(Collectors.toSet());
            Grammar.FIRMWARE.rows().stream()
                    .filter(it -> !same.contains(it.pattern()))
                    .forEach(rows::add);
        }
        return rows;
    }

    static String table(FirmwareDescription description) {
        return Objects.requireNonNullElse(description.name(), "description");
    }

    static GrammarRow banner(String pattern, String table) {
        boolean begins = PatternSyntax.beginning(pattern).length() >= SURE_BEGINNING;
        Standing reset = Objects.requireNonNull(Standings.FIRMWARE.named("reset"));
        return checked(row(
                ClaimKind.BOOT_BANNER, null, begins ? "" : null, FirmwareDescription.BANNER, reset, pattern, table));
    }

    static GrammarRow end(String pattern, String table) {
        Standing order = Objects.requireNonNull(Standings.FIRMWARE.named("order"));
        return checked(row(ClaimKind.OWN, null, null, FirmwareDescription.END, order, pattern, table));
    }

    private static GrammarRow row(
            ClaimKind kind,
            @Nullable Boolean ok,
            @Nullable String interrupts,
            String name,
            Standing standing,
            String pattern,
            String table) {
        return new GrammarRow(
                kind,
                ok,
                Generation.G0,
                Generation.G7,
                GrammarRow.Part.LINE,
                interrupts,
                Map.of(FirmwareDescription.ROW, name),
                table,
                standing,
                pattern,
                table,
                0);
    }

    /**
     * The row of one line.
     *
     * @param place among the lines, from 0
     * @throws GrammarException when its pattern or its kind is not right
     */
    static GrammarRow row(Line line, int place, String table, FirmwareDescription description) {
        ClaimKind kind = kind(line, table);
        Boolean ok = line.says() == null ? null : Boolean.valueOf(line.says() == Says.OK);
        GrammarRow row = new GrammarRow(
                kind,
                ok,
                Generation.G0,
                Generation.G7,
                GrammarRow.Part.LINE,
                line.interrupts() ? "" : null,
                Map.of(FirmwareDescription.ROW, line.row()),
                table,
                standing(line, kind, ok, description),
                line.text(),
                table,
                place + 1,
                line.pattern() == null,
                step(line, description));
        return checked(row);
    }

    /** A line that begins or ends a phase is one of its own, where it names no step. */
    private static @Nullable Step step(Line line, FirmwareDescription description) {
        OwnPhase phase = description.phaseOf(line);
        if (phase != null && (line.step() == null || phase.has(line.step()))) {
            return Step.own(line.step() == null ? phase.name() : line.step(), phase.name());
        }
        return line.step() == null ? null : StepTable.FIRMWARE.of(line.step());
    }

    /** Names of the lines that end a phase. */
    static Set<String> phaseEnds(FirmwareDescription description) {
        return description.phases().stream().map(OwnPhase::ends).collect(Collectors.toUnmodifiableSet());
    }

    private static GrammarRow checked(GrammarRow row) {
        Set<String> names = names(row);
        for (String name : names) {
            if (TAKEN.contains(name)) {
                throw new GrammarException(
                        row.where(),
                        "pattern \"" + row.pattern() + "\" has placeholder {" + name + "}, a name that claims use",
                        "call it otherwise");
            }
            if (row.kind() != ClaimKind.OWN
                    && row.kind() != ClaimKind.BOOT_BANNER
                    && Standings.FIRMWARE.ofField(row.kind(), name) == null) {
                throw new GrammarException(
                        row.where(),
                        "pattern \"" + row.pattern() + "\" has placeholder {" + name + "}, which lines of kind "
                                + row.kind().word() + " have not",
                        "name it as the lines of that kind do, or leave its name away: {:text}");
            }
        }
        return row;
    }

    /** Names of the placeholders, or of the groups of an expression. */
    static Set<String> names(GrammarRow row) {
        return row.regex() ? RegexSyntax.compile(row).namedGroups().keySet() : PatternSyntax.check(row);
    }

    static ClaimKind kind(Line line, String table) {
        String word = line.kind();
        if (word == null) {
            return ClaimKind.OWN;
        }
        List<String> words = KINDS.stream().map(ClaimKind::word).toList();
        if (!words.contains(word)) {
            throw new GrammarException(
                    table,
                    "kind \"" + word + "\" is none that a line may be",
                    "did you mean " + Nearest.to(word, words).orElseThrow() + "? They are " + String.join(", ", words));
        }
        return ClaimKind.of(word);
    }

    private static Standing standing(Line line, ClaimKind kind, @Nullable Boolean ok, FirmwareDescription description) {
        if (kind != ClaimKind.OWN) {
            return Grammar.FIRMWARE.rows().stream()
                    .filter(it ->
                            it.kind() == kind && it.part() != GrammarRow.Part.PROGRESS && Objects.equals(it.ok(), ok))
                    .findFirst()
                    .map(GrammarRow::standing)
                    .orElse(UNSEEN);
        }
        if (line.namesEvidence()) {
            return JUDGED;
        }
        if (Boolean.TRUE.equals(ok) && description.endedBy(line) != null) {
            return PHASE_END;
        }
        if (Boolean.FALSE.equals(ok)) {
            return FAILURE;
        }
        return line.reason() == null ? UNSEEN : new Standing("own-neutral", Sort.NEUTRAL, null, line.reason());
    }
}
