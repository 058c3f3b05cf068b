package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** No page, example or script shows a command or an option that there is not. */
class DocumentedCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s\"'(/])bench\\s+([a-z][a-z|\\\\-]*)(.*)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]*)");
    /** What comes after it belongs to another program, or to a person. */
    private static final Pattern END = Pattern.compile("\\s\\||;|&&|\\s#|  +#|\\)$");

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
    void showsOnlyCommandsAndOptionsThatThereAre(Path file) throws IOException {
        List<String> wrong = new ArrayList<>();
        boolean page = file.toString().endsWith(".md");
        for (String each : page ? codeOf(Files.readString(file)) : lines(Files.readString(file))) {
            check(each, page, wrong);
        }

        assertThat(wrong).as("in " + file).isEmpty();
    }

    @Test
    void aCommandOrAnOptionThatThereIsNotIsFound() {
        List<String> wrong = new ArrayList<>();
        check("scripts/bench runn bench-profiles/virtual.yaml", true, wrong);
        check("bench run PROFILE --repeats 2", true, wrong);
        check("bench firmware add|lst", true, wrong);
        check("bench run PROFILE --repeat 2 && other --strange", true, wrong);
        check("the bench itself says more", false, wrong);

        assertThat(wrong)
                .containsExactly(
                        "no command runn: scripts/bench runn bench-profiles/virtual.yaml",
                        "no option --repeats: bench run PROFILE --repeats 2",
                        "no command lst: bench firmware add|lst");
    }

    /** @param sure whether it is a command, and not a sentence about a bench */
    private static void check(String text, boolean sure, List<String> wrong) {
        // What a shell puts in is another program's.
        Matcher command = COMMAND.matcher(text.replaceAll("\\$\\([^)]*\\)", "X"));
        if (!command.find()) {
            return;
        }
        String rest = command.group(2);
        Matcher end = END.matcher(rest);
        String arguments = end.find() ? rest.substring(0, end.start()) : rest;
        List<CommandLine> found = List.of(Bench.commandLine());
        List<String> words = new ArrayList<>(List.of(command.group(1)));
        words.addAll(List.of(arguments.strip().split("\\s+")));
        List<String> path = new ArrayList<>();
        for (String word : words) {
            if (found.get(0).getSubcommands().isEmpty() || !word.matches("[a-z][a-z|\\\\-]*")) {
                break;
            }
            List<CommandLine> next = new ArrayList<>();
            for (String alternative : word.split("\\\\?\\|")) {
                CommandLine sub = found.get(0).getSubcommands().get(alternative);
                if (sub != null) {
                    next.add(sub);
                } else if (sure && path.isEmpty() || word.contains("|")) {
                    wrong.add("no command " + alternative + ": " + text);
                }
            }
            if (next.isEmpty()) {
                break;
            }
            path.add(word);
            found = next;
        }
        if (path.isEmpty()) {
            return;
        }
        Matcher option = OPTION.matcher(arguments);
        while (option.find()) {
            String name = option.group(1);
            boolean known = found.stream().anyMatch(it -> it.getCommandSpec().findOption(name) != null);
            if (!known) {
                wrong.add("no option " + name + ": " + text);
            }
        }
    }

    /** Spans and blocks of code; a comment in a block is prose. */
    private static List<String> codeOf(String page) {
        List<String> code = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        boolean block = false;
        StringBuilder lines = new StringBuilder();
        for (String line : page.lines().toList()) {
            if (line.strip().startsWith("```")) {
                block = !block;
            } else {
                (block ? lines : prose).append(line).append('\n');
            }
        }
        code.addAll(lines(lines.toString()));
        CODE.matcher(prose).results().forEach(it -> code.add(it.group(1).replaceAll("\\s+", " ")));
        return code;
    }

    /** With those that go on behind a backslash joined. */
    private static List<String> lines(String text) {
        return text.replaceAll("\\\\+\\n\\s*", "").lines().toList();
    }
}
