package org.numakerbench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.numakerbench.firmware.EmbeddedStrings;
import org.numakerbench.firmware.FirmwareFile;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.footprint.Footprint;
import org.numakerbench.firmware.footprint.ModuleBytes;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench firmware show}. */
@Command(
        name = "show",
        description = "Show an image: manifest, where its bytes go, what its texts tell, static footprint.",
        mixinStandardHelpOptions = true)
final class FirmwareShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "Image.")
    private String id = "";

    @Mixin
    private ImagesDirectory images = new ImagesDirectory();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws ImageException, IOException {
        Image image = Images.find(images.path(), id);
        Manifest manifest = image.manifest();
        FirmwareFile firmware = ImageCheck.require(image.path(), manifest.target());
        EmbeddedStrings told = EmbeddedStrings.of(firmware);
        ObjectNode node = JsonText.MAPPER.createObjectNode();
        node.put("id", id);
        node.put("file", image.path().toString());
        node.put("format", firmware.format().name());
        node.put("bytes", firmware.size());
        node.put("sha256", manifest.sha256());
        node.put("target", manifest.target().name());
        node.put("mbedOs", manifest.mbedOs());
        node.put("buildId", manifest.buildId());
        node.put("toolchain", manifest.toolchain());
        node.put("phases", String.join(", ", manifest.phases()));
        node.put("thing", manifest.identity().thing());
        node.put("clientId", manifest.identity().clientId());
        node.put("userTopic", manifest.identity().userTopic());
        node.put("userFilter", manifest.identity().userFilter());
        node.put("commit", manifest.commit());
        node.put("commitNumber", manifest.commitNumber());
        node.put("staticBytes", manifest.staticBytes());
        node.put(
                "segments",
                String.join(
                        ", ",
                        firmware.segments().stream()
                                .map(it -> String.format(Locale.ROOT, "0x%x to 0x%x", it.address(), it.end() - 1))
                                .toList()));
        node.put("textsTell", String.join(", ", all(told)));
        Optional<Footprint> footprint = image.footprint();
        footprint.ifPresent(it -> figures(node, it, manifest.target()));
        if (json) {
            System.out.println(JsonText.line(node));
        } else {
            node.properties().stream()
                    .filter(it -> !it.getValue().isObject())
                    .forEach(it -> System.out.printf(
                            Locale.ROOT,
                            "%-18s %s%n",
                            it.getKey(),
                            SafeText.line(it.getValue().asString("-"))));
            footprint.ifPresent(FirmwareShowCommand::printModules);
        }
        return ExitCodes.PASS;
    }

    private static List<String> all(EmbeddedStrings told) {
        List<String> all = new ArrayList<>();
        told.mbedOs().forEach(it -> all.add("Mbed OS " + it));
        for (List<String> each :
                Arrays.asList(told.endpoints(), told.things(), told.userTopics(), told.userFilters())) {
            all.addAll(each);
        }
        return all;
    }

    private static void figures(ObjectNode node, Footprint footprint, Target target) {
        node.put("mapToolchain", footprint.toolchain().name());
        node.put("mapStaticBytes", footprint.staticBytes());
        node.put("mapRamBytes", footprint.ramBytes());
        node.put("mapStackBytes", footprint.stackBytes());
        node.put("mapFlashBytes", footprint.flashBytes());
        // What is left for the heap, before the firmware has asked for any.
        target.ramBytes().ifPresent(ram -> node.put("ramHeadroomBytes", ram - footprint.staticBytes()));
        target.flashBytes().ifPresent(flash -> node.put("flashHeadroomBytes", flash - footprint.flashBytes()));
        ObjectNode modules = node.putObject("modules");
        footprint
                .modules()
                .forEach((name, bytes) -> modules.putObject(name)
                        .put("ramBytes", bytes.ramBytes())
                        .put("flashBytes", bytes.flashBytes()));
    }

    private static void printModules(Footprint footprint) {
        System.out.printf(Locale.ROOT, "%n%-32s %10s %10s%n", "module", "RAM", "flash");
        footprint.modules().entrySet().stream()
                .sorted(Map.Entry.<String, ModuleBytes>comparingByValue(
                                Comparator.comparingLong(it -> it.ramBytes() + it.flashBytes()))
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(it -> System.out.printf(
                        Locale.ROOT,
                        "%-32s %10d %10d%n",
                        SafeText.line(it.getKey()),
                        it.getValue().ramBytes(),
                        it.getValue().flashBytes()));
    }
}
