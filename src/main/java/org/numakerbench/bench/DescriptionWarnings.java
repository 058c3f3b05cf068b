package org.numakerbench.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.numakerbench.bench.Descriptions.Read;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile;
import org.numakerbench.text.SafeText;

/** What may not be meant in the descriptions of images that are to run: told once of each description. */
public final class DescriptionWarnings {
    private final Consumer<String> told;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    /** @param told takes one line at a time; also on other threads, where several ask */
    public DescriptionWarnings(Consumer<String> told) {
        this.told = told;
    }

    /**
     * Tells those of the images' descriptions.
     *
     * @param profile empty: only manifests name descriptions
     * @throws UsageException with every error of the first description that has any
     */
    public void require(Optional<Profile> profile, List<Image> images) {
        images.stream()
                .flatMap(it -> description(profile, it).stream())
                .distinct()
                .forEach(it -> tell(it, Descriptions.read(it).usable()));
    }

    /** Tells those of an image's description; its errors end its run. */
    void tell(Profile profile, Image image) {
        description(Optional.of(profile), image).ifPresent(it -> {
            if (!known.contains(key(it))) {
                tell(it, Descriptions.read(it));
            }
        });
    }

    private static Optional<Path> description(Optional<Profile> profile, Image image) {
        return profile.isPresent()
                ? RunPlans.description(profile.get(), image)
                : Optional.ofNullable(image.manifest().firmware());
    }

    private void tell(Path file, Read read) {
        if (known.add(key(file))) {
            read.warnings().forEach(it -> told.accept("warning: " + SafeText.line(it.toString())));
        }
    }

    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
