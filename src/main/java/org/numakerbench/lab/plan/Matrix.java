package org.numakerbench.lab.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Target;

/**
 * Boards × images × phases × repeats. An image goes to the boards it is built for, by target and by thing; one that goes
 * to none, and a board that gets none, are mistakes.
 */
public final class Matrix {
    private final NightPlan plan;
    private final Map<String, Image> found = new LinkedHashMap<>();
    private final Lookup lookup;

    /** Finds an image. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * @param id an ID, or one with {@code *} in it: the newest of those that fit
         * @throws ImageException when there is none, or it is damaged
         */
        Image find(String id) throws ImageException;
    }

    public Matrix(NightPlan plan, Lookup lookup) {
        this.plan = plan;
        this.lookup = lookup;
    }

    private record Cell(BoardSelector place, int listed, String build, Image image) {}

    /**
     * All runs in the night's order.
     *
     * @param offered boards there are
     * @param passedLastNight by place and build
     * @throws ImageException when an image cannot be used
     * @throws PlanException when a board or an image of the plan comes to nothing
     */
    public List<WorkItem> items(List<BoardSelector.Board> offered, BiPredicate<String, String> passedLastNight)
            throws ImageException, PlanException {
        List<Cell> cells = cells(places(offered));
        List<WorkItem> items = new ArrayList<>();
        for (Cell cell : cells) {
            for (int repeat = 1; repeat <= plan.repeats(); repeat++) {
                items.add(new WorkItem(cell.listed(), cell.place(), cell.build(), cell.image(), repeat));
            }
        }
        sort(items, passedLastNight);
        List<WorkItem> numbered = new ArrayList<>();
        for (WorkItem each : items) {
            numbered.add(new WorkItem(numbered.size(), each.place(), each.build(), each.image(), each.repeat()));
        }
        return numbered;
    }

    /** While items are being sorted their ordinal is that of their image in the plan. */
    private void sort(List<WorkItem> items, BiPredicate<String, String> passedLastNight) {
        Comparator<WorkItem> images = Comparator.comparingInt(WorkItem::ordinal).thenComparingInt(WorkItem::repeat);
        Comparator<WorkItem> rounds = Comparator.comparingInt(WorkItem::repeat).thenComparingInt(WorkItem::ordinal);
        switch (plan.order()) {
            case IMAGES -> items.sort(images);
            case ROUNDS -> items.sort(rounds);
            case FAILED_FIRST ->
                items.sort(Comparator.comparing(
                                (WorkItem it) -> passedLastNight.test(it.place().text(), it.build()))
                        .thenComparing(rounds));
            case SHUFFLED -> Collections.shuffle(items, new Random(plan.seed()));
        }
    }

    private List<BoardSelector> places(List<BoardSelector.Board> offered) throws PlanException {
        if (!plan.anyOf().isEmpty()) {
            return plan.anyOf().stream()
                    .map(it -> (BoardSelector) new BoardSelector.Any(it))
                    .toList();
        }
        if (plan.boards().isEmpty()) {
            if (offered.isEmpty()) {
                throw new PlanException(plan.file() + ": no board is offered; start bench agent PROFILE on a host");
            }
            return List.copyOf(offered);
        }
        // left and lab/left may be the same.
        Set<BoardSelector> places = new LinkedHashSet<>();
        for (String name : plan.boards()) {
            List<BoardSelector.Board> named = offered.stream()
                    .filter(it -> it.text().equals(name) || it.board().equals(name))
                    .toList();
            if (named.size() != 1) {
                throw new PlanException(plan.file() + ": boards: " + name + ": "
                        + (named.isEmpty() ? "no such board" : "several benches have such a board")
                        + "; there are " + names(offered));
            }
            places.addAll(named);
        }
        return List.copyOf(places);
    }

    private static String names(List<BoardSelector.Board> offered) {
        return offered.isEmpty()
                ? "none"
                : String.join(
                        ", ", offered.stream().map(BoardSelector.Board::text).toList());
    }

    private List<Cell> cells(List<BoardSelector> places) throws ImageException, PlanException {
        List<Cell> cells = new ArrayList<>();
        Set<BoardSelector> used = new HashSet<>();
        for (int listed = 0; listed < plan.images().size(); listed++) {
            String build = plan.images().get(listed);
            int before = cells.size();
            for (BoardSelector place : places) {
                Optional<Image> image = image(build, place);
                if (image.isPresent()) {
                    cells.add(new Cell(place, listed, build, image.get()));
                    used.add(place);
                }
            }
            if (cells.size() == before) {
                Image image = found.get(build);
                if (image != null && !plan.anyOf().isEmpty()) {
                    otherTarget(build, image.manifest().target());
                }
                throw new PlanException(plan.file() + ": images: " + build + " fits no board of the plan"
                        + (plan.phases().isEmpty() ? "" : " in the phases " + String.join(", ", plan.phases()))
                        + "; check its target, its thing and its phases (bench firmware show " + build + ")");
            }
        }
        for (BoardSelector place : places) {
            if (!used.contains(place)) {
                throw new PlanException(plan.file() + ": boards: no image of the plan is for " + place.text() + " ("
                        + place.target() + "); add one, or leave the board out");
            }
        }
        return cells;
    }

    /** Names of targets are anybody's, so that a slip in one shows only here. */
    private void otherTarget(String build, Target target) throws PlanException {
        if (!plan.anyOf().contains(target)) {
            throw new PlanException(plan.file() + ": anyOf: has not " + target + ", for which " + build
                    + " is built; add it, or leave the image out; there are "
                    + plan.anyOf().stream().map(Target::name).collect(Collectors.joining(", ")));
        }
    }

    private static String remedy(String placeholder, BoardSelector place) {
        boolean known = placeholder.equals("{board}") || placeholder.equals("{thing}");
        if (!known) {
            return "there are {board}, {target} and {thing}";
        }
        return place instanceof BoardSelector.Board
                ? "give the board a thing in its profile"
                : "name boards in the plan";
    }

    private Optional<Image> image(String build, BoardSelector place) throws ImageException, PlanException {
        String id = build.replace("{target}", place.target().name());
        Optional<String> thing = Optional.empty();
        if (place instanceof BoardSelector.Board board) {
            thing = board.thing();
            id = id.replace("{board}", board.board()).replace("{thing}", thing.orElse("{thing}"));
        }
        if (id.contains("{")) {
            String unknown = id.replaceAll(".*(\\{\\w*}?).*", "$1");
            throw new PlanException(plan.file() + ": images: " + build + ": " + unknown + " has no value for "
                    + place.text() + "; " + remedy(unknown, place));
        }
        Image image = found.get(id);
        if (image == null) {
            image = lookup.find(id);
            found.put(id, image);
        }
        String builtFor = image.manifest().identity().thing();
        boolean fits = image.manifest().target().equals(place.target())
                && thing.map(builtFor::equals).orElse(true)
                && (plan.phases().isEmpty() || plan.phases().contains(WorkItem.phases(image)));
        return fits ? Optional.of(image) : Optional.empty();
    }
}
