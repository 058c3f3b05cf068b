package org.numakerbench.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.HostText;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.expect.ExpectedOrder;
import org.numakerbench.uart.expect.ExpectedOrder.Found;
import org.numakerbench.uart.expect.Forbidden;
import org.numakerbench.uart.expect.LineTest;

/** What a description expects, against a capture; a capture has no times. */
final class ExpectationTrial {
    private final Descriptions.Read read;
    private final FirmwareDescription firmware;
    private final List<Claim> claims;

    /** @param all of the capture; what comes ahead of the boot is nobody's */
    ExpectationTrial(Descriptions.Read read, List<Claim> all) {
        this.read = read;
        this.firmware = read.description();
        int banner = Claim.firstOfBoot(all);
        this.claims = all.subList(banner == all.size() ? 0 : banner, all.size());
    }

    /** @return false when the capture does not keep to it */
    boolean print(PrintWriter out) {
        List<Found> found = ExpectedOrder.of(firmware, claims);
        found.forEach(it -> out.println(SafeText.line(words(it))));
        List<Forbidden.Hit> hits = Forbidden.of(firmware, claims);
        hits.forEach(it -> out.println(SafeText.line("must never come: \"" + it.pattern() + "\": came at line "
                + claims.get(it.at()).line() + (it.count() > 1 ? ", " + it.count() + " times" : ""))));
        for (int i = 0; i < firmware.send().size(); i++) {
            out.println(SafeText.line(words(i, firmware.send().get(i))));
        }
        return hits.isEmpty()
                && found.stream().allMatch(it -> switch (it.state()) {
                    case MET, NOT_DUE -> true;
                    case MISSING, EARLY, TOO_OFTEN -> false;
                });
    }

    private String words(Found found) {
        ExpectedLine line = found.line();
        String head = place(key(found.number())) + "expected: \"" + line.line() + "\": ";
        String at = found.at() == null ? "" : "line " + claims.get(found.at()).line();
        String behind = found.from() == null
                ? ""
                : " behind line " + claims.get(found.from()).line();
        return head
                + switch (found.state()) {
                    case MET ->
                        at.isEmpty()
                                ? "did not come, which it need not"
                                : "met at " + at
                                        + (line.within() == null ? "" : ", in what time a capture does not tell");
                    case MISSING -> "not met: came " + found.count() + " times" + behind + ", not " + line.least();
                    case EARLY -> "not met: came at " + at + ", not" + behind;
                    case TOO_OFTEN -> "not met: came " + found.count() + " times, once too often at " + at;
                    case NOT_DUE -> "not due: \"" + line.after() + "\" did not come";
                };
    }

    /** Behind what it expects stand begin and end of each phase. */
    private String key(int number) {
        int phase = number - firmware.expect().size();
        return phase < 0
                ? "expect[" + number + "].line"
                : "phases[" + phase / 2 + "]." + (phase % 2 == 0 ? "begins" : "ends");
    }

    private String words(int number, HostText text) {
        String head = place("send[" + number + "].after") + "to send: \""
                + text.text().strip() + "\": ";
        int prompt = first(text.after(), 0);
        if (prompt < 0) {
            return head + "never, as \"" + text.after() + "\" did not come";
        }
        String sent = head + "behind line " + claims.get(prompt).line();
        if (text.answer() == null) {
            return sent;
        }
        int answer = first(text.answer(), prompt + 1);
        return sent
                + (answer < 0
                        ? "; no answer \"" + text.answer() + "\" came"
                        : "; answered at line " + claims.get(answer).line());
    }

    private int first(String line, int from) {
        LineTest test = LineTest.of(line, firmware);
        return IntStream.range(from, claims.size())
                .filter(it -> test.takes(claims.get(it)))
                .findFirst()
                .orElse(-1);
    }

    /** Where it stands in the file. */
    private String place(String key) {
        return "line " + read.file().error(-1, key, "", "").line() + ", ";
    }
}
