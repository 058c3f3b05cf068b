package org.numakerbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing is decided by a sentence to a person: sentences may be worded better at any time. What somebody else's program
 * prints is read by its words where it has no other form.
 */
class DecisionsTest {
    /** A comparison with a literal of two words or more, or of anything that is called like a sentence with any literal. */
    private static final Pattern COMPARISON = Pattern.compile(
            "\\.(?:startsWith|endsWith|contains|equals|matches|indexOf|replaceFirst)\\(\\s*\"[^\"\\n]*[A-Za-z]{2,} [A-Za-z]{2,}[^\"\\n]*\""
                    + "|\"[^\"\\n]*[A-Za-z]{2,} [A-Za-z]{2,}[^\"\\n]*\"\\.equals\\("
                    + "|\\b(?:reason|cause|sentence|words|remark|why|getMessage|remedy|proof)\\(?\\)*\\s*\\."
                    + "(?:startsWith|endsWith|contains|equals|matches|indexOf|replaceFirst)\\(\\s*\"");

    /** Files that read what others print, and whose words those are. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("uart/block/CertificateBlock.java", "the device's"),
            Map.entry("uart/sequence/SequenceText.java", "its own notation"),
            Map.entry("tune/AtWaits.java", "the network driver's"),
            Map.entry("firmware/footprint/LinkMap.java", "linkers'"),
            Map.entry("firmware/footprint/ArmLinkMap.java", "the linker's"),
            Map.entry("firmware/footprint/GnuLdMap.java", "the linker's"),
            Map.entry("firmware/footprint/IarLinkMap.java", "the linker's"),
            Map.entry("board/flash/MountedVolume.java", "the file system's"),
            Map.entry("board/flash/VolumeCopy.java", "the operating system's"),
            Map.entry("board/ToolTroubles.java", "a row's own placeholder"),
            Map.entry("secret/Base64Header.java", "a key file's"),
            Map.entry("text/RecordJson.java", "the JSON library's"),
            Map.entry("cloud/ConnectFailure.java", "the TLS library's"),
            Map.entry("cloud/EndpointCheck.java", "the TLS library's"),
            Map.entry("web/Dashboard.java", "the web server's"));

    @Test
    void nothingIsDecidedByASentence() throws IOException {
        List<String> found = new ArrayList<>();
        Path sources = Path.of("src/main/java/org/numakerbench");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                String name = sources.relativize(file).toString();
                if (name.startsWith("sim/") || FOREIGN.containsKey(name)) {
                    continue;
                }
                String text = Files.readString(file);
                Matcher matcher = COMPARISON.matcher(text);
                while (matcher.find()) {
                    long line = text.substring(0, matcher.start()).lines().count();
                    found.add(name + ":" + line + " " + matcher.group());
                }
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void aComparisonWithASentenceWouldBeFound() {
        assertThat(COMPARISON.matcher("it.startsWith(\"the board restarted\")").find())
                .isTrue();
        assertThat(COMPARISON.matcher("remark.startsWith(\"board\")").find()).isTrue();
        assertThat(COMPARISON.matcher("attempt.reason().equals(\"x\")").find()).isTrue();
        assertThat(COMPARISON.matcher("method.equals(\"openocd\")").find()).isFalse();
    }
}
