package org.numakerbench.web.live;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.run.Replay;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.LineSplitter;
import org.numakerbench.web.page.Pages;
import org.numakerbench.web.page.RunHead;
import org.numakerbench.web.page.RunView;
import org.numakerbench.web.page.WireRow;

/**
 * A run as far as its log was read: what the device said, what became of each step, and since which entry of the log each
 * is as it is. A fold over the log, like the judge it asks. One thread at a time.
 */
final class LiveRun {
    /** Lines kept; older ones are in the report. */
    static final int LINES = 2000;
    /** Characters of their text, so that a browser is sent a page and no flood. */
    static final int CHARS = 200_000;

    private final String bench;
    private final String run;
    private final Judge judge = new Judge();
    private final NavigableMap<Integer, LiveLine> lines = new TreeMap<>();
    private final LiveSteps steps = new LiveSteps();
    private LineSplitter splitter = new LineSplitter(this::hear);
    private int chars;
    private int findings;
    private int claims;
    private String stage = "beginning";
    private @Nullable String started;
    private RunHead head;
    private long headVersion = 1;
    private long freshVersion = 1;
    private long version;
    private boolean complete;

    LiveRun(String bench, String run) {
        this.bench = bench;
        this.run = run;
        this.head = RunHead.unread(bench, run);
    }

    /** @throws IOException when it is a run of firmware that this bench does not know */
    void accept(EvidenceEntry entry) throws IOException {
        version = entry.seq();
        Fact fact = entry.fact();
        if (fact instanceof Fact.RunStarted it) {
            Replay.requireKnownFirmware(it.context(), RunDirectory.LOG);
        }
        judge.accept(entry);
        if (started == null) {
            started = entry.at().toString();
        }
        stage = StageWords.after(fact, stage);
        if (fact instanceof Fact.RunStarted it) {
            steps.expect(it.context());
        } else if (fact instanceof Fact.ResetIssued) {
            // Text from before belongs to an older run.
            lines.clear();
            splitter = new LineSplitter(this::hear);
            chars = 0;
            freshVersion = version;
        } else if (fact instanceof Fact.UartReceived it) {
            splitter.accept(it.bytes().toByteArray());
        }
    }

    private void hear(int number, byte[] bytes, int from, int to, boolean ended) {
        LiveLine line = lines.get(number);
        if (line == null) {
            // An empty line is one, too.
            line = new LiveLine(number, version);
            lines.put(number, line);
            while (lines.size() > LINES || chars > CHARS && lines.size() > 1) {
                chars -= lines.pollFirstEntry().getValue().length();
            }
        }
        if (to > from) {
            chars += line.add(bytes, from, to, version);
        }
    }

    /** What follows from the entries accepted since the last call. */
    void settle(boolean isComplete) {
        Judgement judgement = judge.judgement();
        List<Finding> found = judgement.findings();
        for (Finding finding : found.subList(Math.min(findings, found.size()), found.size())) {
            LiveLine line = finding.line() == null ? null : at(finding.line());
            if (line != null) {
                line.verdict(finding.verdict().name(), version);
            }
        }
        findings = found.size();
        List<Claim> said = judge.claims();
        claims = Math.min(claims, said.size());
        for (Claim claim : said.subList(claims, said.size())) {
            LiveLine line = claim.kind() == ClaimKind.UNRECOGNISED ? at(claim.line()) : null;
            if (line != null) {
                line.damaged(version);
            }
        }
        claims = said.size();
        if (isComplete && !complete && version > 0) {
            complete = true;
            // The end is news of its own, also when no entry came with it.
            version++;
        }
        steps.judged(judgement, complete, version);
        RunContext context = judge.context();
        RunHead now = context == null
                ? RunHead.unread(bench, run)
                : RunHead.of(bench, run, context, judgement, String.valueOf(started), stage, complete);
        if (!now.equals(head)) {
            head = now;
            headVersion = version;
        }
    }

    private @Nullable LiveLine at(int number) {
        return lines.get(number);
    }

    /** Nothing more can be read. */
    void broken(String sentence) {
        complete = true;
        version++;
        head = head.unreadable(sentence);
        headVersion = version;
    }

    RunHead head() {
        return head;
    }

    /** All of it. */
    RunView view(String epoch) {
        return new RunView(head, steps.since(0), wire(0), epoch + "." + version);
    }

    private List<WireRow> wire(long from) {
        return lines.values().stream()
                .filter(it -> it.version() > from)
                .map(LiveLine::row)
                .toList();
    }

    long version() {
        return version;
    }

    boolean isComplete() {
        return complete;
    }

    Update since(long seen) {
        boolean fresh = seen < freshVersion;
        long from = fresh ? 0 : seen;
        return new Update(
                version,
                fresh,
                Pages.runRows(headVersion > from ? head : null, steps.since(from), wire(from)),
                complete);
    }
}
