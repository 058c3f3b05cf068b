package org.numakerbench.uart.block;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.RawLine;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;

/**
 * What may follow a raw payload. Its length is not printed and it may hold any text, so the order in which the firmware
 * prints decides: a text that looks like the protocol but cannot come here belongs to the payload.
 */
sealed interface AfterPayload {
    /** How a line relates to the payload before it. */
    enum Answer {
        /** Part of the payload. */
        NO,
        /** Not part of it. */
        YES,
        /** Not part of it, and neither is one empty line before. */
        YES_AFTER_EMPTY_LINE,
        /** Not part of it if nothing better comes. */
        PERHAPS
    }

    /** Does {@code line} follow, {@code payload} being the lines so far, at least one? */
    Answer follows(List<RawLine> payload, RawLine line);

    /**
     * After an arrived message. While an operation waits for its acknowledgement only its result can come, overprinting;
     * else the wait loop ends with an empty line and the first unsubscription.
     *
     * @param operation the operation in which the message arrived, or null
     * @param filters what is subscribed; nothing known when empty
     */
    record Arrived(LineMatcher matcher, @Nullable ClaimKind operation, Set<String> filters) implements AfterPayload {
        @Override
        public Answer follows(List<RawLine> payload, RawLine line) {
            byte[] data = line.data();
            boolean emptyBefore = payload.get(payload.size() - 1).blank();
            if (data.length == 0) {
                return Answer.NO;
            }
            GrammarRow row = matcher.first(line);
            if (row == null) {
                return operation == null
                                && emptyBefore
                                && !line.ended()
                                && matcher.beginsProgress(ClaimKind.MQTT_UNSUBSCRIBE, data)
                        ? Answer.YES_AFTER_EMPTY_LINE
                        : Answer.NO;
            }
            return switch (row.kind()) {
                case CRASH, REBOOT_NOTICE, IO_ERROR -> Answer.YES;
                case MESSAGE_ARRIVED -> row.part() == GrammarRow.Part.ARRIVAL ? Answer.YES : Answer.NO;
                case MQTT_UNSUBSCRIBE -> operation == null ? unsubscription(row, line, emptyBefore) : result(row, data);
                case MQTT_RECEIVE ->
                    operation == null && row.ok() != null && known(line) ? Answer.YES_AFTER_EMPTY_LINE : Answer.NO;
                default -> result(row, data);
            };
        }

        private Answer result(GrammarRow row, byte[] data) {
            return row.kind() == operation && row.part() == GrammarRow.Part.LINE && data[0] == '\r'
                    ? Answer.YES
                    : Answer.NO;
        }

        private Answer unsubscription(GrammarRow row, RawLine line, boolean emptyBefore) {
            boolean overprinted = row.part() == GrammarRow.Part.PROGRESS && matcher.overprint(line, row.kind()) != null;
            if (emptyBefore && (known(line) || overprinted)) {
                return Answer.YES_AFTER_EMPTY_LINE;
            }
            return overprinted ? Answer.YES : Answer.NO;
        }

        private boolean known(RawLine line) {
            String filter = matcher.firstText(line);
            return filters.isEmpty() || filter != null && filters.contains(filter);
        }
    }

    /**
     * After the text of a message to publish: its publication. On the wire the progress text is overprinted, or a message
     * arrives in its middle; a line that only looks alike is part of the text.
     *
     * @param overprints true when this capture shows progress texts, false when it is a terminal's transcript
     */
    record ToPublish(LineMatcher matcher, boolean overprints) implements AfterPayload {
        @Override
        public Answer follows(List<RawLine> payload, RawLine line) {
            if (matcher.overprint(line, ClaimKind.MQTT_PUBLISH) != null) {
                return Answer.YES;
            }
            GrammarRow row = matcher.first(line);
            if (row == null) {
                return Answer.NO;
            }
            if (row.kind() == ClaimKind.CRASH || row.kind() == ClaimKind.REBOOT_NOTICE) {
                return Answer.YES;
            }
            if (row.kind() != ClaimKind.MQTT_PUBLISH) {
                return Answer.NO;
            }
            if (row.part() == GrammarRow.Part.LINE) {
                return overprints ? Answer.NO : Answer.YES;
            }
            byte[] data = line.data();
            boolean interrupted = !line.ended()
                    || LineMatcher.endOfSegment(data, 0) < data.length
                    || matcher.interruption(data, 1, data.length) >= 0;
            return interrupted ? Answer.YES : Answer.PERHAPS;
        }
    }
}
