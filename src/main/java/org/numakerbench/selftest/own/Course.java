package org.numakerbench.selftest.own;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.expect.LineTest;

/** What an honest board prints in one run when it does all that its description expects, in that order. */
final class Course {
    /** Draws of a line, of which one is what a pattern asks for. */
    private static final int TRIES = 20;

    /** Later than any line of the description. */
    private static final double STEP = 1e-6;

    /**
     * A line of the run.
     *
     * @param claims as which it is read
     */
    record Turn(Said said, List<Claim> claims) {
        boolean isOne(LineTest test) {
            return claims.stream().anyMatch(test::takes);
        }
    }

    /** One print of a line, and those that come before it. */
    private static final class Node {
        private final Line line;
        private final double place;
        private final Set<Node> behind = new LinkedHashSet<>();
        private final List<LineTest> tests = new ArrayList<>();

        Node(Line line, double place) {
            this.line = line;
            this.place = place;
        }
    }

    private final FirmwareDescription description;
    private final Board board;
    private final UartParser reader;
    private final List<Claim> recorded;
    private final Map<Line, List<Node>> nodes = new HashMap<>();
    private final List<Node> all = new ArrayList<>();
    private final Map<String, Optional<Line>> printers = new HashMap<>();
    private final List<LineTest> prompts = new ArrayList<>();

    /**
     * @param reader of the description
     * @param recorded what stands in every run beside these lines
     */
    Course(FirmwareDescription description, Board board, UartParser reader, List<Claim> recorded) {
        this.description = description;
        this.board = board;
        this.reader = reader;
        this.recorded = recorded;
        for (Line line : description.lines()) {
            if (board.honest(line).isPresent()) {
                node(line, description.lines().indexOf(line));
            }
        }
        description.send().forEach(it -> {
            prompts.add(test(it.after()));
            printer(it.after()).ifPresent(line -> nth(line, 0, -STEP));
        });
        order();
    }

    private void order() {
        Map<Line, Integer> used = new HashMap<>();
        @Nullable Node last = null;
        for (Expected it : Expected.of(description)) {
            Optional<Line> printer = printer(it.line());
            if (printer.isEmpty()) {
                continue;
            }
            Line line = printer.get();
            LineTest test = test(it.line());
            Node after = it.after() == null
                    ? null
                    : printer(it.after()).map(before -> nth(before, 0, -STEP)).orElse(null);
            int first = it.inOrder() ? used.getOrDefault(line, 0) : 0;
            int count = Math.max(1, it.least());
            for (int i = first; i < first + count; i++) {
                Node node = nth(line, i, last == null ? 0 : last.place + STEP);
                node.tests.add(test);
                if (it.inOrder() && last != null) {
                    node.behind.add(last);
                }
                if (after != null) {
                    node.behind.add(after);
                }
                last = it.inOrder() ? node : last;
            }
            if (it.inOrder()) {
                used.put(line, first + count);
            }
        }
    }

    private Node node(Line line, double place) {
        Node node = new Node(line, place);
        nodes.computeIfAbsent(line, it -> new ArrayList<>()).add(node);
        all.add(node);
        return node;
    }

    /** The print of a line with that number, made where there is none. */
    private Node nth(Line line, int number, double place) {
        List<Node> its = nodes.getOrDefault(line, List.of());
        while (its.size() <= number) {
            node(line, its.isEmpty() ? place : its.get(its.size() - 1).place + STEP);
            its = nodes.getOrDefault(line, List.of());
        }
        return its.get(number);
    }

    LineTest test(String nameOrPattern) {
        return LineTest.of(nameOrPattern, description);
    }

    /** What it comes behind; null where that is the banner, or nothing. */
    @Nullable
    String before(Expected expected) {
        if (expected.after() != null || !expected.inOrder()) {
            return expected.after();
        }
        String before = null;
        for (Expected it : Expected.of(description)) {
            if (it.equals(expected)) {
                return before;
            }
            before = it.inOrder() ? it.line() : before;
        }
        return before;
    }

