package org.numakerbench.yaml;

import java.nio.file.Path;

/**
 * One mistake in a YAML file.
 *
 * @param file as the user named it
 * @param line counted from 1
 * @param key where: {@code boards[0].serial.baud}; empty for the document as a whole
 * @param wrong what is wrong; never holds PEM text
 * @param right what would be right
 */
public record YamlError(Path file, int line, String key, String wrong, String right) {

    /** {@code bench-profiles/x.yaml:12: boards[0].serial.baud: "fast" is not a number; use for example 9600}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + wrong + "; " + right;
    }
}
