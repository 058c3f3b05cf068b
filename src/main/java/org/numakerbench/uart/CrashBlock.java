package org.numakerbench.uart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    private final Draft draft;
    private final LineMatcher matcher;
    private final List<String> registers = new ArrayList<>();
    private int count;

    CrashBlock(Draft draft, LineMatcher matcher) {
        this.draft = draft;
        this.matcher = matcher;
    }

    @Override
    public @Nullable Closing offer(RawLine line) {
        Row row = matcher.first(line);
        if (line.overlong() || ++count > MOST_LINES || row != null) {
            return closing(false, List.of(line));
        }
        String text = DeviceText.escapeControls(line.shown());
        draft.add(text, line.end());
        if (text.startsWith("-- MbedOS ")) {
            return closing(true, List.of());
        }
        read(text.strip());
        return null;
    }

    @Override
    public Closing end() {
        return closing(false, List.of());
    }

    private void read(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return;
        }
        String name = text.substring(0, colon).strip();
        String value = text.substring(colon + 1).strip();
        String field = FIELDS.get(name);
        if (field == null) {
            if (!value.isEmpty() && !name.contains(" ") && isRegister(value)) {
                registers.add(name + "=" + value);
            }
        } else if (field.equals("status")) {
            status(value);
        } else {
            putIfAbsent(field, value);
        }
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
        if (!registers.isEmpty()) {
            draft.put("registers", List.copyOf(registers));
        }
        draft.put("complete", complete);
        return new Closing(draft, again);
    }
}
