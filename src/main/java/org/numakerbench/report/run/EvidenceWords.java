package org.numakerbench.report.run;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.report.run.ReportPage.LogLine;
import org.numakerbench.text.Shortened;

/** Evidence entries in a person's words. */
final class EvidenceWords {
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_DETAIL = 4000;

    private EvidenceWords() {}

    static LogLine line(EvidenceEntry entry) {
        String time = String.format(Locale.ROOT, "+%.3f s", entry.monoNanos() / 1e9);
        String[] words = words(entry.fact());
        return new LogLine(
                entry.seq(),
                time,
                Shortened.to(LONGEST_LINE, words[0]),
                RunCause.lineEnds(Shortened.to(LONGEST_DETAIL, words[1])));
    }

    private static String[] words(Fact fact) {
        if (fact instanceof Fact.UartReceived it) {
            return say("UART", it.bytes().latin1().replace("\r\n", "\n"));
        }
        if (fact instanceof Fact.MqttReceived it) {
            return say("MQTT " + it.topic(), it.payload().utf8());
        }
        if (fact instanceof Fact.ShadowRead it) {
            return say("REST GET shadow: HTTP " + it.status(), it.body().utf8());
        }
        if (fact instanceof Fact.HttpAnswered it) {
            return say("GET: HTTP " + it.status(), it.body().utf8());
        }
        if (fact instanceof Fact.HttpFailed it) {
            return say("GET failed", it.reason());
        }
        if (fact instanceof Fact.TlsProbed it) {
            return say(
                    "TLS probe of " + it.host() + ":" + it.port(),
                    "serial " + it.certificate().serial() + "\nsubject "
                            + it.certificate().subject() + "\nissuer "
                            + it.certificate().issuer() + "\nexpires "
                            + it.certificate().expiresOn());
        }
        if (fact instanceof Fact.ToolRan it) {
            return say(
                    it.stage().word() + ": " + String.join(" ", it.commandLine()),
                    "exit code " + it.exitCode() + "\n" + it.output().utf8());
        }
        if (fact instanceof Fact.HostLag it) {
            return say(
                    it.stalledMs() * 2 > it.lateMs() ? "this host stalled" : "this host's lag",
                    it.lateMs() + " ms of " + it.sinceMs() + " ms; at the end " + it.stalledMs() + " ms at once");
        }
        if (fact instanceof Fact.LineErrors it) {
            return say(
                    "errors of the line",
                    "counted by the driver: framing " + it.framing() + ", parity " + it.parity() + ", overruns "
                            + it.overruns() + ", breaks " + it.breaks());
        }
        if (fact instanceof Fact.CanarySent) {
            return say("canary sent", "");
        }
        if (fact instanceof Fact.CanaryReturned) {
            return say("canary returned: the witness is awake", "");
        }
        return say(
                spaced(fact.getClass().getSimpleName()), fact instanceof Fact.RunStarted ? "" : fields((Record) fact));
    }

    /** A line for each field that says something: {@code limit ms 20000}. */
    private static String fields(Record values) {
        return Stream.of(values.getClass().getRecordComponents())
                .map(it -> field(it.getName(), value(it, values)))
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String field(String name, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Record it) {
            return fields(it);
        }
        String text =
                value instanceof Enum<?> it ? it.name().toLowerCase(Locale.ROOT).replace('_', ' ') : value.toString();
        return text.isEmpty() ? "" : spaced(name) + " " + text;
    }

    private static @Nullable Object value(RecordComponent field, Record of) {
        try {
            return field.getAccessor().invoke(of);
        } catch (ReflectiveOperationException notPublic) {
            throw new IllegalStateException(notPublic);
        }
    }

    /** {@code limitMs} as {@code limit ms}. */
    private static String spaced(String name) {
        return name.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String[] say(String what, String detail) {
        return new String[] {what, detail};
    }
}
