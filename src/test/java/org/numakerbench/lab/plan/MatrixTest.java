package org.numakerbench.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.profile.ProfileException;

class MatrixTest {
    private static final BoardSelector.Board LEFT = board("lab", "left", Target.NUMAKER_PFM_M487, "Left");
    private static final BoardSelector.Board RIGHT = board("lab", "right", Target.NUMAKER_PFM_M487, "Right");
    private static final BoardSelector.Board NUC = board("lab", "nuc", Target.NUMAKER_PFM_NUC472, "Nuc");
    private static final BiPredicate<String, String> NOTHING_PASSED = (place, build) -> false;

    private final Map<String, Image> images = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void everyBoardRunsEveryImageThatIsBuiltForItAsOftenAsThePlanSays() throws Exception {
        image("left-a", LEFT);
        image("right-a", RIGHT);
        image("left-b", LEFT);
        image("right-b", RIGHT);

        List<WorkItem> items = items(List.of(LEFT, RIGHT), "images: ['{board}-a', '{board}-b']", "repeats: 2");

        assertThat(items)
                .extracting(it ->
                        it.place().text() + " " + it.build() + " " + it.image().id() + " " + it.repeat())
                .containsExactlyInAnyOrder(
                        "lab/left {board}-a left-a 1",
                        "lab/left {board}-a left-a 2",
                        "lab/left {board}-b left-b 1",
                        "lab/left {board}-b left-b 2",
                        "lab/right {board}-a right-a 1",
                        "lab/right {board}-a right-a 2",
                        "lab/right {board}-b right-b 1",
                        "lab/right {board}-b right-b 2");
        assertThat(items).extracting(WorkItem::ordinal).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void anImageGoesToTheBoardsOfItsTargetAndItsThing() throws Exception {
        image("m487", LEFT);
        image("nuc", NUC);

        assertThat(items(List.of(LEFT, NUC), "images: [m487, nuc]"))
                .extracting(it -> it.place().text() + " " + it.image().id())
                .containsExactlyInAnyOrder("lab/left m487", "lab/nuc nuc");
    }

    @Test
    void aBoardWithoutAThingTakesAnyThing() throws Exception {
        BoardSelector.Board bare = new BoardSelector.Board("lab", "bare", Target.NUMAKER_PFM_M487, Optional.empty());
        image("m487", LEFT);

        assertThat(items(List.of(bare), "images: [m487]")).hasSize(1);
    }

    @Test
    void targetAndThingStandForTheBoardsOwn() throws Exception {
        image("NUMAKER_PFM_M487-Left", LEFT);
        image("NUMAKER_PFM_NUC472-Nuc", NUC);

        assertThat(items(List.of(LEFT, NUC), "images: ['{target}-{thing}']"))
                .extracting(it -> it.image().id())
                .containsExactlyInAnyOrder("NUMAKER_PFM_M487-Left", "NUMAKER_PFM_NUC472-Nuc");
    }

    @Test
    void phasesChooseAmongImages() throws Exception {
        image("both", LEFT, "mqtt", "https");
        image("mqtt", LEFT, "mqtt");

        assertThat(items(List.of(LEFT), "images: [both]", "phases: [mqtt+https]"))
                .extracting(WorkItem::phases)
                .containsExactly("mqtt+https");
        assertThatThrownBy(() -> items(List.of(LEFT), "images: [both, mqtt]", "phases: [mqtt]"))
                .isInstanceOf(PlanException.class)
                .hasMessageEndingWith("images: both fits no board of the plan in the phases mqtt; check its target, its"
                        + " thing and its phases (bench firmware show both)");
    }

    @Test
    void aPlanForTargetsNamesNoBoard() throws Exception {
        image("a", LEFT);
        image("b", RIGHT);

        assertThat(items(List.of(), "images: [a, b]", "anyOf: [NUMAKER_PFM_M487]", "repeats: 2"))
                .extracting(it -> it.place().text() + " " + it.image().id())
                .containsExactly(
                        "any NUMAKER_PFM_M487 a",
                        "any NUMAKER_PFM_M487 b",
                        "any NUMAKER_PFM_M487 a",
                        "any NUMAKER_PFM_M487 b");
    }

    @Test
    void aPlanForTargetsTakesThoseOfAProfileOfOnesOwn() throws Exception {
        image("a", board("lab", "mine", Target.named("MY_BOARD"), "Mine"));

        assertThat(items(List.of(), "images: [a]", "anyOf: [MY_BOARD]"))
                .extracting(it -> it.place().text())
                .containsExactly("any MY_BOARD");
        wrong(
                List.of(),
                "anyOf: has not MY_BOARD, for which a is built; add it, or leave the image out; there are MY_BORD",
                "images: [a]",
                "anyOf: [MY_BORD]");
    }

    @Test
    void aBoardIsNamedByItselfOrWithItsBenchAndCountsOnce() throws Exception {
        image("a", LEFT);

        assertThat(items(List.of(LEFT, RIGHT), "images: [a]", "boards: [left]")).hasSize(1);
        assertThat(items(List.of(LEFT, RIGHT), "images: [a]", "boards: [lab/left]"))
                .hasSize(1);
        assertThat(items(List.of(LEFT, RIGHT), "images: [a]", "boards: [left, lab/left]"))
                .hasSize(1);
    }

    @Test
    void ordersByImageOrByRound() throws Exception {
        image("a", LEFT);
        image("b", LEFT);

        assertThat(order("images")).containsExactly("a 1", "a 2", "b 1", "b 2");
        assertThat(order("rounds")).containsExactly("a 1", "b 1", "a 2", "b 2");
    }

    @Test
    void whatDidNotPassLastNightComesFirst() throws Exception {
        image("a", LEFT);
        image("b", LEFT);
        image("c", LEFT);
        BiPredicate<String, String> onlyAPassed = (place, build) -> place.equals("lab/left") && build.equals("a");

        List<WorkItem> items = new Matrix(plan("images: [a, b, c]", "repeats: 2", "order: failed-first"), this::image)
                .items(List.of(LEFT), onlyAPassed);

        assertThat(items)
                .extracting(it -> it.build() + " " + it.repeat())
                .containsExactly("b 1", "c 1", "b 2", "c 2", "a 1", "a 2");
    }

    @Test
    void theSameSeedShufflesInTheSameWay() throws Exception {
        image("a", LEFT);
        image("b", LEFT);

        List<String> once = shuffled(7);

        assertThat(shuffled(7)).isEqualTo(once);
        assertThat(once).hasSize(40).isNotEqualTo(shuffled(8));
    }

    private List<String> shuffled(int seed) throws Exception {
        return items(List.of(LEFT), "images: [a, b]", "repeats: 20", "order: shuffled", "seed: " + seed).stream()
                .map(it -> it.build() + " " + it.repeat())
                .toList();
    }

    private List<String> order(String order) throws Exception {
        return items(List.of(LEFT), "images: [a, b]", "repeats: 2", "order: " + order).stream()
                .map(it -> it.build() + " " + it.repeat())
                .toList();
    }

    @Test
    void aStarIsTheNewestImageThatFits() throws Exception {
        VirtualLab lab = VirtualLab.in(directory, "lab", 0, List.of("left"));
        Identity identity = VirtualLab.identity("left");
        dated(lab.image("left-1", "one", identity), 3);
        dated(lab.image("left-2", "two", identity), 1);
        dated(lab.image("right-3", "three", VirtualLab.identity("right")), 9);
        NewestImage newest = new NewestImage(directory.resolve("images"));

        assertThat(newest.find("left-*").id()).as("added last").isEqualTo("left-1");
        assertThat(newest.find("left-2").id()).isEqualTo("left-2");
        assertThat(newest.find("*-3").id()).isEqualTo("right-3");

        numbered(directory.resolve("images/left-1"), 10);
        numbered(directory.resolve("images/left-2"), 11);
        assertThat(newest.find("left-*").id()).as("by number of commits").isEqualTo("left-2");

        assertThatThrownBy(() -> newest.find("other-*"))
                .isInstanceOf(ImageException.class)
                .hasMessage("no image fits other-* in " + directory.resolve("images")
                        + "; add one: bench firmware add FILE");
    }

    private static void dated(Path image, long hour) throws IOException {
        Files.setLastModifiedTime(image, FileTime.fromMillis(hour * 3_600_000));
    }

    private static void numbered(Path image, int commits) throws IOException {
        Path manifest = image.resolve("manifest.yaml");
        Files.writeString(manifest, Files.readString(manifest) + "commitNumber: " + commits + "\n");
    }

    @Test
    void aBoardThatIsNotThereIsNamedWithThoseThatAre() {
        image("a", LEFT);

        wrong(
                List.of(LEFT, NUC),
                "boards: middle: no such board; there are lab/left, lab/nuc",
                "images: [a]",
                "boards: [middle]");
        wrong(List.of(), "boards: middle: no such board; there are none", "images: [a]", "boards: [middle]");
    }

    @Test
    void aNameThatTwoBenchesUseNeedsItsBench() throws Exception {
        BoardSelector.Board other = board("other", "left", Target.NUMAKER_PFM_M487, "Left");
        image("a", LEFT);

        wrong(
                List.of(LEFT, other),
                "boards: left: several benches have such a board; there are lab/left, other/left",
                "images: [a]",
                "boards: [left]");
        assertThat(items(List.of(LEFT, other), "images: [a]", "boards: [other/left]"))
                .extracting(it -> it.place().text())
                .containsExactly("other/left");
    }

    @Test
    void withoutBoardsThereIsNoNight() {
        image("a", LEFT);

        assertThatThrownBy(() -> items(List.of(), "images: [a]"))
                .isInstanceOf(PlanException.class)
                .hasMessageEndingWith(": no board is offered; start bench agent PROFILE on a host");
    }

    @Test
    void anImageForNoBoardIsAMistake() {
        image("a", LEFT);
        image("nuc", NUC);

        wrong(
                List.of(LEFT),
                "images: nuc fits no board of the plan; check its target, its thing and its phases (bench firmware show"
                        + " nuc)",
                "images: [a, nuc]");
    }

    @Test
    void aBoardWithoutAnImageIsAMistake() {
        image("a", LEFT);

        wrong(
                List.of(LEFT, NUC),
                "boards: no image of the plan is for lab/nuc (NUMAKER_PFM_NUC472); add one, or leave the board out",
                "images: [a]");
    }

    @Test
    void aPlaceholderWithoutAValueIsAMistake() {
        BoardSelector.Board bare = new BoardSelector.Board("lab", "bare", Target.NUMAKER_PFM_M487, Optional.empty());

        wrong(
                List.of(bare),
                "images: {thing}-a: {thing} has no value for lab/bare; give the board a thing in its profile",
                "images: ['{thing}-a']");
        wrong(
                List.of(LEFT),
                "images: {board}-a: {board} has no value for any NUMAKER_PFM_M487; name boards in the plan",
                "images: ['{board}-a']",
                "anyOf: [NUMAKER_PFM_M487]");
        wrong(
                List.of(LEFT),
                "images: {bord}-a: {bord} has no value for lab/left; there are {board}, {target} and {thing}",
                "images: ['{bord}-a']");
    }

    private void wrong(List<BoardSelector.Board> offered, String sentence, String... lines) {
        assertThatThrownBy(() -> items(offered, lines))
                .isInstanceOf(PlanException.class)
                .hasMessage(directory.resolve("plan.yaml") + ": " + sentence);
    }

    private List<WorkItem> items(List<BoardSelector.Board> offered, String... lines) throws Exception {
        return new Matrix(plan(lines), this::image).items(offered, NOTHING_PASSED);
    }

    private NightPlan plan(String... lines) throws IOException, ProfileException {
        return NightPlanReader.read(
                Files.writeString(directory.resolve("plan.yaml"), "night: n\n" + String.join("\n", lines) + "\n"));
    }

    private Image image(String id) throws ImageException {
        Image image = images.get(id);
        if (image == null) {
            throw new ImageException("no image " + id);
        }
        return image;
    }

    private void image(String id, BoardSelector.Board builtFor, String... phases) {
        String thing = builtFor.thing().orElseThrow();
        Manifest manifest = new Manifest(
                "image.bin",
                "0".repeat(64),
                builtFor.target(),
                null,
                "5.7.1",
                null,
                phases.length == 0 ? List.of("mqtt") : List.of(phases),
                Map.of(),
                new Identity(thing, thing, thing, thing),
                null,
                false);
        images.put(id, new Image(id, Path.of(id, "image.bin"), manifest));
    }

    private static BoardSelector.Board board(String bench, String name, Target target, String thing) {
        return new BoardSelector.Board(bench, name, target, Optional.of(thing));
    }
}
