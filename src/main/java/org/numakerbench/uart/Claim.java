package org.numakerbench.uart;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Step;

/**
 * Something the device says on its UART.
 *
 * @param line LF-ended wire line it starts in, from 1
 * @param step null where no step is running
 * @param kind what is said
 * @param ok true or false where the device claims success or failure, else null
 * @param text the words as a terminal would show them, without line end; multi-line claims keep LF between lines
 * @param fields details of the kind, in a stable order: String, Long, BigDecimal, Boolean or List values; whoever makes the
 *     claim leaves them as they are
 * @param start offset of its first byte in the capture
 * @param end offset after its last byte
 */
public record Claim(
        int line,
        @Nullable Step step,
        ClaimKind kind,
        @Nullable Boolean ok,
        String text,
        Map<String, Object> fields,
        long start,
        long end) {
    public Claim {
        fields = Collections.unmodifiableMap(fields);
    }

    /** Name of the step; null where none is running. */
    public @Nullable String stepName() {
        return step == null ? null : step.name();
    }

    /**
     * Place of the first claim of the boot: its banner, or the provisioning that later firmware does ahead of it; how many claims
     * there are when none is a banner.
     */
    public static int firstOfBoot(List<Claim> claims) {
        int first = 0;
        while (first < claims.size() && !claims.get(first).isBanner()) {
            first++;
        }
        if (first < claims.size()) {
            while (first > 0 && claims.get(first - 1).kind() == ClaimKind.PROVISION) {
                first--;
            }
        }
        return first;
    }

    /** The text field {@code name}, or null when this claim has none. */
    public @Nullable String string(String name) {
        return fields.get(name) instanceof String value ? value : null;
    }

    /** The integer field {@code name}, or null when this claim has none. */
    public @Nullable Long number(String name) {
        return fields.get(name) instanceof Long value ? value : null;
    }

    /** True when the device claims success. */
    public boolean claimsSuccess() {
        return Boolean.TRUE.equals(ok);
    }

    /** True when the device claims failure. */
    public boolean claimsFailure() {
        return Boolean.FALSE.equals(ok);
    }

    /** True for the first line of a boot, also when it is damaged. */
    public boolean isBanner() {
        return kind == ClaimKind.BOOT_BANNER || ClaimKind.BOOT_BANNER.word().equals(string("resemblesKind"));
    }
}
