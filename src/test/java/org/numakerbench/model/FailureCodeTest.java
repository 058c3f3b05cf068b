package org.numakerbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureCodeTest {
    @Test
    void theDocumentNamesAllCodesAndNoOther() throws IOException {
        String page = Files.readString(Path.of("docs/failure-codes.md"));

        assertThat(Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                        .matcher(page)
                        .results()
                        .map(it -> it.group(1)))
                .containsExactlyInAnyOrder(java.util.stream.Stream.of(FailureCode.values())
                        .map(FailureCode::word)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void aWordIsReadAsTheCodeThatWroteIt(FailureCode code) {
        assertThat(FailureCode.of(code.word())).isEqualTo(code);
    }

    @Test
    void aNewerBenchsWordIsNoCode() {
        assertThat(FailureCode.of("toaster-on-fire")).isNull();
    }
}
