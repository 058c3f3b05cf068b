package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.claim.Expectations;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Step;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.sequence.Disorder;
import org.numakerbench.uart.sequence.Disorder.Trouble;
import org.numakerbench.uart.sequence.Sequence;
import org.numakerbench.uart.sequence.Sequence.Order;

/**
 * What the order of a boot's lines tells. A result that never came leaves a claim open, which is a finding; of any other
 * line the results tell enough, so that it is a note.
 *
 * @param lost results that had to come, and cannot be read
 * @param others what else is wrong
 * @param lostAtEnd results that had to come behind the last line
 * @param othersAtEnd other lines that had to come there
 * @param damaged lines that are what is left of one that had to stand there, or of the progress text that their result overprints
 */
record LineOrder(
        List<Disorder> lost,
        List<Disorder> others,
        List<Disorder> lostAtEnd,
        List<Disorder> othersAtEnd,
        Set<Integer> damaged) {
    /** Of a run whose lines nobody looked at. */
    static final LineOrder UNKNOWN = new LineOrder(List.of(), List.of(), List.of(), List.of(), Set.of());

    /**
     * Along the firmware's sequence.
     *
     * @param claims of the capture, those before the boot banner included
     * @param lines of the capture
     */
    static LineOrder of(RunContext context, List<Claim> claims, int lines) {
        if (context.firmware() != null && !context.firmware().extendsExample()) {
            // Nobody has told the order of its lines.
            return UNKNOWN;
        }
        List<Claim> boot = claims.subList(Claim.firstOfBoot(claims), claims.size());
        Order order = Sequence.FIRMWARE.walk(boot, lines, context.image().mbedOs(), context.phases());
        List<Disorder> lost = new ArrayList<>();
        List<Disorder> others = new ArrayList<>();
        for (Disorder each : order.disorders()) {
            if (each.lost() && isResult(context, each)) {
                lost.add(each);
            } else if (each.trouble() != Trouble.AGAIN && each.trouble() != Trouble.DAMAGED) {
                others.add(each);
            }
        }
        // Of firmware that tests for ever the last loop is cut off.
        Stream<Disorder> rest = order.loops() > 0 ? Stream.of() : order.rest().stream();
        List<Disorder> atEnd = rest.toList();
        return new LineOrder(
                lost,
                others,
                atEnd.stream().filter(it -> isResult(context, it)).toList(),
                atEnd.stream().filter(it -> !isResult(context, it)).toList(),
                Stream.concat(
                                order.disorders().stream()
                                        .filter(it -> it.trouble() == Trouble.DAMAGED)
                                        .map(Disorder::line),
                                boot.stream()
                                        .filter(it -> isOverprinted(it, boot))
                                        .map(Claim::line))
                        .collect(Collectors.toSet()));
    }

    /** True for a text that is none of the firmware's and that the result of what it resembles overprints. */
    private static boolean isOverprinted(Claim unknown, List<Claim> boot) {
        String kind = unknown.string("resemblesKind");
        return kind != null
                && boot.stream()
                        .anyMatch(it -> it.line() == unknown.line()
                                && it.start() >= unknown.end()
                                && it.kind().word().equals(kind));
    }

    /** True for a line without which something stays unsaid. */
    private static boolean isResult(RunContext context, Disorder line) {
        return line.whole()
                && (line.kind() == ClaimKind.CERTIFICATE_VERIFIED
                        || Expectations.of(context).stream()
                                .anyMatch(it -> it.kind() == line.kind()
                                        && it.step().name().equals(line.step())));
    }

    /**
     * The ruling of a claim where the text of its phase is whole; where lines are missing or stand elsewhere nobody can tell
     * what the device said, so that nothing is refuted. A whole claim too many is no such sign: it claims what it says.
     */
    Settled asFarAsRead(Settled ruling, PendingClaim of) {
        if (ruling.verdict() != Verdict.REFUTED) {
            return ruling;
        }
        return Stream.concat(lost.stream(), others.stream())
                .filter(it -> !it.whole() || it.trouble() != Trouble.TWICE && it.trouble() != Trouble.UNEXPECTED)
                .filter(it -> isInPhase(of.step(), it.step()))
                .findFirst()
                .map(it -> ruling.unread(it.words()))
                .orElse(ruling);
    }

    private static boolean isInPhase(Step step, String name) {
        return name.equals(step.phase()) || name.startsWith(step.phase() + ".");
    }

    /** Steps of which not all lines can be read: what they did need not be claimed. */
    Set<String> stepsWithLostLines() {
        return Stream.concat(lost.stream(), others.stream())
                .filter(it -> it.whole() && it.lost())
                .map(Disorder::step)
                .collect(Collectors.toSet());
    }

    /**
     * For a person, what is no finding. Lines that are missing at one place are told together.
     *
     * @param whole true when the run went to its end, and what is lost became findings
     */
    List<String> notes(boolean whole) {
        List<Disorder> told = new ArrayList<>(others);
        if (whole) {
            told.addAll(othersAtEnd);
        } else {
            told.addAll(lost);
            told.removeIf(it -> it.trouble() == Trouble.DAMAGED);
            told.sort(Comparator.comparingInt(Disorder::line));
        }
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Disorder first = told.get(i);
            int more = 0;
            while (first.trouble() == Trouble.MISSING && i + 1 < told.size() && isBeside(first, told.get(i + 1))) {
                i++;
                more++;
            }
            notes.add(first.words() + (more == 0 ? "" : ", and " + more + " more there"));
        }
        return notes;
    }

    private static boolean isBeside(Disorder first, Disorder next) {
        return next.trouble() == Trouble.MISSING && next.line() == first.line();
    }

    /** Lines that had to come and cannot be read. */
    int missing(boolean whole) {
        long within = Stream.concat(lost.stream(), others.stream())
                .filter(it -> it.trouble() == Trouble.MISSING)
                .count();
        return (int) within + (whole ? lostAtEnd.size() + othersAtEnd.size() : 0);
    }
}
