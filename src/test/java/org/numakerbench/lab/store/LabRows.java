package org.numakerbench.lab.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.WorkItem;

/** Nights and boards to fill a lab's database with. */
public final class LabRows {
    public static final BoardSelector.Board LEFT = board("left");
    static final BoardSelector.Board RIGHT = board("right");
    static final BoardSelector ANY = new BoardSelector.Any(Target.NUMAKER_PFM_M487);

    private LabRows() {}

    static BoardSelector.Board board(String name) {
        return new BoardSelector.Board("lab", name, Target.NUMAKER_PFM_M487, Optional.of("Lab-" + name));
    }

    /** One item a place, in their order. */
    public static NightRow night(LabStore store, String plan, BoardSelector... places) throws LabException {
        return night(store, plan, Optional.empty(), places);
    }

    static NightRow night(LabStore store, String plan, Optional<Instant> closes, BoardSelector... places)
            throws LabException {
        return store.nights()
                .begin(plan, "digest", "{}", "host", store.database().clock().now(), closes, items(places));
    }

    static List<WorkItem> items(BoardSelector... places) {
        List<WorkItem> items = new ArrayList<>();
        for (BoardSelector place : places) {
            items.add(new WorkItem(items.size(), place, "build", image("build"), 1));
        }
        return items;
    }

    private static Image image(String id) {
        Manifest manifest = new Manifest(
                "image.bin",
                "0".repeat(64),
                Target.NUMAKER_PFM_M487,
                "b1",
                "5.7.1",
                null,
                List.of("mqtt", "https"),
                Map.of(),
                new Identity("Lab-left", "Lab left", "Lab/left", "Lab/+"),
                null,
                false);
        return new Image(id, Path.of(id, "image.bin"), manifest);
    }

    /** As a board does that begins an item. */
    static void handOut(LabStore store, ItemRow item, String holder) throws LabException {
        if (store.leases()
                .tryAcquire(
                        List.of(Leases.Wanted.alone(Leases.item(item.item()))), holder, LEFT.text(), Leases.WHILE_THERE)
                .isPresent()) {
            throw new AssertionError(item.item() + " is not in the queue");
        }
    }

    /** Names of what an agent and its boards have. */
    static Set<String> leased(LabStore store, String agent) throws LabException {
        return store.database()
                .read(open -> Set.copyOf(open.createQuery("select name from lease where until_ms - lasting_ms > :now"
                                + " and (holder = :agent or substr(holder, 1, length(:agent) + 1) = :agent || '/')")
                        .bind("now", store.database().nowMs())
                        .bind("agent", agent)
                        .mapTo(String.class)
                        .list()));
    }
}