    /**
     * The line that is what a description names: one of its own, or one made of its pattern. Empty for what this board prints anyway,
     * and for what no honest board can print.
     */
    Optional<Line> printer(String nameOrPattern) {
        return printers.computeIfAbsent(nameOrPattern, this::found);
    }

    private Optional<Line> found(String nameOrPattern) {
        LineTest test = test(nameOrPattern);
        Line named = description.line(nameOrPattern);
        if (named != null) {
            return Optional.of(named).filter(it -> board.honest(it).isPresent());
        }
        if (isAnyway(test)) {
            return Optional.empty();
        }
        Line made = new Line(null, nameOrPattern, null, null, null, null, false, null, null, null, null, null);
        return Stream.concat(description.lines().stream(), Stream.of(made))
                .filter(it -> drawn(it, List.of(test))
                        .filter(turn -> turn.isOne(test))
                        .isPresent())
                .findFirst();
    }

    /** True for banner and end, and what the example firmware prints. */
    boolean isAnyway(LineTest test) {
        return recorded.stream().anyMatch(test::takes)
                || Stream.concat(board.banner().stream(), board.end().stream()).anyMatch(it -> turn(it).isOne(test));
    }

    Turn turn(Said said) {
        return new Turn(said, said.text().isEmpty() ? List.of() : reader.accept(Bytes.utf8(said.text() + "\r\n")));
    }

    private Optional<Turn> drawn(Line line, List<LineTest> tests) {
        Optional<Turn> turn = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            turn = once(line);
            if (turn.isEmpty() || tests.stream().allMatch(turn.get()::isOne)) {
                return turn;
            }
        }
        return turn;
    }

    private Optional<Turn> once(Line line) {
        if (description.lines().contains(line)) {
            return board.honest(line).map(this::turn);
        }
        Turn made = turn(new Said(line, board.text(line), List.of()));
        boolean isOther = made.claims().stream().anyMatch(it -> it.string(FirmwareDescription.ROW) != null);
        return isOther ? Optional.empty() : Optional.of(made);
    }

    /** Some text that a pattern takes. */
    Turn made(String pattern) {
        Line line = new Line(null, pattern, null, null, null, null, false, null, null, null, null, null);
        return turn(new Said(line, board.text(line), List.of()));
    }

    /** Another print of what a line of the run is. */
    Optional<Turn> again(Turn turn) {
        Line line = turn.said().line();
        return line == null ? Optional.empty() : once(line);
    }

    /** All lines, banner and end among them, and what the bench sends behind them. */
    List<Turn> honest() {
        List<Turn> turns = new ArrayList<>();
        board.banner().map(this::turn).ifPresent(turns::add);
        Set<Node> open = new LinkedHashSet<>(all);
        while (!open.isEmpty()) {
            Node next = open.stream()
                    .filter(it -> it.behind.stream().noneMatch(open::contains))
                    .min(Comparator.comparingDouble(it -> it.place))
                    .orElseGet(() -> open.iterator().next());
            open.remove(next);
            drawn(next.line, next.tests).ifPresent(turns::add);
        }
        board.end().map(this::turn).ifPresent(turns::add);
        return turns;
    }

    /** What is said, and what the bench sends: each text behind the first line that is its prompt. */
    List<Said> said(List<Turn> turns) {
        List<Said> said = new ArrayList<>();
        Set<Integer> sent = new LinkedHashSet<>();
        List<Fact> early = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            if (recorded.stream().anyMatch(prompts.get(i)::takes)) {
                sent.add(i);
                early.add(sent(i));
            }
        }
        if (!early.isEmpty()) {
            said.add(new Said(null, "", early));
        }
        for (Turn turn : turns) {
            List<Fact> behind = new ArrayList<>(turn.said().answered());
            for (int i = 0; i < prompts.size(); i++) {
                if (!sent.contains(i) && turn.isOne(prompts.get(i))) {
                    sent.add(i);
                    behind.add(sent(i));
                }
            }
            said.add(turn.said().answering(behind));
        }
        return said;
    }

    private Fact sent(int number) {
        return new Fact.UartSent(Bytes.utf8(description.send().get(number).text()), number);
    }
}
