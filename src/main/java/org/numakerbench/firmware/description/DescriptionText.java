package org.numakerbench.firmware.description;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;

/** A description that was made and not written by a person, as YAML with comments. It names no messages: those a person names. */
public final class DescriptionText {
    private final StringBuilder yaml = new StringBuilder();

    private DescriptionText() {}

    /**
     * @param whole comments at the beginning
     * @param lines comments ahead of each line
     * @param expected names of the lines that may be what to expect of a boot, in their order
     */
    public static String of(
            FirmwareDescription description, List<String> whole, List<List<String>> lines, List<String> expected) {
        DescriptionText text = new DescriptionText();
        whole.forEach(it -> text.comment("", it));
        text.yaml.append('\n');
        text.key("", "extends", description.base());
        text.quoted("", "banner", description.banner());
        text.quoted("", "end", description.end());
        if (!description.lines().isEmpty()) {
            text.yaml.append("\nlines:\n");
        }
        for (int i = 0; i < description.lines().size(); i++) {
            text.line(description.lines().get(i), lines.get(i));
        }
        text.expected(expected);
        return text.yaml.toString();
    }

    /** A good boot that has not all of them would fail the run: a person takes the comment signs away, or does not. */
    private void expected(List<String> names) {
        if (!names.isEmpty()) {
            comment(
                    "",
                    "Every capture has these lines once, and in this order. If a boot without them is none, expect them:");
            comment("", "expect:");
            names.forEach(it -> comment("", "  - line: " + it));
        }
    }

    private void line(Line line, List<String> comments) {
        comments.forEach(it -> comment("  ", it));
        int begin = yaml.length();
        key("    ", "name", line.name());
        quoted("    ", "pattern", line.pattern());
        quoted("    ", "regex", line.regex());
        key("    ", "step", line.step());
        key("    ", "says", line.says() == null ? null : line.says() == FirmwareDescription.Says.OK ? "ok" : "failed");
        key("    ", "interrupts", line.interrupts() ? "true" : null);
        Measure measure = line.measure();
        if (measure != null) {
            String unit = measure.unit() == null ? "" : ", unit: " + JsonText.line(measure.unit());
            key("    ", "measure", "{name: " + measure.name() + ", value: " + measure.value() + unit + "}");
        }
        yaml.setCharAt(begin + 2, '-');
        yaml.append('\n');
    }

    private void comment(String indent, String words) {
        yaml.append(indent).append("# ").append(SafeText.line(words)).append('\n');
    }

    private void quoted(String indent, String name, @Nullable String text) {
        key(indent, name, text == null ? null : JsonText.line(text));
    }

    private void key(String indent, String name, @Nullable String text) {
        if (text != null) {
            yaml.append(indent).append(name).append(": ").append(text).append('\n');
        }
    }
}
