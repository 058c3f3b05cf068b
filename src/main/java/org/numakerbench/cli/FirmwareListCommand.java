package org.numakerbench.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench firmware list}. */
@Command(name = "list", description = "List all images.", mixinStandardHelpOptions = true)
final class FirmwareListCommand implements Callable<Integer> {
    @Mixin
    private ImagesDirectory images = new ImagesDirectory();

    @Option(names = "--json", description = "Print one JSON object an image.")
    private boolean json;

    @Override
    public Integer call() throws ImageException {
        int code = ExitCodes.PASS;
        for (String id : Images.ids(images.path())) {
            ObjectNode line = JsonText.MAPPER.createObjectNode().put("id", id);
            String words;
            try {
                Manifest manifest = Images.find(images.path(), id).manifest();
                line.put("target", manifest.target().name());
                line.put("mbedOs", manifest.mbedOs());
                line.put("buildId", manifest.buildId());
                line.put("sha256", manifest.sha256());
                words = String.format(
                        Locale.ROOT,
                        "%-28s %-20s %-8s %s",
                        id,
                        manifest.target(),
                        or(manifest.mbedOs(), "-"),
                        or(manifest.buildId(), "-"));
            } catch (ImageException wrong) {
                line.put("error", wrong.getMessage());
                words = String.format(Locale.ROOT, "%-28s BROKEN: %s", id, wrong.getMessage());
                code = ExitCodes.USAGE;
            }
            System.out.println(json ? JsonText.line(line) : SafeText.line(words));
        }
        return code;
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
