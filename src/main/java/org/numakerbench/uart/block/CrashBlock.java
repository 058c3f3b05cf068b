package org.numakerbench.uart.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.DeviceText;
import org.numakerbench.uart.Draft;
import org.numakerbench.uart.RawLine;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;

/** A fault dump or a fatal error block, from its first line {@code ++ MbedOS .. ++} to its last {@code -- MbedOS .. --}. */
final class CrashBlock implements Block {
    /** A dump with its thread list has about 60 lines. */
    static final int MOST_LINES = 120;

    private static final Map<String, String> FIELDS = Map.of(
            "FaultType", "faultType",
            "Error Status", "status",
            "Error Message", "message",
            "Location", "location",
            "File", "file",
            "Error Value", "value",
            "Current Thread", "thread");

    private static final Pattern REGISTER = Pattern.compile("(0x)?[0-9A-Fa-f]+|Privileged|User|Thread|Handler|PSP|MSP");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private static final Pattern LAST = Pattern.compile("^(?:[^:]{1,32}: )?-- MbedOS ");
    /** A name, and behind it a line as any other. */
    private static final Pattern PREFIXED = Pattern.compile("([^:]{1,32}): ([A-Za-z].*)");

    private final Draft draft;
    private final LineMatcher matcher;
    private final List<String> registers = new ArrayList<>();
    private @Nullable String prefix;
    private int count;

    CrashBlock(Draft draft, LineMatcher matcher) {
        this.draft = draft;
        this.matcher = matcher;
    }

    @Override
    public @Nullable Closing offer(RawLine line) {
        GrammarRow row = matcher.first(line);
        if (line.overlong() || ++count > MOST_LINES || row != null) {
            return closing(false, List.of(line));
        }
        String text = DeviceText.escapeControls(line.shown());
        draft.add(text, line.end());
        if (LAST.matcher(text).find()) {
            return closing(true, List.of());
        }
        if (!read(text.strip())) {
            // Some builds put the thread that fails in front of each line.
            Matcher prefixed = PREFIXED.matcher(text.strip());
            if (prefixed.matches() && read(prefixed.group(2))) {
                prefix = prefixed.group(1);
            }
        }
        return null;
    }

    @Override
    public Closing end() {
        return closing(false, List.of());
    }

    /** True when the line says something that is kept. */
    private boolean read(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String name = text.substring(0, colon).strip();
        String value = text.substring(colon + 1).strip();
        String field = FIELDS.get(name);
        if (field == null) {
            boolean register = !value.isEmpty() && !name.contains(" ") && isRegister(value);
            if (register) {
                registers.add(name + "=" + value);
            }
            return register;
        } else if (field.equals("status")) {
            status(value);
        } else {
            putIfAbsent(field, value);
        }
        return true;
    }

    /** {@code 0x80FF013D Code: 317 Module: 255}. */
    private void status(String value) {
        String[] words = value.split("\\s+");
        putIfAbsent("status", words[0]);
        for (int i = 1; i + 1 < words.length; i += 2) {
            String name = words[i].replace(":", "").toLowerCase(java.util.Locale.ROOT);
            if (NUMBER.matcher(words[i + 1]).matches() && (name.equals("code") || name.equals("module"))) {
                putIfAbsent(name, Long.valueOf(words[i + 1]));
            }
        }
    }

    private void putIfAbsent(String name, Object value) {
        if (!draft.fields().containsKey(name)) {
            draft.put(name, value);
        }
    }

    private static boolean isRegister(String value) {
        return value.length() <= 10 && REGISTER.matcher(value).matches();
    }

    private Closing closing(boolean complete, List<RawLine> again) {
        if (prefix != null) {
            putIfAbsent("thread", prefix);
        }
        if (!registers.isEmpty()) {
            draft.put("registers", List.copyOf(registers));
        }
        draft.put("complete", complete);
        return new Closing(draft, again);
    }
}
