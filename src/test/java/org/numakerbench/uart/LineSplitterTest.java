package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
    private static List<String> split(String... chunks) {
        List<String> pieces = new ArrayList<>();
        LineSplitter splitter = new LineSplitter((number, bytes, from, to, ended) ->
                pieces.add(number + (ended ? "|" : ":") + new String(bytes, from, to - from, StandardCharsets.UTF_8)));
        for (String chunk : chunks) {
            splitter.accept(chunk.getBytes(StandardCharsets.UTF_8));
        }
        return pieces;
    }

    @Test
    void aLineEndsAtLineFeedsAlone() {
        assertThat(split("a\r\nb\n\nc\rd\u0000e\u000bf\n"))
                .containsExactly("1|a\r", "2|b", "3|", "4|c\rd\u0000e\u000bf");
    }

    @Test
    void aLineGoesOnInTheNextChunk() {
        assertThat(split("a", "b", "\nc", "", "\n")).containsExactly("1:a", "1:b", "1|", "2:c", "2|");
    }

    @Test
    void whatStandsBehindTheLastLineFeedIsALineOnceItHasAByte() {
        assertThat(split("a\n")).containsExactly("1|a");
        assertThat(split("a\n", "b")).containsExactly("1|a", "2:b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 100_000})
    void claimsHaveTheNumbersOfTheirLines(int chunk) {
        Map<Integer, String> texts = new TreeMap<>();
        for (Claim claim : Wire.inChunks(TrickyLines.capture(true), chunk)) {
            texts.merge(claim.line(), claim.text(), String::concat);
        }

        assertThat(TrickyLines.marks(texts)).isEqualTo(TrickyLines.right());
    }

    @Test
    void linesPutTogetherFromPiecesHaveEveryByteButTheirEnds() {
        byte[] capture = TrickyLines.capture(true);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        LineSplitter splitter = new LineSplitter((number, bytes, from, to, ended) -> {
            whole.write(bytes, from, to - from);
            if (ended) {
                whole.write('\n');
            }
        });
        for (int at = 0; at < capture.length; at += 5) {
            splitter.accept(capture, at, Math.min(5, capture.length - at));
        }

        assertThat(whole.toByteArray()).isEqualTo(capture);
    }
}
