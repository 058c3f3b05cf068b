package org.numakerbench.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.ManifestDiff;
import org.numakerbench.firmware.footprint.Footprint;
import org.numakerbench.firmware.footprint.FootprintDiff;
import org.numakerbench.firmware.footprint.ModuleBytes;
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
        description = "Compare two images by their map files: which module grew, and what they were built from.",
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
        FootprintDiff modules = FootprintDiff.of(footprint(one), footprint(other));
        ManifestDiff manifests = ManifestDiff.of(one.manifest(), other.manifest());
        if (json) {
            System.out.println(JsonText.line(asJson(modules, manifests)));
        } else {
            print(modules, manifests);
        }
        return ExitCodes.PASS;
    }

    private static Footprint footprint(Image image) throws ImageException {
        Optional<Footprint> footprint = image.footprint();
        return footprint.orElseThrow(() -> new ImageException("image " + image.id()
                + " has no map file; put it beside its manifest and name it there: map: FILE, mapSha256: \"...\""));
    }

    private void print(FootprintDiff modules, ManifestDiff manifests) {
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
        for (ManifestDiff.Change change : manifests.changes()) {
            System.out.println(SafeText.line(change.key() + ": " + or(change.before()) + " -> " + or(change.after())));
        }
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

    private ObjectNode asJson(FootprintDiff modules, ManifestDiff manifests) {
        ObjectNode node = JsonText.MAPPER.createObjectNode();
        put(node.putObject("before"), before, modules.before());
        put(node.putObject("after"), after, modules.after());
        ObjectNode difference = node.putObject("difference");
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
        ArrayNode changes = node.putArray("manifest");
        for (ManifestDiff.Change change : manifests.changes()) {
            changes.addObject()
                    .put("key", change.key())
                    .put("before", change.before())
                    .put("after", change.after());
        }
        return node;
    }

    private static void put(ObjectNode node, String id, Footprint footprint) {
        node.put("id", id);
        node.put("toolchain", footprint.toolchain().name());
        node.put("staticBytes", footprint.staticBytes());
        node.put("ramBytes", footprint.ramBytes());
        node.put("stackBytes", footprint.stackBytes());
        node.put("flashBytes", footprint.flashBytes());
    }
}
