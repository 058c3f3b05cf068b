package org.numakerbench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DamagedProfileTest {
    @Property(tries = 500)
    void aDamagedProfileIsReadOrRefusedWithLinesOfThatFile(
            @ForAll @IntRange(max = 10_000) int where,
            @ForAll @IntRange(max = 40) int cut,
            @ForAll("scraps") String put)
            throws IOException {
        String text = Files.readString(Path.of("bench-profiles/m487-ethernet.yaml"));
        int from = where % text.length();
        int to = Math.min(text.length(), from + cut);
        String damaged = text.substring(0, from) + put + text.substring(to);
        Path file = Files.createTempFile("profile", ".yaml");
        try {
            Files.writeString(file, damaged);
            assertThat(ProfileReader.read(file).boards()).isNotEmpty();
        } catch (ProfileException e) {
            assertThat(e.errors())
                    .isNotEmpty()
                    .allSatisfy(error -> assertThat(error.line())
                            .isBetween(1, (int) damaged.lines().count() + 1));
            assertThat(e.getMessage().lines())
                    .allSatisfy(line -> assertThat(line).startsWith(file + ":"));
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "\n",
                        "\t",
                        ": ",
                        "- ",
                        "{",
                        "}",
                        "[",
                        "]",
                        "? [a, b]: c\n",
                        "? {a: b}\n: c\n",
                        "&a x",
                        "*a",
                        "!!binary AAAA",
                        "!x y",
                        "1e999",
                        ".inf",
                        "0x1F",
                        "~",
                        "null",
                        "---\n",
                        "...\n",
                        "|\n",
                        ">-\n",
                        "<<: x",
                        "\u0000",
                        "\uFEFF",
                        "\uD83D\uDE00",
                        "%YAML 1.1\n",
                        "'",
                        "\"\\x",
                        "99999999999999999999999999"),
                Arbitraries.strings().ofMaxLength(5));
    }
}
