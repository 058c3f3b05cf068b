package org.numakerbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short run: the same inputs every time, and all that a long run ever found. */
class FuzzIT {
    private static final int INPUTS = 300;
    private static final Duration LONGEST = Duration.ofMillis(700);
    /** {@code found/READER/...}: inputs of mended failures. */
    private static final String FOUND = "src/test/resources/fuzz/found/";

    static Stream<String> readers() {
        return Readers.ALL.stream().map(FuzzReader::name);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aReaderReadsWhateverComesOrRefusesItInASentence(String name) {
        Fuzzing fuzzing = new Fuzzing(Readers.named(name), 1);
        if (Files.isDirectory(Path.of(FOUND + name))) {
            Seeds.files(FOUND + name, "").forEach(fuzzing::one);
        }
        fuzzing.run(INPUTS, LONGEST);

        assertThat(fuzzing.failures().values()).extracting(FuzzIT::words).isEmpty();
        assertThat(fuzzing.inputs()).isGreaterThan(1);
    }

    @Test
    void aReaderThatThrowsSomethingElseOrSpeaksInClassNamesIsFound() {
        FuzzReader careless = FuzzReader.of(
                "careless", () -> Seeds.texts("[1, 2, 3]"), java.util.Set.of(IllegalArgumentException.class), input -> {
                    String text = new String(input, StandardCharsets.UTF_8);
                    if (text.contains("null")) {
                        throw new NullPointerException();
                    }
                    if (text.length() < 4) {
                        throw new IllegalArgumentException("java.io.FileNotFoundException: x");
                    }
                });
        Fuzzing fuzzing = new Fuzzing(careless, 1);

        fuzzing.run(INPUTS, Duration.ofSeconds(10));

        assertThat(fuzzing.failures().values())
                .extracting(it -> (Object) it.thrown().getClass())
                .containsExactlyInAnyOrder(NullPointerException.class, AssertionError.class);
    }

    @Test
    void theSameSeedGivesTheSameInputs() {
        List<byte[]> seeds = Seeds.texts("{\"a\": [1, true, \"x\"]}\n- b\n");
        Mutator one = new Mutator(seeds, 7);
        Mutator other = new Mutator(seeds, 7);

        assertThat(Stream.generate(one::next).limit(200))
                .usingElementComparator(java.util.Arrays::compare)
                .containsExactlyElementsOf(
                        Stream.generate(other::next).limit(200).toList());
    }

    private static String words(Fuzzing.Failure failure) {
        StringWriter trace = new StringWriter();
        failure.thrown().printStackTrace(new PrintWriter(trace));
        byte[] input = failure.input();
        return new String(input, 0, Math.min(input.length, 500), StandardCharsets.UTF_8) + "\n(" + input.length
                + " bytes, ends with "
                + HexFormat.of().formatHex(input, Math.max(0, input.length - 16), input.length) + ")\n" + trace;
    }
}
