package org.numakerbench.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sizes of output sections by a map file of GNU ld ({@code -Map}), in bytes: {@code .text}, {@code .data} and so on, in
 * the order of the file.
 */
public record MapFile(Map<String, Long> sections) {
    /** A section starts in the first column: name, address, size; a long name has the rest on the next line. */
    private static final Pattern SECTION = Pattern.compile("^(\\.[\\w.]+)\\s+0x([0-9a-f]+)\\s+0x([0-9a-f]+)(\\s.*)?$");

    private static final Pattern NAME = Pattern.compile("^(\\.[\\w.]+)\\s*$");
    private static final Pattern REST = Pattern.compile("^\\s+0x([0-9a-f]+)\\s+0x([0-9a-f]+)(\\s.*)?$");
    /** What these two hold is no static data: it is what malloc and the stack may use. */
    private static final List<String> DYNAMIC = List.of(".heap", ".stack", ".stack_dummy");

    public MapFile {
        sections = Map.copyOf(sections);
    }

    /** @throws ImageException when it cannot be read, or no section is in it */
    public static MapFile read(Path file) throws ImageException {
        Map<String, Long> sections = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            String name = null;
            for (String line : (Iterable<String>) lines::iterator) {
                Matcher whole = SECTION.matcher(line);
                Matcher rest = REST.matcher(line);
                if (whole.matches()) {
                    sections.merge(whole.group(1), Long.parseLong(whole.group(3), 16), Long::sum);
                    name = null;
                } else if (name != null && rest.matches()) {
                    sections.merge(name, Long.parseLong(rest.group(2), 16), Long::sum);
                    name = null;
                } else {
                    Matcher alone = NAME.matcher(line);
                    name = alone.matches() ? alone.group(1) : null;
                }
            }
        } catch (IOException | UncheckedIOException | NumberFormatException failure) {
            throw new ImageException(file + " cannot be read as a map file (" + failure.getMessage() + ")", failure);
        }
        if (!sections.containsKey(".text") && !sections.containsKey(".data")) {
            throw new ImageException(file + ": no section sizes in it; give the map file that the linker wrote (-Map)");
        }
        return new MapFile(sections);
    }

    /** RAM that is taken before the program begins: initialised and zeroed data. */
    public long staticRamBytes() {
        return sections.entrySet().stream()
                .filter(it -> it.getKey().matches("\\.(data|bss|noinit|uninitialized|nvictable|cs[.]bss).*"))
                .filter(it -> !DYNAMIC.contains(it.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What the flash holds: code, constants and the initial values of data. */
    public long flashBytes() {
        return sections.entrySet().stream()
                .filter(it -> it.getKey().matches("\\.(text|data|rodata|ARM[.]exidx|ARM[.]extab|isr_vector).*"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
