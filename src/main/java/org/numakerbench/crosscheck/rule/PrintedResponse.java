package org.numakerbench.crosscheck.rule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.uart.ClaimKind;

/**
 * An HTTP response as the firmware printed it from its 600-byte buffer ({@code run_req_resp}, main.cpp). What did not fit
 * stays in the TLS stream and is the start of the next one.
 *
 * @param status null when no status line can be read
 * @param missingBytes of the body, by its content-length; 0 when it is whole
 * @param remains true when the rest of an earlier response stands before it
 * @param shorterBytes by how much the body is shorter than its content-length, though the buffer would have held it; below 0:
 *     longer
 */
record PrintedResponse(@Nullable Integer status, String body, int missingBytes, boolean remains, int shorterBytes) {
    /** 599 characters and a NUL. */
    static final long FULL = 599;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d{1,9})\\s*$");

    static PrintedResponse of(PendingClaim pending, RunView run) {
        String text = pending.claim().text();
        String response = text.substring(text.indexOf('\n') + 1);
        Matcher line = STATUS.matcher(response);
        if (!line.find()) {
            return new PrintedResponse(null, "", isFull(pending, run) ? 1 : 0, false, 0);
        }
        boolean remains = line.start() > 0;
        int blank = response.indexOf("\n\n", line.start());
        String head = response.substring(line.start(), blank < 0 ? response.length() : blank);
        String body = blank < 0 ? "" : response.substring(blank + 2);
        Matcher length = LENGTH.matcher(head);
        Integer announced = length.find() ? Integer.valueOf(length.group(1)) : null;
        int missing = (announced == null ? 0 : announced) - body.getBytes(StandardCharsets.UTF_8).length;
        // Where bytes were lost on the wire a body is short without having been cut by the firmware.
        boolean cut = isFull(pending, run) && (missing > 0 || blank < 0);
        boolean oneLine = body.indexOf('\n') < 0;
        return new PrintedResponse(
                Integer.valueOf(line.group(1)),
                body,
                cut ? Math.max(1, missing) : 0,
                remains,
                cut || announced == null || !oneLine ? 0 : missing);
    }

    /** What does not fit together within it. */
    List<String> oddities() {
        return shorterBytes == 0
                ? List.of()
                : List.of("the response's body has " + Math.abs(shorterBytes)
                        + (shorterBytes > 0 ? " bytes less" : " bytes more") + " than its content-length says");
    }

    private static boolean isFull(PendingClaim pending, RunView run) {
        PendingClaim received = run.before(pending, ClaimKind.HTTPS_RECEIVED);
        Long chars = received == null ? null : received.claim().number("chars");
        return chars != null && chars >= FULL;
    }
}
