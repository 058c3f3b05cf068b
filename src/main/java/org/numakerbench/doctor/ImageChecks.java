package org.numakerbench.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.text.Figures;

/** The images of a profile's boards and what they print, and whether two boards would be one device in the cloud. */
final class ImageChecks {
    private static final String TRY = "bench firmware try %s CAPTURE shows what it makes of a capture";

    private final Profile profile;
    private final List<Diagnosis> all = new ArrayList<>();
    private final Map<String, Image> images = new HashMap<>();

    ImageChecks(Profile profile) {
        this.profile = profile;
    }

    List<Diagnosis> all() {
        for (BoardProfile board : profile.boards()) {
            image(board);
        }
        clashes();
        descriptions();
        return all;
    }

    /** What the images print, where it is not the example firmware's. */
    private void descriptions() {
        Set<Path> files = new LinkedHashSet<>();
        profile.firmware().ifPresent(files::add);
        images.values().stream()
                .map(it -> it.manifest().firmware())
                .filter(Objects::nonNull)
                .forEach(files::add);
        for (Path file : files) {
            Descriptions.Read read = Descriptions.read(file);
            read.errors()
                    .forEach(it ->
                            all.add(Diagnosis.broken("firmware description", it.toString(), TRY.formatted(file))));
            read.warnings()
                    .forEach(it ->
                            all.add(Diagnosis.warning("firmware description", it.toString(), TRY.formatted(file))));
            if (read.errors().isEmpty()) {
                int lines = read.description().lines().size();
                all.add(Diagnosis.ok(
                        "firmware description", file + ": " + Figures.count(lines, "line") + " of its own"));
            }
        }
    }

    /** Identities by board, of the images that are in order. */
    Optional<Image> any() {
        return images.values().stream().findFirst();
    }

    private void image(BoardProfile board) {
        String where = "board " + board.name();
        if (board.image().isEmpty()) {
            all.add(Diagnosis.warning(where, "names no image", "add image: to it, or give --image to each run"));
            return;
        }
        String id = board.image().get();
        try {
            Image image = Images.findFor(board.name(), board.target(), board.thing(), profile.images(), id);
            ImageCheck.require(image.path(), board.target());
            images.put(board.name(), image);
            all.add(Diagnosis.ok(where, "image " + id));
        } catch (ImageException wrong) {
            all.add(Diagnosis.broken(where, String.valueOf(wrong.getMessage()), "bench firmware list shows them all"));
        }
    }

    /** Two boards with one identity would throw each other out, and confirm each other's claims. */
    private void clashes() {
        Map<String, String> owners = new HashMap<>();
        profile.cloud().witness().ifPresent(it -> owners.put("client ID " + it.clientId(), "the witness"));
        for (BoardProfile board : profile.boards()) {
            Image image = images.get(board.name());
            if (image == null) {
                continue;
            }
            Identity identity = image.manifest().identity();
            for (String what : List.of(
                    "client ID " + identity.clientId(), "thing " + identity.thing(), "topic " + identity.userTopic())) {
                String other = owners.putIfAbsent(what, "board " + board.name());
                if (other != null) {
                    all.add(Diagnosis.broken(
                            "board " + board.name(),
                            "has the " + what + ", as " + other + " has",
                            "build an image with an identity of its own; never run the two at once"));
                }
            }
        }
    }
}
