package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.ManifestDiff;
import org.numakerbench.firmware.footprint.Footprint;
import org.numakerbench.firmware.footprint.FootprintDiff;
import org.numakerbench.firmware.footprint.ModuleBytes;
import org.numakerbench.text.Figures;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench firmware diff}. */
@Command(
        name = "diff",
        description =
                "Compare two images: what they were built from, their sizes, and by their map files which module grew.",
        mixinStandardHelpOptions = true)
final class FirmwareDiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The image before.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "The image after.")
    private String after = "";

    @Mixin
    private ImagesDirectory images = new ImagesDirectory();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws ImageException {
        Image one = Images.find(images.path(), before);
        Image other = Images.find(images.path(), after);
        ManifestDiff manifests = ManifestDiff.of(one.manifest(), other.manifest());
        Optional<Footprint> map = one.footprint();
        Optional<Footprint> otherMap = other.footprint();
        FootprintDiff modules =
                map.isPresent() && otherMap.isPresent() ? FootprintDiff.of(map.get(), otherMap.get()) : null;
        if (json) {
            System.out.println(JsonText.line(asJson(one, other, modules, manifests)));
            return ExitCodes.PASS;
        }
        if (modules == null) {
            List<String> without = Stream.of(one, other)
                    .filter(it -> it.manifest().map() == null)
                    .map(Image::id)
                    .distinct()
                    .toList();
            System.out.println("modules are not compared: " + String.join(" and ", without)
                    + (without.size() == 1 ? " has" : " have") + " no map file; put it beside the manifest and name it"
                    + " there: map: FILE, mapSha256: \"...\"\n");
        } else {
            print(modules);
        }
        long before = bytes(one);
        long after = bytes(other);
        System.out.println("image file " + before + " -> " + after + " bytes (" + Figures.signed(after - before) + ")");
        for (ManifestDiff.Change change : manifests.changes()) {
            System.out.println(SafeText.line(change.key() + ": " + or(change.before()) + " -> " + or(change.after())));
        }
        return ExitCodes.PASS;
    }

    private static long bytes(Image image) throws ImageException {
        try {
            return Files.size(image.path());
        } catch (IOException failure) {
            throw new ImageException(image.path() + " cannot be read (" + FileFailure.words(failure) + ")", failure);
        }
    }

    private static void print(FootprintDiff modules) {
        System.out.printf(
                Locale.ROOT,
                "%-32s %10s %10s %9s   %12s %10s %9s%n",
                "module",
                "RAM before",
                "after",
                "",
                "flash before",
                "after",
                "");
        modules.changed().forEach(it -> row(it.module(), it.before(), it.after()));
        int alike = modules.rows().size() - modules.changed().size();
        if (alike > 0) {
            System.out.println("(" + alike + (alike == 1 ? " module" : " modules") + " alike)");
        }
        Footprint one = modules.before();
        Footprint other = modules.after();
        row(
                "all",
                new ModuleBytes(one.ramBytes(), one.flashBytes()),
                new ModuleBytes(other.ramBytes(), other.flashBytes()));
        if (one.stackBytes() != 0 || other.stackBytes() != 0) {
            row("reserved stack", new ModuleBytes(one.stackBytes(), 0), new ModuleBytes(other.stackBytes(), 0));
        }
        System.out.printf(
                Locale.ROOT,
                "%nstatic (RAM and reserved stack) %d -> %d bytes (%+d)%n",
                one.staticBytes(),
                other.staticBytes(),
                modules.staticDifference());
    }

    private static void row(String name, ModuleBytes one, ModuleBytes other) {
        System.out.printf(
                Locale.ROOT,
                "%-32s %10d %10d %+9d   %12d %10d %+9d%n",
                SafeText.line(name),
                one.ramBytes(),
                other.ramBytes(),
                other.ramBytes() - one.ramBytes(),
                one.flashBytes(),
                other.flashBytes(),
                other.flashBytes() - one.flashBytes());
    }

    private static String or(@Nullable String text) {
        return text == null ? "none" : text;
    }

    private static ObjectNode asJson(Image one, Image other, @Nullable FootprintDiff modules, ManifestDiff manifests)
            throws ImageException {
        ObjectNode node = JsonText.MAPPER.createObjectNode();
        put(node.putObject("before"), one, modules == null ? null : modules.before());
        put(node.putObject("after"), other, modules == null ? null : modules.after());
        ObjectNode difference = node.putObject("difference");
        difference.put("imageBytes", bytes(other) - bytes(one));
        if (modules != null) {
            difference.put("staticBytes", modules.staticDifference());
            difference.put("ramBytes", modules.ramDifference());
            difference.put("flashBytes", modules.flashDifference());
            ArrayNode rows = node.putArray("modules");
            for (FootprintDiff.Row row : modules.rows()) {
                rows.addObject()
                        .put("module", row.module())
                        .put("ramBefore", row.before().ramBytes())
                        .put("ramAfter", row.after().ramBytes())
                        .put("flashBefore", row.before().flashBytes())
                        .put("flashAfter", row.after().flashBytes());
            }
        }
        ArrayNode changes = node.putArray("manifest");
        for (ManifestDiff.Change change : manifests.changes()) {
            changes.addObject()
                    .put("key", change.key())
                    .put("before", change.before())
                    .put("after", change.after());
        }
        return node;
    }

    private static void put(ObjectNode node, Image image, @Nullable Footprint footprint) throws ImageException {
        node.put("id", image.id());
        node.put("imageBytes", bytes(image));
        if (footprint != null) {
            node.put("toolchain", footprint.toolchain().name());
            node.put("staticBytes", footprint.staticBytes());
            node.put("ramBytes", footprint.ramBytes());
            node.put("stackBytes", footprint.stackBytes());
            node.put("flashBytes", footprint.flashBytes());
        }
    }
}
