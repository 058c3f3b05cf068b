package org.numakerbench.selftest.own;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Request;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.selftest.own.Lie.Kind;
import org.numakerbench.text.JsonText;
import org.numakerbench.uart.PatternParts;
import org.numakerbench.uart.PatternParts.Part;
import org.numakerbench.uart.PatternParts.Placeholder;

/** Every lie that the lines of a description can tell, and of which of them there is evidence. */
final class Lies {
    private static final Set<String> SESSION_KINDS =
            Set.of("mqtt-connect", "mqtt-subscribe", "mqtt-unsubscribe", "mqtt-disconnect");

    private static final String FILTER = "filter";

    private final FirmwareDescription description;
    private final List<Lie> lies = new ArrayList<>();

    private Lies(FirmwareDescription description) {
        this.description = description;
    }

    static List<Lie> of(FirmwareDescription description) {
        Lies lies = new Lies(description);
        description.lines().forEach(lies::line);
        return lies.lies;
    }

    private void line(Line line) {
        Message message = line.message();
        if (line.says() == Says.FAILED) {
            failure(line);
        } else if (message != null) {
            message(line, message);
        } else if (line.request() != null) {
            request(line, line.request());
        } else {
            String why = withoutMessage(line);
            add(line, Kind.NOT_DONE, "", isSeen(line) ? null : why);
            names(line).forEach(it -> add(line, Kind.OTHER_VALUE, it, isSeen(line) && it.equals(FILTER) ? null : why));
        }
        limits(line);
    }

    /** The cloud tells of it by itself. */
    private static boolean isSeen(Line line) {
        return line.kind() != null && SESSION_KINDS.contains(line.kind());
    }

    private void failure(Line line) {
        add(line, Kind.FAILURE_SAID, "", null);
        Optional<Line> success = description.lines().stream()
                .filter(it -> it.says() != Says.FAILED && (it.namesEvidence() || isSeen(it)))
                .filter(it -> line.step() != null
                        ? line.step().equals(it.step())
                        : line.kind() != null && line.kind().equals(it.kind()))
                .findFirst();
        add(
                success.orElse(line),
                Kind.FAILURE_HIDDEN,
                line.row(),
                success.isEmpty()
                        ? "no line of its step that says success names evidence"
                        : isSeen(success.get()) || success.get().request() != null
                                ? null
                                : unheard(Objects.requireNonNull(success.get().message())));
    }

    private void message(Line line, Message message) {
        String unheard = unheard(message);
        add(line, Kind.NOT_SENT, "", unheard);
        add(line, Kind.OTHER_TOPIC, "", unheard);
        boolean payload = message.text() != null || message.json() != null;
        add(
                line,
                Kind.OTHER_PAYLOAD,
                "",
                unheard != null ? unheard : payload ? null : "its description names no payload");
        Set<String> compared = Messages.compared(message);
        for (String name : names(line)) {
            String unsaid = compared.contains(name) ? null : "{" + name + "} stands in nothing that is compared";
            add(line, Kind.OTHER_VALUE, name, unheard != null ? unheard : unsaid);
        }
        add(line, Kind.SAID_TWICE, "", unheard);
        notSaid(line);
        message.ignore().forEach(it -> add(line, Kind.OTHER_IGNORED, it, "its description ignores it"));
    }

    private void request(Line line, Request request) {
        add(line, Kind.NOT_DONE, "", null);
        Set<String> compared = Messages.named(JsonText.line(request.value()));
        Set<String> asked = Messages.named(request.get());
        for (String name : names(line)) {
            String unsaid = asked.contains(name)
                    ? "the server that is asked may not know of another {" + name + "}"
                    : "{" + name + "} stands in nothing that is compared";
            add(line, Kind.OTHER_VALUE, name, compared.contains(name) ? null : unsaid);
        }
        add(line, Kind.SAID_TWICE, "", "a server that is asked shows what is so, not how often");
        notSaid(line);
    }

    /** What is expected has lies of its own. */
    private void notSaid(Line line) {
        boolean must =
                Expected.of(description).stream().anyMatch(it -> it.line().equals(line.row()) && it.least() > 0);
        if (!must) {
            add(line, Kind.NOT_SAID, "", "no line has to come; name it under expect:");
        }
    }

    private void limits(Line line) {
        Limits limits = line.measure() == null ? null : line.measure().limits();
        if (limits != null && (limits.min() != null || limits.max() != null)) {
            add(line, Kind.BEYOND_LIMIT, line.measure().value(), null);
        }
    }

    /** Why the witness would not hear of a message; null when it would. */
    private @Nullable String unheard(Message message) {
        return new Listening(description).hears(message) ? null : "nobody listens to its topic; add listen: [TOPIC]";
    }

    private static String withoutMessage(Line line) {
        if (line.kind() != null) {
            return "no evidence beside the device's own words";
        }
        return line.reason() != null
                ? line.reason()
                : "its description names no evidence; add published: or received: with the topic, or request: with a URL";
    }

    private static List<String> names(Line line) {
        return PatternParts.of(line).stream()
                .map(Part::placeholder)
                .filter(Objects::nonNull)
                .map(Placeholder::name)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
    }

    private void add(Line line, Kind kind, String about, @Nullable String uncovered) {
        lies.add(new Lie(line, kind, about, uncovered));
    }
}
