package org.numakerbench.lab.submit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.agent.AgentName;
import org.numakerbench.lab.agent.NightSettings;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.Matrix;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.PlanException;
import org.numakerbench.lab.plan.WorkItem;
import org.numakerbench.lab.store.ImageFiles;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.profile.Profile.HeapLimits;

/**
 * A plan's runs, put into the queue. A night of the same plan and images that was cut off (a host that was restarted) is gone
 * on with instead.
 */
public final class Submission {
    private final LabStore store;
    private final NightPlan plan;
    private final HeapLimits heap;
    private final Matrix.Lookup images;

    /** @param images where the plan's images are found */
    /** @param heap what the profile says of growing heaps */
    public Submission(LabStore store, NightPlan plan, HeapLimits heap, Matrix.Lookup images) {
        this.store = store;
        this.plan = plan;
        this.heap = heap;
        this.images = images;
    }

    /** @param resumed whether it had begun before */
    public record Submitted(NightRow night, boolean resumed) {}

    /**
     * The images that the plan's runs need, each once.
     *
     * @param offered boards there are
     * @throws ImageException when an image cannot be used
     * @throws PlanException when a board or an image of the plan comes to nothing
     */
    public List<Image> images(List<BoardSelector.Board> offered) throws ImageException, PlanException {
        return new Matrix(plan, images)
                .items(offered, (place, build) -> false).stream()
                        .map(WorkItem::image)
                        .distinct()
                        .toList();
    }

    /**
     * Puts the plan's runs into the queue.
     *
     * @param offered boards there are
     * @param useWindow whether the plan's hours count
     * @param fresh start again even if there is a night to go on with; that one is cancelled
     * @throws ImageException when an image cannot be used
     * @throws PlanException when a board or an image of the plan comes to nothing
     * @throws LabException when the database cannot be used
     */
    public Submitted submit(List<BoardSelector.Board> offered, boolean useWindow, boolean fresh)
            throws ImageException, PlanException, IOException {
        // One whose hours are over has ended, even if its host was away when they were.
        store.nights().tidy();
        Optional<NightRow> newest = store.nights().newest(plan.name());
        Set<String> passed = newest.isEmpty() ? Set.of() : passed(newest.get());
        List<WorkItem> items =
                new Matrix(plan, images).items(offered, (place, build) -> passed.contains(place + " " + build));
        String digest = digest(items);
        if (newest.isPresent() && newest.get().endedMs() == null) {
            if (!fresh && newest.get().digest().equals(digest) && isOpen(newest.get())) {
                return new Submitted(newest.get(), true);
            }
            store.nights().cancel(newest.get().night());
        }
        if (store.database().isShared()) {
            upload(items);
        }
        Instant now = store.database().clock().now();
        Instant opens =
                plan.window().filter(it -> useWindow).map(it -> it.opens(now)).orElse(now);
        Optional<Instant> closes = plan.window().filter(it -> useWindow).map(it -> it.closesAfter(opens));
        return new Submitted(
                store.nights()
                        .begin(
                                plan.name(),
                                digest,
                                NightSettings.of(plan, heap).json(),
                                AgentName.ofThisProcess().host(),
                                opens,
                                closes,
                                items),
                false);
    }

    /** Whether any of its runs may still start. */
    private boolean isOpen(NightRow night) {
        Long closes = night.closesMs();
        return night.cancelledMs() == null
                && (closes == null || closes >= store.database().clock().now().toEpochMilli());
    }

    /** Place and build of what passed in a night. */
    private Set<String> passed(NightRow night) throws LabException {
        Set<String> passed = new HashSet<>();
        Set<String> failed = new HashSet<>();
        for (ItemRow item : store.nights().items(night.night())) {
            String cell = item.place() + " " + item.build();
            boolean pass = item.asWord() != null && item.asWord().isPass();
            (pass ? passed : failed).add(cell);
        }
        passed.removeAll(failed);
        return passed;
    }

    /** Of all that the night's runs depend on: the plan's own text and every image, in order. */
    private String digest(List<WorkItem> items) throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        digest.update(Files.readAllBytes(plan.file()));
        for (WorkItem item :
                items.stream().sorted((a, b) -> key(a).compareTo(key(b))).toList()) {
            digest.update(key(item).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String key(WorkItem item) {
        return String.join(
                "\n", item.place().text(), item.build(), item.image().manifest().sha256(), item.repeat() + "\n");
    }

    private void upload(List<WorkItem> items) throws IOException {
        Set<String> done = new HashSet<>();
        for (WorkItem item : items) {
            Image image = item.image();
            if (done.add(image.id())) {
                Path directory = image.path().toAbsolutePath().normalize().getParent();
                String map = image.manifest().map();
                // One that lies elsewhere may be several images': hosts that have these have it, too.
                Path firmware = image.manifest().firmware();
                boolean beside = firmware != null
                        && directory.equals(
                                firmware.toAbsolutePath().normalize().getParent());
                store.images()
                        .put(new ImageFiles.Stored(
                                image.manifest().sha256(),
                                image.id(),
                                Files.readAllBytes(directory.resolve("manifest.yaml")),
                                image.manifest().file(),
                                Files.readAllBytes(image.path()),
                                map,
                                map == null ? null : Files.readAllBytes(directory.resolve(map)),
                                beside ? String.valueOf(firmware.getFileName()) : null,
                                beside ? Files.readAllBytes(firmware) : null));
            }
        }
    }
}
