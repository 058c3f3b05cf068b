package org.numakerbench.lab.page;

import java.nio.file.*;

class Shot {
    @org.junit.jupiter.api.Test
    void write() throws Exception {
        Files.writeString(
                Path.of("/tmp/morning/example.html"),
                NightPage.write(
                        ExampleNight.report(), it -> it.number() == 0 ? null : "runs/" + it.run() + "/report.html", 1));
    }
}
