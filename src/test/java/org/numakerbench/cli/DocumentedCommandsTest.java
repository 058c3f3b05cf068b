package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** No page, example or script shows a command line that the bench does not understand. */
class DocumentedCommandsTest {
    static Stream<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
        for (String room : List.of("docs", "bench-profiles", "scripts/systemd", "scripts/ci", "scripts/udev")) {
            try (Stream<Path> all = Files.walk(Path.of(room))) {
                all.filter(it -> it.toString()
                                .matches(".*(\\.md|\\.yaml|\\.yml|\\.service|\\.timer|\\.rules|Jenkinsfile)"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void showsOnlyCommandLinesThatCanBeCalled(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> wrong = file.toString().endsWith(".md")
                ? DocumentedLine.ofPage(text).stream()
                        .flatMap(it -> wrong(it, true).stream())
                        .toList()
                // Beside commands there are sentences about a bench.
                : DocumentedLine.joined(text).stream()
                        .flatMap(it -> wrong(new DocumentedLine(it, false), false).stream())
                        .toList();

        assertThat(wrong).as("in " + file).isEmpty();
    }

    @Test
    void aLineThatCannotBeCalledIsFound() {
        assertThat(wrong(sample("scripts/bench runn bench-profiles/virtual.yaml"), true))
                .singleElement()
                .asString()
                .contains("runn");
        assertThat(wrong(mention("bench run PROFILE --repeats 2"), true)).hasSize(1);
        assertThat(wrong(mention("bench firmware add\\|lst"), true)).hasSize(1);
        assertThat(wrong(mention("bench run PROFILE --repeat 2 && other --strange"), true))
                .isEmpty();
        assertThat(wrong(mention("the bench itself says more"), false)).isEmpty();
        assertThat(wrong(mention("bench flash"), true)).as("its name").isEmpty();
        assertThat(wrong(sample("bench flash"), true)).as("a line to copy").hasSize(1);
        assertThat(wrong(sample("bench run a.yaml b.yaml"), true))
                .as("one too many")
                .hasSize(1);
    }

    /** @param sure whether it is a command, and not a sentence about a bench */
    private static List<String> wrong(DocumentedLine line, boolean sure) {
        List<String> wrong = new ArrayList<>();
        for (List<String> call : line.calls()) {
            CommandLine bench = Bench.commandLine();
            if (!sure && !bench.getSubcommands().containsKey(call.get(0))) {
                continue;
            }
            try {
                bench.parseArgs(
                        call.stream().map(DocumentedCommandsTest::filled).toArray(String[]::new));
            } catch (ParameterException refused) {
                boolean sentence = !sure
                        && refused instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption();
                boolean name = refused instanceof MissingParameterException && isName(line, call, refused);
                if (!sentence && !name) {
                    wrong.add(line.text() + ": " + refused.getMessage());
                }
            }
        }
        return wrong;
    }

    /** A command's name in a sentence stands for the command: what it needs may be missing, what is above it may not. */
    private static boolean isName(DocumentedLine line, List<String> call, ParameterException missing) {
        return !line.sample() && missing.getCommandLine().getCommandName().equals(lastCommand(call));
    }

    private static String lastCommand(List<String> call) {
        CommandLine command = Bench.commandLine();
        for (String word : call) {
            CommandLine sub = command.getSubcommands().get(word);
            if (sub == null) {
                break;
            }
            command = sub;
        }
        return command.getCommandName();
    }

    /** Something of the right kind where the page has a letter for a number. */
    private static String filled(String word) {
        return word.matches("[NK]") ? "1" : word;
    }

    private static DocumentedLine sample(String text) {
        return new DocumentedLine(text, true);
    }

    private static DocumentedLine mention(String text) {
        return new DocumentedLine(text, false);
    }
}
