package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.cause.Explained;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.rule.OwnUnclaimed;
import org.numakerbench.crosscheck.timeline.CloudAgreement;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.Figures;
import org.numakerbench.text.Shortened;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** What a person should know of a run that is no finding. */
final class RunNotes {
    private static final int MOST_KEYS = 5;
    /** Of one sort; more are counted. */
    private static final int MOST_NOTES = 100;
    /** CR LF, as the firmware's standard output has it. */
    private static final int LINE_END = 2;

    private static final int LONGEST_LINE = 200;

    private final List<String> notes = new ArrayList<>();
    private final CloudAgreement agreement = new CloudAgreement();
    private long noiseBytes;
    /** Of the last noise, when its line's end may be the one that begins the banner's own print. */
    private long noiseEnd;

    private boolean oldRun;
    private long unknownLines;
    private @Nullable Claim unknown;

    void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        agreement.accept(entry);
        if (fact instanceof Fact.ResetIssued) {
            agreement.forget();
        }
        if (fact instanceof Fact.CredentialRead it) {
            Expiry.note(entry.at(), "the " + it.owner() + "'s certificate", it.certificate())
                    .ifPresent(notes::add);
        } else if (fact instanceof Fact.TlsProbed it) {
            Expiry.note(entry.at(), "the certificate of " + it.host() + ":" + it.port(), it.certificate())
                    .ifPresent(notes::add);
        } else if (fact instanceof Fact.HostLag it && HostLags.mayLose(it)) {
            notes.add(HostLags.stalled(it) + ", until entry " + entry.seq()
                    + "; what was said or delivered meanwhile may be lost");
        } else if (fact instanceof Fact.LineSettingsRepaired it) {
            notes.add("another program changed the serial port's settings: " + it.detail());
        } else if (fact instanceof Fact.ResetRefused it) {
            notes.add("reset by " + it.driver() + " was refused: " + it.reason());
        }
    }

    void portBack(long seq, Fact.PortReopened it) {
        notes.add("the serial port went away in mid-run and was back at entry " + seq + " as " + it.device()
                + "; what the device said meanwhile is lost");
    }

    /** What is odd about a claim and changes no verdict. */
    void of(Claim claim, String note) {
        add("line " + claim.line() + ": " + note);
    }

    void add(String note) {
        notes.add(note);
    }

    /** Said before the boot banner. Provisioning is this boot's own: firmware from Mbed OS 5.14.2 on does it first. */
    void noise(Claim claim) {
        if (claim.kind() != ClaimKind.PROVISION) {
            noiseBytes += claim.end() - claim.start();
            noiseEnd = claim.end();
        }
    }

    /** A banner: older firmware prints a line end ahead of it, which ends a line of noise. */
    void banner(Claim claim) {
        if (noiseBytes > 0 && claim.kind() == ClaimKind.BOOT_BANNER && noiseEnd == claim.start()) {
            noiseBytes -= LINE_END;
        }
        noiseEnd = 0;
    }

    /** Said after the boot banner. */
    void heard(Claim claim) {
        if (claim.kind() == ClaimKind.UNRECOGNISED && !LineIntegrity.isDamage(claim)) {
            unknown = unknownLines++ == 0 ? claim : unknown;
        }
    }

    private static String some(List<String> keys) {
        return String.join(", ", keys.subList(0, Math.min(MOST_KEYS, keys.size())))
                + (keys.size() > MOST_KEYS ? " and " + (keys.size() - MOST_KEYS) + " more" : "");
    }

    void oldRunForgotten() {
        unknownLines = 0;
        oldRun = true;
    }

    /**
     * Of the run so far.
     *
     * @param lines what is wrong with their order
     */
    List<String> all(RunState run, RunView view, List<String> lines) {
        LineIntegrity wire = view.wire();
        long leftOut = view.cloud().leftOut();
        List<String> all = new ArrayList<>(notes.subList(0, Math.min(MOST_NOTES, notes.size())));
        if (notes.size() > MOST_NOTES) {
            all.add("and " + (notes.size() - MOST_NOTES) + " more remarks of this sort");
        }
        all.addAll(agreement.contradictions());
        String loops = run.progress().loops().note();
        Fact.LimitExpired limit = run.course().limit();
        if (loops != null) {
            all.add(loops
                    + (limit == null
                            ? ""
                            : ": limits." + limit.limit().word() + " (" + limit.limitMs() + " ms) had passed"));
        }
        List<String> altered = view.context().altered();
        if (!altered.isEmpty()) {
            all.add("hiding secrets altered the firmware description in this log, at " + some(altered)
                    + ": lines may be read otherwise than where it ran; narrow the expression in the profile");
        }
        if (noiseBytes > 0) {
            all.add("ignored " + Figures.count(noiseBytes, "byte") + " before the boot banner");
        }
        all.addAll(Explained.notes(view));
        all.addAll(OwnUnclaimed.notes(view));
        if (oldRun) {
            all.add("the first text after the reset was still an older run's; it was set aside");
        }
        Claim first = unknown;
        if (first != null && unknownLines > 0) {
            all.add((unknownLines == 1 ? "1 line is" : unknownLines + " lines are")
                    + " none of the firmware's, " + (unknownLines == 1 ? "" : "the first ") + "at line " + first.line()
                    + ": " + Shortened.to(LONGEST_LINE, first.text()));
        }
        if (leftOut > 0) {
            all.add(Figures.count(leftOut, "message") + " of the cloud "
                    + (leftOut == 1 ? "is in the evidence log and was" : "are in the evidence log and were")
                    + " compared with no claim: there were too many");
        }
        if (wire.counted() != null) {
            all.add(wire.counted());
        }
        for (Claim claim :
                wire.damaged().subList(0, Math.min(MOST_NOTES, wire.damaged().size()))) {
            all.add("line " + claim.line() + " is damaged (bytes " + claim.start() + " to " + claim.end() + "): "
                    + claim.text());
        }
        if (wire.damagedLines() > MOST_NOTES) {
            all.add("and " + (wire.damagedLines() - MOST_NOTES) + " more damaged lines; uart.raw has them all");
        }
        all.addAll(lines.subList(0, Math.min(MOST_NOTES, lines.size())));
        if (lines.size() > MOST_NOTES) {
            all.add("and " + (lines.size() - MOST_NOTES) + " more places where lines are missing or do not belong");
        }
        return all;
    }
}
