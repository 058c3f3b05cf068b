package org.numakerbench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UnknownKeyTest {
    private static final Set<String> WORDS_OF_YAML =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    /** A line to put the key after, its indentation, and the group it lands in. */
    record Spot(String after, String indent, String group) {}

    @Property(tries = 200)
    void anUnknownKeyIsReportedWithItsLineWhereverItStands(@ForAll("keys") String key, @ForAll("spots") Spot spot)
            throws IOException {
        Assume.that(!WORDS_OF_YAML.contains(key));
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("bench-profiles/m487-ethernet.yaml")));
        int before = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(spot.after()))
                .findFirst()
                .orElseThrow());
        lines.add(before + 1, spot.indent() + key + ": 1");
        Path file = Files.createTempFile("profile", ".yaml");
        try {
            Files.write(file, lines);

            ProfileException failure = catchThrowableOfType(ProfileException.class, () -> ProfileReader.read(file));

            assertThat(failure.errors()).singleElement().satisfies(error -> {
                assertThat(error.line()).isEqualTo(before + 2);
                assertThat(error.key()).isEqualTo(spot.group() + key);
                assertThat(error.wrong()).isEqualTo("unknown key");
                assertThat(error.right()).startsWith("did you mean ");
            });
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<String> keys() {
        // No known key begins with x.
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(text -> "x" + text);
    }

    @Provide
    Arbitrary<Spot> spots() {
        return Arbitraries.of(
                new Spot("bench:", "", ""),
                new Spot("cloud:", "  ", "cloud."),
                new Spot("  witness:", "    ", "cloud.witness."),
                new Spot("    thing:", "    ", "boards[0]."),
                new Spot("    serial:", "      ", "boards[0].serial."),
                new Spot("    flash:", "      ", "boards[0].flash."),
                new Spot("limits:", "  ", "limits."));
    }
}
